package org.wetstack.emulator.chip;

/**
 * The low-passes of many channels, those of a chip with the same corner: Butterworth, three poles.
 * Structure of arrays, nothing is allocated after construction. Not thread-safe.
 */
final class LowPasses {

  private static final double TRANSPARENT = 0.45;

  private final int perChip;
  private final double samplesPerSecond;
  private final Butterworth[] low;
  private final double[] highHertz;
  private final double[] first;
  private final double[] second;
  private final double[] third;

  LowPasses(int chips, int perChip, double samplesPerSecond) {
    this.perChip = perChip;
    this.samplesPerSecond = samplesPerSecond;
    low = new Butterworth[chips];
    highHertz = new double[chips];
    first = new double[chips * perChip];
    second = new double[chips * perChip];
    third = new double[chips * perChip];
  }

  /** The corner of those of one chip, in hertz; above 0. */
  void highHertz(int chip, double hertz) {
    if (!(hertz > 0)) {
      throw new IllegalArgumentException("an upper corner must be above 0, not " + hertz + " Hz");
    }
    if (hertz != highHertz[chip]) {
      highHertz[chip] = hertz;
      low[chip] =
          hertz >= TRANSPARENT * samplesPerSecond
              ? Butterworth.TRANSPARENT
              : Butterworth.lowPass(hertz, samplesPerSecond);
    }
  }

  /** One sample of all channels; chips with the same corner, which is usual, go together. */
  void pass(double[] input, double[] output) {
    int next = 0;
    while (next < low.length) {
      int begin = next;
      while (next < low.length && highHertz[next] == highHertz[begin]) {
        next++;
      }
      pass(low[begin], begin * perChip, next * perChip, input, output);
    }
  }

  private void pass(Butterworth b, int begin, int end, double[] input, double[] output) {
    sum(output, input, b.b0(), first, begin, end);
    next(first, input, b.b1(), output, b.a1(), second, begin, end);
    next(second, input, b.b2(), output, b.a2(), third, begin, end);
    last(third, input, b.b3(), output, b.a3(), begin, end);
  }

  // Short loops with one index and one result: only such are turned into vector instructions.

  private static void sum(double[] y, double[] x, double b, double[] state, int begin, int end) {
    for (int i = begin; i < end; i++) {
      y[i] = b * x[i] + state[i];
    }
  }

  private static void next(
      double[] state,
      double[] x,
      double b,
      double[] y,
      double a,
      double[] after,
      int begin,
      int end) {
    for (int i = begin; i < end; i++) {
      state[i] = b * x[i] - a * y[i] + after[i];
    }
  }

  private static void last(
      double[] state, double[] x, double b, double[] y, double a, int begin, int end) {
    for (int i = begin; i < end; i++) {
      state[i] = b * x[i] - a * y[i];
    }
  }
}
