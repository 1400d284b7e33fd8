// A plain loop over the last steps of an emulated recording: noise, band-pass, clip, 16 bits of 195 nV.
// signal CHANNELS SAMPLES prints nanoseconds per sample and channel.
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

int main(int argc, char **argv) {
  if (argc != 3) {
    fprintf(stderr, "signal CHANNELS SAMPLES\n");
    return 2;
  }
  int channels = atoi(argv[1]);
  long samples = atol(argv[2]);
  float *slow = calloc((size_t)channels, sizeof *slow);
  float *state = calloc(3 * (size_t)channels, sizeof *state);
  uint32_t *seed = malloc((size_t)channels * sizeof *seed);
  int16_t *out = malloc((size_t)channels * sizeof *out);
  if (!slow || !state || !seed || !out) {
    fprintf(stderr, "no memory\n");
    return 1;
  }
  for (int c = 0; c < channels; c++) seed[c] = 2463534242u + 977u * (uint32_t)c;
  const float keep = 1.0f - 2.0f * 3.14159265f / 30000.0f;  // 1 Hz high-pass
  const float gain = 0.7f;                                  // three equal poles of a low-pass
  int64_t kept = 0;
  struct timespec began, ended;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &began);
  for (long s = 0; s < samples; s++) {
    for (int c = 0; c < channels; c++) {
      uint32_t x = seed[c];
      x ^= x << 13;
      x ^= x >> 17;
      x ^= x << 5;
      seed[c] = x;
      // Four uniform bytes: near enough to a normal distribution for a measure of speed.
      int sum = (int)(x & 255) + (int)(x >> 8 & 255) + (int)(x >> 16 & 255) + (int)(x >> 24) - 510;
      float in = (float)sum * 40.0f;
      slow[c] = keep * slow[c] + (1.0f - keep) * in;
      float y = in - slow[c];
      float *z = state + 3 * c;
      z[0] += gain * (y - z[0]);
      z[1] += gain * (z[0] - z[1]);
      z[2] += gain * (z[1] - z[2]);
      float v = z[2] * (1.0f / 195.0f);
      v = v > 32767.0f ? 32767.0f : v < -32768.0f ? -32768.0f : v;
      out[c] = (int16_t)lrintf(v);
    }
    kept += out[s % channels];
  }
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &ended);
  double nanos = (ended.tv_sec - began.tv_sec) * 1e9 + (ended.tv_nsec - began.tv_nsec);
  printf("%.6f\n", nanos / (double)samples / channels);
  return kept == 42;
}
