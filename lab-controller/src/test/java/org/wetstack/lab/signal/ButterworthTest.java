package org.wetstack.lab.signal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ButterworthTest {

  /** Amplitude at {@code hertz}: the definition, with z on the unit circle. */
  private static double amplitude(double[][] sections, double hertz, double rate) {
    double w = 2 * Math.PI * hertz / rate;
    double product = 1;
    for (double[] s : sections) {
      double numerator = s[0] * Math.hypot(1 - Math.cos(2 * w), Math.sin(2 * w));
      double re = 1 + s[1] * Math.cos(w) + s[2] * Math.cos(2 * w);
      double im = -s[1] * Math.sin(w) - s[2] * Math.sin(2 * w);
      product *= numerator / Math.hypot(re, im);
    }
    return product;
  }

  @ParameterizedTest
  @CsvSource({
    "1, 300, 6000, 30000",
    "2, 300, 6000, 30000",
    "3, 300, 6000, 30000",
    "4, 300, 3000, 20000",
    "5, 250, 7500, 25000",
    "8, 300, 6000, 30000",
    "2, 300, 400, 1000",
  })
  void passesWhatTheDefinitionOfAButterworthBandPassSays(
      int order, double low, double high, double rate) {
    double[][] sections = Butterworth.bandPass(order, low, high, rate);
    assertEquals(order, sections.length);
    assertEquals(Math.sqrt(0.5), amplitude(sections, low, rate), 1e-9);
    assertEquals(Math.sqrt(0.5), amplitude(sections, high, rate), 1e-9);
    double from = Math.tan(Math.PI * low / rate);
    double to = Math.tan(Math.PI * high / rate);
    for (double hertz = rate / 500; hertz < rate / 2; hertz += rate / 97) {
      double at = Math.tan(Math.PI * hertz / rate);
      double off = (at * at - from * to) / ((to - from) * at);
      double expected = 1 / Math.sqrt(1 + Math.pow(off, 2 * order));
      assertEquals(expected, amplitude(sections, hertz, rate), 1e-9 + 1e-6 * expected);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "0, 300, 6000, 30000",
    "9, 300, 6000, 30000",
    "2, 0, 6000, 30000",
    "2, 6000, 300, 30000",
    "2, 300, 15000, 30000",
    "2, NaN, 6000, 30000",
  })
  void refusesBandsThatDoNotExist(int order, double low, double high, double rate) {
    assertThrows(
        IllegalArgumentException.class, () -> Butterworth.bandPass(order, low, high, rate));
  }
}
