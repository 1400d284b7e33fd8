// Band-pass (two sections), noise that follows the signal, threshold, dead time: what SpikeDetector does, written so
// that a C compiler can vectorise it. detect FILE CHANNELS BLOCK REPEATS [512] prints nanoseconds of processor time per
// sample and channel, and how many spikes there were; with 512 it uses AVX-512 by hand, or prints that there is "none".
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { RATE = 30000, WARM_UP = 1024, STRIDE = 15000 / WARM_UP, DEAD = 75, HELD = 150, SETTLED = 180 };

static const float LIMIT = 2500e3f / 195;
static const float LEAST = 0.6745f;
static float b[2], a1[2], a2[2];

#ifdef __x86_64__
#include "detect512.h"
#endif

// The same design as Butterworth.java's, for order 2: pole pairs around the widened prototype pole.
static void design(double low, double high) {
  low = tan(M_PI * low / RATE);
  high = tan(M_PI * high / RATE);
  double middle = low * high;
  double re = -sqrt(0.5) * (high - low) / 2, im = sqrt(0.5) * (high - low) / 2;
  double sr = re * re - im * im - middle, si = 2 * re * im, length = hypot(sr, si);
  double rr = sqrt((length + sr) / 2), ri = copysign(sqrt((length - sr) / 2), si);
  for (int i = 0; i < 2; i++) {
    double sign = i ? -1 : 1, pr = re + sign * rr, pi = im + sign * ri;
    double sum = 2 * pr, product = pr * pr + pi * pi, scale = 1 / (1 - sum + product);
    b[i] = (float)(hypot(product - middle, sum * sqrt(middle)) / sqrt(middle) * scale);
    a1[i] = (float)(-2 * (product - 1) * scale);
    a2[i] = (float)(-(1 + sum + product) * scale);
  }
}

static void filter(const int16_t *restrict in, float *restrict out, float *restrict s, int channels) {
  float *restrict p = s, *restrict q = s + channels, *restrict r = s + 2 * channels, *restrict t = s + 3 * channels;
  for (int c = 0; c < channels; c++) {
    float x = b[0] * in[c];
    float y = x + p[c];
    p[c] = a1[0] * y + q[c];
    q[c] = a2[0] * y - x;
    x = b[1] * y;
    y = x + r[c];
    r[c] = a1[1] * y + t[c];
    t[c] = a2[1] * y - x;
    out[c] = y;
  }
}

static int beyond(const float *restrict v, const float *restrict threshold, int *restrict flags, int channels) {
  int any = 0;
  for (int c = 0; c < channels; c++) {
    flags[c] = (v[c] < threshold[c]) | (v[c] > LIMIT);
    any |= flags[c];
  }
  return any;
}

static void follow(const float *restrict v, float *restrict median, float *restrict threshold, int channels) {
  const float step = (float)(8 / (0.857 * 4 * RATE)), up = 1 + step, down = 1 - step;
  for (int c = 0; c < channels; c++) {
    float m = median[c] * (fabsf(v[c]) > median[c] ? up : down);
    m = m > LEAST ? m : LEAST;
    median[c] = m;
    threshold[c] = -6 / 0.6745f * m;
  }
}

static int ascending(const void *l, const void *r) {
  float x = *(const float *)l, y = *(const float *)r;
  return (x > y) - (x < y);
}

static void *zeros(size_t size) {
  void *made = aligned_alloc(64, (size + 63) / 64 * 64);
  if (!made) exit(1);
  return memset(made, 0, size);
}

int main(int argc, char **argv) {
  if (argc != 5 && (argc != 6 || strcmp(argv[5], "512"))) return 2;
  int channels = atoi(argv[2]), block = atoi(argv[3]), repeats = atoi(argv[4]), by_hand = argc == 6;
#ifdef __x86_64__
  int able = __builtin_cpu_supports("avx512f") && channels % WIDTH == 0;
#else
  int able = 0;
#endif
  if (by_hand && !able) {
    printf("none\n");
    return 0;
  }
  FILE *file = fopen(argv[1], "rb");
  if (!file) return 1;
  fseek(file, 0, SEEK_END);
  long size = ftell(file), frames = size / 2 / channels;
  rewind(file);
  int16_t *in = zeros((size_t)size);
  if (fread(in, 1, (size_t)size, file) != (size_t)size) return 1;
  fclose(file);
  design(300, 6000);
  size_t floats = sizeof(float) * (size_t)channels;
  float *out = zeros(floats * (size_t)block), *state = zeros(4 * floats), *median = zeros(floats);
  float *threshold = zeros(floats), *warm = zeros(WARM_UP * floats);
  int *flags = zeros(floats);
  int64_t *below = zeros(2 * floats), *deaf = zeros(2 * floats);
  int64_t sample = 0, spikes = 0;
  long learnt = 0;
  struct timespec began, ended;
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &began);
  int64_t timed = 0;
  // The first passes are untimed, until the noise is learnt.
  for (int repeat = -1; repeat < repeats; repeat += learnt == STRIDE * WARM_UP) {
    if (repeat == 0) {
      clock_gettime(CLOCK_THREAD_CPUTIME_ID, &began);
      timed = sample;
      spikes = 0;
    }
    for (long from = 0; from + block <= frames; from += block) {
#ifdef __x86_64__
      if (by_hand && learnt == STRIDE * WARM_UP) {
        channels_of of = {state, median, threshold, below, deaf};
        spikes += block512(&of, in + from * channels, out, channels, block, sample);
        sample += block;
        continue;
      }
#endif
      for (int f = 0; f < block; f++) filter(in + (from + f) * channels, out + f * channels, state, channels);
      for (int f = 0; f < block; f++, sample++) {
        float *v = out + f * channels;
        if (sample < SETTLED) continue;
        if (learnt < STRIDE * WARM_UP) {
          for (int c = 0; c < channels && learnt % STRIDE == 0; c++) warm[c * WARM_UP + learnt / STRIDE] = fabsf(v[c]);
          if (++learnt < STRIDE * WARM_UP) continue;
          for (int c = 0; c < channels; c++) {
            qsort(warm + c * WARM_UP, WARM_UP, sizeof(float), ascending);
            median[c] = (warm[c * WARM_UP + WARM_UP / 2 - 1] + warm[c * WARM_UP + WARM_UP / 2]) / 2;
            threshold[c] = -6 / 0.6745f * median[c];
          }
          continue;
        }
        if (beyond(v, threshold, flags, channels)) {
          for (int c = 0; c < channels; c += 2) {
            int64_t both;
            memcpy(&both, flags + c, 8);
            if (!both) continue;
            for (int d = c; d < c + 2; d++) {
              if (!flags[d]) continue;
              if (fabsf(v[d]) > LIMIT) deaf[d] = sample + SETTLED;
              if (v[d] >= threshold[d]) continue;
              if (below[d] != sample - 1 && sample >= deaf[d]) {
                spikes++;
                deaf[d] = sample + DEAD;
              }
              below[d] = sample;
            }
          }
        }
        if (sample % 8 == 0) follow(v, median, threshold, channels);
      }
    }
  }
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &ended);
  double nanos = (ended.tv_sec - began.tv_sec) * 1e9 + (ended.tv_nsec - began.tv_nsec);
  printf("%.6f %lld\n", nanos / (double)(sample - timed) / channels, (long long)spikes);
  return 0;
}
