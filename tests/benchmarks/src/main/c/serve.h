// Serves each client in a process of its own.
#pragma once
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>

#include "sockets.h"

/* Prints its port, and serves until standard input ends; `line` is called for each line there, unless null. */
static int serve(void (*one)(int), void (*line)(void)) {
  int port, listener = listen_here(&port);
  printf("%d\n", port);
  fflush(stdout);
  signal(SIGCHLD, SIG_IGN);
  signal(SIGPIPE, SIG_IGN);
  struct pollfd wait[2] = {{.fd = 0, .events = POLLIN}, {.fd = listener, .events = POLLIN}};
  while (poll(wait, 2, -1) > 0) {
    if (wait[1].revents) {
      int fd = accept(listener, NULL, NULL);
      if (fd >= 0 && fork() == 0) {
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        no_delay(fd);
        one(fd);
        exit(0);
      }
      close(fd);
    }
    if (wait[0].revents) {
      char text[100];
      if (read(0, text, sizeof text) <= 0) break;
      if (line) {
        line();
        fflush(stdout);
      }
    }
  }
  return 0;
}
