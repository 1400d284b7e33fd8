// What blocking sockets of the system do over loopback, for comparison with a link.
// link serve    prints its port, and serves until its standard input ends: echoes, or blocks without a pause.
// link client   obeys lines: "echo PORT REQUEST REPLY MILLIS" prints the nanoseconds of each round trip, "read PORT
//               BLOCK COUNT" prints MB/s.
// A client first says what it wants in four words: request, reply, block and count; count 0 is an echo.
#include <string.h>

#include "serve.h"

enum { BUFFER = 256 * 1024, WARM_UP = 50, MOST = 200000 };

static uint8_t buffer[BUFFER];
static long times[MOST];

static void serve_one(int fd) {
  uint32_t wish[4];
  if (!take(fd, (uint8_t *)wish, sizeof wish)) exit(1);
  if (wish[0] > BUFFER || wish[1] > BUFFER || wish[2] > BUFFER) exit(1);
  if (wish[3] == 0) {
    while (take(fd, buffer, wish[0]) && give(fd, buffer, wish[1])) {
    }
  }
  for (uint32_t i = 0; i < wish[3] && give(fd, buffer, wish[2]); i++) {
  }
}

static int ask_for(int port, uint32_t request, uint32_t reply, uint32_t block, uint32_t count) {
  uint32_t wish[4] = {request, reply, block, count};
  int fd = reach(port);
  if (!give(fd, (const uint8_t *)wish, sizeof wish)) fail("wish");
  return fd;
}

static void echo(int port, unsigned request, unsigned reply, long millis) {
  int fd = ask_for(port, request, reply, 0, 0);
  int count = 0;
  long end = 0;
  for (int i = -WARM_UP; count < MOST; i++) {
    long sent = now();
    if (i == 0) end = sent + millis * 1000000L;
    if (i > 0 && sent > end) break;
    if (!give(fd, buffer, request) || !take(fd, buffer, reply)) fail("echo");
    long took = now() - sent;
    if (i >= 0) times[count++] = took;
  }
  close(fd);
  for (int i = 0; i < count; i++) printf("%ld ", times[i]);
  printf("\n");
}

static void drain(int port, unsigned block, unsigned blocks) {
  int fd = ask_for(port, 0, 0, block, blocks);
  long total = 0, began = 0, ended = 0;
  ssize_t n;
  while ((n = read(fd, buffer, BUFFER)) > 0) {
    if (!began) began = now();
    total += n;
  }
  ended = now();
  close(fd);
  if (total != (long)block * blocks) fail("read less than was sent");
  printf("%.3f\n", total * 1e3 / (ended - began));
}

int main(int argc, char **argv) {
  if (argc == 2 && !strcmp(argv[1], "serve")) return serve(serve_one, NULL);
  if (argc != 2 || strcmp(argv[1], "client")) {
    fprintf(stderr, "link serve|client\n");
    return 2;
  }
  char line[200];
  while (fgets(line, sizeof line, stdin)) {
    int port;
    unsigned first, second;
    long millis;
    if (sscanf(line, "echo %d %u %u %ld", &port, &first, &second, &millis) == 4) {
      echo(port, first, second, millis);
    } else if (sscanf(line, "read %d %u %u", &port, &first, &second) == 3) {
      drain(port, first, second);
    } else {
      fprintf(stderr, "not understood: %s", line);
      return 2;
    }
    fflush(stdout);
  }
  return 0;
}
