package org.wetstack.lab.spike;

/**
 * Second-order Butterworth high-pass filters, one per channel, by bilinear transform with the
 * corner pre-warped, in transposed direct form II.
 */
final class HighPass {

  private final double b0;
  private final double b1;
  private final double b2;
  private final double a1;
  private final double a2;
  private final double[] first;
  private final double[] second;

  HighPass(int channels, double cornerHertz, int samplesPerSecond) {
    if (cornerHertz >= samplesPerSecond / 2.0) {
      throw new IllegalArgumentException(
          "a high-pass at "
              + cornerHertz
              + " Hz needs more than "
              + samplesPerSecond
              + " samples per second");
    }
    double warped = Math.tan(Math.PI * cornerHertz / samplesPerSecond);
    double scale = 1 / (1 + Math.sqrt(2) * warped + warped * warped);
    b0 = scale;
    b1 = -2 * scale;
    b2 = scale;
    a1 = 2 * (warped * warped - 1) * scale;
    a2 = (1 - Math.sqrt(2) * warped + warped * warped) * scale;
    first = new double[channels];
    second = new double[channels];
  }

  /** The filtered value of the next sample of {@code channel}. */
  double next(int channel, double in) {
    double out = b0 * in + first[channel];
    first[channel] = b1 * in - a1 * out + second[channel];
    second[channel] = b2 * in - a2 * out;
    return out;
  }

  /** Puts {@code channel} where it would be after {@code in} had lasted for ever. */
  void rest(int channel, double in) {
    first[channel] = -b0 * in;
    second[channel] = b2 * in;
  }
}
