// What blocking sockets of the system do over loopback, for comparison with a link.
// link serve    prints its port, and serves until its standard input ends: echoes, or blocks without a pause.
// link client   obeys lines: "echo PORT REQUEST REPLY MILLIS" prints the nanoseconds of each round trip, "read PORT
//               BLOCK COUNT" prints MB/s.
// A client first says what it wants in four words: request, reply, block and count; count 0 is an echo.
#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { BUFFER = 256 * 1024, WARM_UP = 50, MOST = 200000 };

static char buffer[BUFFER];
static long times[MOST];

static long now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec * 1000000000L + t.tv_nsec;
}

static void fail(const char *what) {
  perror(what);
  exit(1);
}

static int take(int from, size_t count) {
  for (size_t done = 0; done < count;) {
    ssize_t n = read(from, buffer + done, count - done);
    if (n <= 0) return 0;
    done += (size_t)n;
  }
  return 1;
}

static int give(int to, size_t count) {
  for (size_t done = 0; done < count;) {
    ssize_t n = write(to, buffer + done, count - done);
    if (n <= 0) return 0;
    done += (size_t)n;
  }
  return 1;
}

static void no_delay(int fd) {
  int on = 1;
  if (setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on)) fail("TCP_NODELAY");
}

static void serve_one(int fd) {
  uint32_t wish[4];
  no_delay(fd);
  if (!take(fd, sizeof wish)) exit(1);
  memcpy(wish, buffer, sizeof wish);
  if (wish[0] > BUFFER || wish[1] > BUFFER || wish[2] > BUFFER) exit(1);
  if (wish[3] == 0) {
    while (take(fd, wish[0]) && give(fd, wish[1])) {
    }
  }
  for (uint32_t i = 0; i < wish[3] && give(fd, wish[2]); i++) {
  }
  exit(0);
}

static int serve(void) {
  struct sockaddr_in here = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  socklen_t size = sizeof here;
  int listener = socket(AF_INET, SOCK_STREAM, 0);
  if (bind(listener, (struct sockaddr *)&here, size) || listen(listener, 16)) fail("listen");
  if (getsockname(listener, (struct sockaddr *)&here, &size)) fail("getsockname");
  printf("%d\n", ntohs(here.sin_port));
  fflush(stdout);
  signal(SIGCHLD, SIG_IGN);
  signal(SIGPIPE, SIG_IGN);
  struct pollfd wait[2] = {{.fd = 0, .events = POLLIN}, {.fd = listener, .events = POLLIN}};
  while (poll(wait, 2, -1) > 0 && !wait[0].revents) {
    int fd = accept(listener, NULL, NULL);
    if (fd >= 0 && fork() == 0) {
      prctl(PR_SET_PDEATHSIG, SIGKILL);
      serve_one(fd);
    }
    close(fd);
  }
  return 0;
}

static int reach(int port, uint32_t request, uint32_t reply, uint32_t block, uint32_t count) {
  struct sockaddr_in there = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  there.sin_port = htons((uint16_t)port);
  uint32_t wish[4] = {request, reply, block, count};
  int fd = socket(AF_INET, SOCK_STREAM, 0);
  if (connect(fd, (struct sockaddr *)&there, sizeof there)) fail("connect");
  no_delay(fd);
  memcpy(buffer, wish, sizeof wish);
  if (!give(fd, sizeof wish)) fail("wish");
  return fd;
}

static void echo(int port, unsigned request, unsigned reply, long millis) {
  int fd = reach(port, request, reply, 0, 0);
  int count = 0;
  long end = 0;
  for (int i = -WARM_UP; count < MOST; i++) {
    long sent = now();
    if (i == 0) end = sent + millis * 1000000L;
    if (i > 0 && sent > end) break;
    if (!give(fd, request) || !take(fd, reply)) fail("echo");
    long took = now() - sent;
    if (i >= 0) times[count++] = took;
  }
  close(fd);
  for (int i = 0; i < count; i++) printf("%ld ", times[i]);
  printf("\n");
}

static void drain(int port, unsigned block, unsigned blocks) {
  int fd = reach(port, 0, 0, block, blocks);
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
  if (argc == 2 && !strcmp(argv[1], "serve")) return serve();
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
