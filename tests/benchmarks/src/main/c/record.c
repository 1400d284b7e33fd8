// What it costs to write a stream to a file and nothing else, for comparison with a recorder.
// record FILE BYTES PERIOD   obeys lines "COUNT": writes so many blocks of BYTES, one every PERIOD nanoseconds, makes them
//                            durable every second, and prints the processor time of the writing in nanoseconds. The file
//                            grows from line to line, as a recording does: fresh pages cost more than used ones.
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

enum { BLOCKS = 256 };
static const long SECOND = 1000000000L;

static void fail(const char *what) {
  perror(what);
  exit(1);
}

static long nanos(clockid_t clock) {
  struct timespec t;
  clock_gettime(clock, &t);
  return t.tv_sec * SECOND + t.tv_nsec;
}

static void until(long when) {
  struct timespec t = {when / SECOND, when % SECOND};
  while (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &t, NULL) != 0) {
  }
}

static void give(int to, const char *from, size_t count) {
  for (size_t done = 0; done < count;) {
    ssize_t n = write(to, from + done, count - done);
    if (n <= 0) fail("write");
    done += (size_t)n;
  }
}

int main(int argc, char **argv) {
  if (argc != 4) return 2;
  size_t bytes = strtoul(argv[2], NULL, 10);
  long period = atol(argv[3]);
  char *blocks = malloc(BLOCKS * bytes);
  if (blocks == NULL) fail("malloc");
  for (size_t i = 0; i < BLOCKS * bytes; i++) blocks[i] = (char)(rand() >> 8);
  int file = open(argv[1], O_WRONLY | O_CREAT | O_TRUNC, 0644);
  if (file < 0) fail("open");
  long count;
  while (scanf("%ld", &count) == 1) {
    long used = 0;
    long synced = 0;
    long began = nanos(CLOCK_MONOTONIC);
    for (long i = 0; i < count; i++) {
      until(began + i * period);
      long before = nanos(CLOCK_THREAD_CPUTIME_ID);
      give(file, blocks + (size_t)(i % BLOCKS) * bytes, bytes);
      if ((i + 1 - synced) * period >= SECOND) {
        if (fdatasync(file) != 0) fail("fdatasync");
        synced = i + 1;
      }
      used += nanos(CLOCK_THREAD_CPUTIME_ID) - before;
    }
    printf("%ld\n", used);
    fflush(stdout);
  }
  close(file);
  return 0;
}
