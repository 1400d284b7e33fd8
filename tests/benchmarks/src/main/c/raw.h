// Clients that look at nothing: blocking sockets, the floor of all others.
#pragma once
#include "sockets.h"

static int echo(int port, size_t block, size_t answer) {
  int fd = reach(port);
  uint8_t *bytes = calloc(1, block + answer);
  if (!bytes) fail("memory");
  while (take(fd, bytes, block) && give(fd, bytes, answer)) {
  }
  return 0;
}

static int drain(int port, size_t count, size_t answer) {
  static uint8_t bytes[256 * 1024];
  int fd = reach(port);
  size_t left = count;
  for (ssize_t n; (n = read(fd, bytes, left < sizeof bytes ? left : sizeof bytes)) > 0;) {
    left -= (size_t)n;
    if (left) continue;
    if (!give(fd, bytes, answer)) fail("answer");
    left = count;
  }
  return 0;
}
