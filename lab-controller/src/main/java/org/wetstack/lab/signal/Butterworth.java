package org.wetstack.lab.signal;

/**
 * Designs Butterworth band-passes: the low-pass prototype, turned into a band-pass and made digital
 * by the bilinear transform with both corners pre-warped, as second-order sections. At its corners
 * such a filter passes 1/√2 of the amplitude; an order of n falls by 6n dB an octave on each side.
 */
final class Butterworth {

  static final int MAX_ORDER = 8;

  private Butterworth() {}

  /**
   * One section for each order, {@code b (1 - z^-2) / (1 + a1 z^-1 + a2 z^-2)}: every section has a
   * zero at no frequency, so an offset goes no further than the first.
   *
   * @return {@code {b, a1, a2}} of each section, with an amplitude of 1 in the middle of the band
   */
  static double[][] bandPass(int order, double lowHertz, double highHertz, double rate) {
    if (order < 1 || order > MAX_ORDER) {
      throw new IllegalArgumentException(
          "a band-pass has an order of 1 to " + MAX_ORDER + ", not " + order);
    }
    if (!(lowHertz > 0 && lowHertz < highHertz && highHertz < rate / 2)) {
      throw new IllegalArgumentException(
          "a band-pass from "
              + lowHertz
              + " to "
              + highHertz
              + " Hz needs corners above 0 Hz, in this order, and below half of "
              + rate
              + " samples per second: choose another band");
    }
    double low = Math.tan(Math.PI * lowHertz / rate);
    double high = Math.tan(Math.PI * highHertz / rate);
    double middle = low * high;
    double[][] sections = new double[order][];
    int made = 0;
    for (int k = 0; 2 * k + 1 < order; k++) {
      double angle = Math.PI * (2 * k + 1 + order) / (2 * order);
      // Half of the prototype's pole, widened to the band; the band's two poles lie around it.
      double re = Math.cos(angle) * (high - low) / 2;
      double im = Math.sin(angle) * (high - low) / 2;
      double squareRe = re * re - im * im - middle;
      double squareIm = 2 * re * im;
      double length = Math.hypot(squareRe, squareIm);
      double rootRe = Math.sqrt((length + squareRe) / 2);
      double rootIm = Math.copySign(Math.sqrt((length - squareRe) / 2), squareIm);
      // (s - p)(s - conj p) = s² - 2 Re p s + |p|²
      sections[made++] = section(2 * (re + rootRe), square(re + rootRe, im + rootIm), middle);
      sections[made++] = section(2 * (re - rootRe), square(re - rootRe, im - rootIm), middle);
    }
    if (made < order) {
      sections[made] = section(low - high, middle, middle);
    }
    return sections;
  }

  private static double square(double re, double im) {
    return re * re + im * im;
  }

  /**
   * The section with the analogue poles {@code s² - sum s + product}, {@code s} in units of 2/T.
   */
  private static double[] section(double sum, double product, double middle) {
    double scale = 1 / (1 - sum + product);
    double a1 = 2 * (product - 1) * scale;
    double a2 = (1 + sum + product) * scale;
    // In the middle, s² = -middle: there |s / (s² - sum s + product)| must become 1.
    double gain = Math.hypot(product - middle, sum * Math.sqrt(middle)) / Math.sqrt(middle);
    return new double[] {gain * scale, a1, a2};
  }
}
