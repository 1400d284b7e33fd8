// Blocking sockets over loopback, and the clock: what all programs here are made of.
#pragma once
#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

static long now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec * 1000000000L + t.tv_nsec;
}

static void fail(const char *what) {
  perror(what);
  exit(1);
}

static int take(int from, uint8_t *to, size_t count) {
  for (size_t done = 0; done < count;) {
    ssize_t n = read(from, to + done, count - done);
    if (n <= 0) return 0;
    done += (size_t)n;
  }
  return 1;
}

static int give(int to, const uint8_t *bytes, size_t count) {
  for (size_t done = 0; done < count;) {
    ssize_t n = write(to, bytes + done, count - done);
    if (n <= 0) return 0;
    done += (size_t)n;
  }
  return 1;
}

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

/* Listens at a free port, which it tells. */
static int listen_here(int *port) {
  struct sockaddr_in here = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  socklen_t size = sizeof here;
  int listener = socket(AF_INET, SOCK_STREAM, 0);
  if (bind(listener, (struct sockaddr *)&here, size) || listen(listener, 16)) fail("listen");
  if (getsockname(listener, (struct sockaddr *)&here, &size)) fail("getsockname");
  *port = ntohs(here.sin_port);
  return listener;
}
