// The same as detect.c once the noise is learnt, by hand with AVX-512: 16 channels are carried through all frames for which
// their thresholds stay as they are, their filters in registers.
#pragma once
#include <immintrin.h>
#include <stdint.h>

enum { WIDTH = 16, FOLLOW = 8 };

typedef struct {
  float *state, *median, *threshold;
  int64_t *below, *deaf;
} channels_of;

static int64_t hit(const channels_of *of, int c, float value, int64_t sample) {
  if (value > LIMIT || value < -LIMIT) of->deaf[c] = sample + SETTLED;
  if (value >= of->threshold[c]) return 0;
  int begins = of->below[c] != sample - 1 && sample >= of->deaf[c];
  if (begins) of->deaf[c] = sample + DEAD;
  of->below[c] = sample;
  return begins;
}

__attribute__((target("avx512f"))) static void follow512(const channels_of *of, int c, __m512 value) {
  const float step = (float)(8 / (0.857 * 4 * RATE));
  __m512 median = _mm512_load_ps(of->median + c);
  __mmask16 above = _mm512_cmp_ps_mask(_mm512_abs_ps(value), median, _CMP_GT_OQ);
  __m512 by = _mm512_mask_blend_ps(above, _mm512_set1_ps(1 - step), _mm512_set1_ps(1 + step));
  median = _mm512_max_ps(_mm512_mul_ps(median, by), _mm512_set1_ps(LEAST));
  _mm512_store_ps(of->median + c, median);
  _mm512_store_ps(of->threshold + c, _mm512_mul_ps(_mm512_set1_ps(-6 / 0.6745f), median));
}

/* Frames from `sample` on, after the last of which the thresholds may move; returns the spikes. */
__attribute__((target("avx512f"))) static int64_t frames512(
    const channels_of *of, const int16_t *in, float *out, int channels, int frames, int64_t sample) {
  const __m512 b0 = _mm512_set1_ps(b[0]), b1 = _mm512_set1_ps(b[1]), limit = _mm512_set1_ps(LIMIT);
  const __m512 a10 = _mm512_set1_ps(a1[0]), a20 = _mm512_set1_ps(a2[0]);
  const __m512 a11 = _mm512_set1_ps(a1[1]), a21 = _mm512_set1_ps(a2[1]);
  int follows = (sample + frames - 1) % FOLLOW == 0;
  int64_t spikes = 0;
  for (int c = 0; c < channels; c += WIDTH) {
    float *s = of->state + c;
    __m512 p = _mm512_load_ps(s), q = _mm512_load_ps(s + channels), r = _mm512_load_ps(s + 2 * channels);
    __m512 t = _mm512_load_ps(s + 3 * channels), threshold = _mm512_load_ps(of->threshold + c), y = p;
    for (int f = 0; f < frames; f++) {
      __m256i counts = _mm256_loadu_si256((const __m256i *)(in + f * channels + c));
      __m512 x = _mm512_mul_ps(b0, _mm512_cvtepi32_ps(_mm512_cvtepi16_epi32(counts)));
      y = _mm512_add_ps(x, p);
      p = _mm512_fmadd_ps(a10, y, q);
      q = _mm512_fmsub_ps(a20, y, x);
      x = _mm512_mul_ps(b1, y);
      y = _mm512_add_ps(x, r);
      r = _mm512_fmadd_ps(a11, y, t);
      t = _mm512_fmsub_ps(a21, y, x);
      _mm512_store_ps(out + f * channels + c, y);
      unsigned flags = _mm512_cmp_ps_mask(y, threshold, _CMP_LT_OQ) | _mm512_cmp_ps_mask(y, limit, _CMP_GT_OQ);
      for (; flags; flags &= flags - 1) {
        int d = c + __builtin_ctz(flags);
        spikes += hit(of, d, out[f * channels + d], sample + f);
      }
    }
    _mm512_store_ps(s, p), _mm512_store_ps(s + channels, q), _mm512_store_ps(s + 2 * channels, r);
    _mm512_store_ps(s + 3 * channels, t);
    if (follows) follow512(of, c, y);
  }
  return spikes;
}

static int64_t block512(const channels_of *of, const int16_t *in, float *out, int channels, int block, int64_t sample) {
  int64_t spikes = 0;
  for (int f = 0, count; f < block; f += count) {
    count = 1 + (int)((FOLLOW - (sample + f) % FOLLOW) % FOLLOW);
    if (count > block - f) count = block - f;
    spikes += frames512(of, in + f * channels, out + f * channels, channels, count, sample + f);
  }
  return spikes;
}
