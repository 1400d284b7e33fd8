// Clients that look at nothing: blocking sockets, the floor of all others.
#pragma once
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include "board.h"

static void no_delay(int fd) {
  int on = 1;
  if (setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on)) fail("TCP_NODELAY");
}

static int reach(int port) {
  struct sockaddr_in there = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  there.sin_port = htons((uint16_t)port);
  int fd = socket(AF_INET, SOCK_STREAM, 0);
  if (connect(fd, (struct sockaddr *)&there, sizeof there)) fail("connect");
  no_delay(fd);
  return fd;
}

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
