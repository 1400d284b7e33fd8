package org.wetstack.emulator.chip;

import java.util.Arrays;

/**
 * The digital way of a sample behind the converter: a high-pass of one pole for each channel, y = x
 * - s, s += y / 2^N, then a limit to 16 bits, then the absolute value and the format if they are
 * asked for. The sheet gives the cut-off, fs ln(2^N / (2^N - 1)) / 2π, from which the pole follows;
 * how many bits the state has and how it rounds are {@link ChipParameters}.
 */
final class DspFilter {

  private final long[] states;
  private final int fractionBits;
  private final long half;
  private final boolean runsWhileOff;

  private boolean on;
  private boolean runs;
  private int shift;
  private boolean absolute;
  private int offset;

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

  /** What the format register says. */
  void format(boolean on, int shift, boolean absolute, boolean twosComplement) {
    this.on = on;
    this.shift = shift;
    this.absolute = absolute;
    runs = on || runsWhileOff;
    offset = twosComplement ? 0 : 0x8000;
  }

  /** Whether a conversion is sent as it is, in offset binary, and leaves nothing behind. */
  boolean showsCodes() {
    return !runs && !absolute && offset != 0;
  }

  /** What a word without a result looks like: only the highest bit tells the format. */
  int signature() {
    return offset;
  }

  /**
   * One conversion.
   *
   * @param x -32768 to 32767
   * @param reset whether the command had H: the channel begins anew, at 0
   * @return 16 bits as they are sent
   */
  int convert(int channel, int x, boolean reset) {
    int y = runs ? filter(channel, x, reset) : x;
    if (absolute) {
      y = Math.min(Short.MAX_VALUE, Math.abs(y));
    }
    return (y + offset) & 0xFFFF;
  }

  private int filter(int channel, int x, boolean reset) {
    long wide = (long) x << fractionBits;
    if (reset) {
      states[channel] = wide;
    }
    long y = wide - states[channel];
    states[channel] += y >> shift;
    if (!on) {
      return x;
    }
    int rounded = (int) ((y + half) >> fractionBits);
    return Math.max(Short.MIN_VALUE, Math.min(Short.MAX_VALUE, rounded));
  }
}
