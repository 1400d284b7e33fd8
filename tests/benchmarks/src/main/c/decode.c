// A plain loop over a recorded waveform stream of Intan RHX: checks magic and timestamps, reads every word.
// decode FILE CHANNELS REPEATS prints nanoseconds per sample and channel.
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { FRAMES = 128 };

static uint32_t word32(const uint8_t *at) {
  uint32_t value;
  memcpy(&value, at, 4);
  return value;
}

int main(int argc, char **argv) {
  if (argc != 4) {
    fprintf(stderr, "decode FILE CHANNELS REPEATS\n");
    return 2;
  }
  FILE *file = fopen(argv[1], "rb");
  if (!file) {
    perror(argv[1]);
    return 1;
  }
  fseek(file, 0, SEEK_END);
  long size = ftell(file);
  rewind(file);
  uint8_t *bytes = malloc((size_t)size);
  if (!bytes || fread(bytes, 1, (size_t)size, file) != (size_t)size) {
    fprintf(stderr, "cannot read %s\n", argv[1]);
    return 1;
  }
  fclose(file);
  int channels = atoi(argv[2]);
  int repeats = atoi(argv[3]);
  long frame = 4 + 2L * channels;
  long block = 4 + FRAMES * frame;
  volatile int64_t kept = 0;
  struct timespec began, ended;
  clock_gettime(CLOCK_MONOTONIC, &began);
  for (int repeat = 0; repeat < repeats; repeat++) {
    uint32_t next = word32(bytes + 4);
    int64_t sum = 0;
    for (long at = 0; at + block <= size; at += block) {
      if (word32(bytes + at) != 0x2ef07a08u) {
        fprintf(stderr, "no magic at %ld\n", at);
        return 1;
      }
      for (int f = 0; f < FRAMES; f++) {
        const uint8_t *here = bytes + at + 4 + f * frame;
        if (word32(here) != next++) {
          fprintf(stderr, "a gap at %ld\n", at);
          return 1;
        }
        for (int c = 0; c < channels; c++) {
          uint16_t raw;
          memcpy(&raw, here + 4 + 2 * c, 2);
          sum += (int16_t)(raw ^ 0x8000);
        }
      }
    }
    kept += sum;
  }
  clock_gettime(CLOCK_MONOTONIC, &ended);
  double nanos = (ended.tv_sec - began.tv_sec) * 1e9 + (ended.tv_nsec - began.tv_nsec);
  printf("%.6f\n", nanos / repeats / (double)(size / block) / FRAMES / channels);
  return kept == 42;
}
