package org.wetstack.emulator.chip;

import java.util.Arrays;

/**
 * The digital way of a sample behind the converter: a high-pass of one pole for each channel, y = x
 * - s, s += y / 2^N, then a limit to 16 bits. The sheet gives the cut-off, fs ln(2^N / (2^N - 1)) /
 * 2π, from which the pole follows; how many bits the state has and how it rounds are {@link
 * ChipParameters}.
 */
final class DspFilter {

  private final long[] states;
  private final int fractionBits;
  private final long half;
  private final boolean runsWhileOff;

  DspFilter(int channels, ChipParameters parameters) {
    states = new long[channels];
    fractionBits = parameters.dspFractionBits();
    half = parameters.dspRounds() && fractionBits > 0 ? 1L << (fractionBits - 1) : 0;
    runsWhileOff = parameters.dspRunsWhileOff();
  }

  /** Power came. */
  void clear() {
    Arrays.fill(states, 0);
  }

  /**
   * One conversion.
   *
   * @param x -32768 to 32767
   * @param shift N
   * @param reset whether the command had H: the channel begins anew, at 0
   * @return -32768 to 32767
   */
  int filter(int channel, int x, boolean on, int shift, boolean reset) {
    if (!on && !runsWhileOff) {
      return x;
    }
    long wide = (long) x << fractionBits;
    if (reset) {
      states[channel] = wide;
    }
    long y = wide - states[channel];
    states[channel] += y >> shift;
    if (!on) {
      return x;
    }
    long rounded = (y + half) >> fractionBits;
    return (int) Math.max(Short.MIN_VALUE, Math.min(Short.MAX_VALUE, rounded));
  }

  /** The cut-off of {@code shift} for channels converted {@code samplesPerSecond} times. */
  static double cutoffHertz(int shift, double samplesPerSecond) {
    double whole = 1L << shift;
    return shift == 0
        ? Double.POSITIVE_INFINITY
        : samplesPerSecond * StrictMath.log(whole / (whole - 1)) / (2 * StrictMath.PI);
  }
}
