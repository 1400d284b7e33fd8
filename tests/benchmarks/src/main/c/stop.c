// A board with an array that streams in real time to one controller, which is to stop it.
// stop CHANNELS SAMPLES TABLE   prints its port, then obeys lines:
//   stops                       prints how many blocks were sent, how many left out since the controller did not read,
//                               and when each Stop has come, in ns, all since this was asked last
#define _GNU_SOURCE  // ppoll
#include <linux/sockios.h>
#include <poll.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>

#include "board.h"

enum { RATE = 30000, BUFFER = 1 << 20, MOST_WAITING = 256 * 1024 };

static client it;
static long sent, left_out;

/* Takes in what has come; does not wait. Returns 0 if the controller has gone. */
static int hear(void) {
  ssize_t n = recv(it.fd, it.in + it.have, IN - it.have, MSG_DONTWAIT);
  if (n < 0) return 1;
  if (n == 0) return 0;
  long heard = now();
  it.have += (size_t)n;
  size_t at = 0;
  while (it.have - at >= 4) {
    uint32_t length;
    memcpy(&length, it.in + at, 4);
    length = ntohl(length);
    if (length > IN - 4) {
      fprintf(stderr, "a frame of %u bytes\n", length);
      exit(1);
    }
    if (it.have - at < 4 + length) break;
    on_frame(&it, it.in + at + 4, length, heard);
    at += 4 + length;
  }
  it.have -= at;
  memmove(it.in, it.in + at, it.have);
  return 1;
}

/* A board does not wait for its host: what finds no room is left out, and its samples are counted. */
static void stream(void) {
  int waiting = 0;
  size_t size;
  uint8_t *next = block(&it, 0, &size);
  if (ioctl(it.fd, SIOCOUTQ, &waiting)) fail("SIOCOUTQ");
  if (waiting > MOST_WAITING) {
    left_out++;
  } else {
    if (!give(it.fd, next, size)) it.running = 0;
    sent++;
  }
}

static void let_in(int listener) {
  int buffer = BUFFER;
  if (it.fd > 0) close(it.fd);
  it = (client){.fd = accept(listener, NULL, NULL), .sample = FIRST};
  if (it.fd < 0) fail("accept");
  if (setsockopt(it.fd, SOL_SOCKET, SO_SNDBUF, &buffer, sizeof buffer)) fail("SO_SNDBUF");
  no_delay(it.fd);
}

static void tell_stops(void) {
  printf("%ld %ld", sent, left_out);
  for (int i = 0; i < stop_count; i++) printf(" %ld", stopped_at[i]);
  printf("\n");
  fflush(stdout);
  sent = left_out = stop_count = 0;
}

int main(int argc, char **argv) {
  if (argc != 4) {
    fprintf(stderr, "stop CHANNELS SAMPLES TABLE\n");
    return 2;
  }
  signal(SIGPIPE, SIG_IGN);
  prctl(PR_SET_TIMERSLACK, 1);
  channels = atoi(argv[1]);
  samples = atoi(argv[2]);
  read_table(argv[3]);
  make_ring();
  int port, listener = listen_here(&port);
  printf("%d\n", port);
  fflush(stdout);
  char line[100];
  setvbuf(stdin, NULL, _IONBF, 0);  // or poll would not see what stdio has already read
  long period = 1000000000L * samples / RATE, due = now();
  while (1) {
    struct pollfd wait[3] = {
        {.fd = 0, .events = POLLIN}, {.fd = listener, .events = POLLIN}, {.fd = it.fd > 0 ? it.fd : -1, .events = POLLIN}};
    long left = it.running ? due - now() : period;
    struct timespec limit = {.tv_nsec = left > 0 ? left : 0};
    if (ppoll(wait, 3, &limit, NULL) < 0) fail("ppoll");
    if (wait[2].revents && !hear()) {
      close(it.fd);
      it.fd = -1, it.running = 0;
    }
    if (wait[1].revents) let_in(listener);
    if (wait[0].revents) {
      if (!fgets(line, sizeof line, stdin)) return 0;
      tell_stops();
    }
    if (!it.running) {
      due = now() + period;
    } else if (now() >= due) {
      stream();
      due += period;
    }
  }
}
