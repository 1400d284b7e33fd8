package org.wetstack.app.study;

/**
 * The band in which spikes are looked for: a second-order Butterworth high-pass and low-pass for
 * each channel, by bilinear transform with the corners pre-warped, in transposed direct form II.
 */
final class BandPass {

  private final double[] high;
  private final double[] low;
  private final double[] state;

  /** Filters for {@code channels} channels; both corners are below half of {@code rate}. */
  BandPass(int channels, double fromHertz, double toHertz, int rate) {
    high = section(fromHertz, rate, true);
    low = section(toHertz, rate, false);
    state = new double[4 * channels];
  }

  private static double[] section(double corner, int rate, boolean highPass) {
    double w = Math.tan(Math.PI * corner / rate);
    double scale = 1 / (1 + Math.sqrt(2) * w + w * w);
    double b0 = highPass ? scale : w * w * scale;
    return new double[] {
      b0,
      highPass ? -2 * b0 : 2 * b0,
      2 * (w * w - 1) * scale,
      (1 - Math.sqrt(2) * w + w * w) * scale
    };
  }

  /** The filtered value of the next sample of {@code channel}. */
  double next(int channel, double in) {
    int at = 4 * channel;
    return step(low, at + 2, step(high, at, in));
  }

  private double step(double[] c, int at, double in) {
    double out = c[0] * in + state[at];
    state[at] = c[1] * in - c[2] * out + state[at + 1];
    state[at + 1] = c[0] * in - c[3] * out;
    return out;
  }
}
