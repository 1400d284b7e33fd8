package org.wetstack.emulator.rhx.signal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.wetstack.emulator.rhx.state.Controller;
import org.wetstack.emulator.rhx.state.Setup;
import org.wetstack.emulator.rhx.state.State;

class BandwidthTest {

  private static String read(State state, String name) {
    return state.globals().get(name).print();
  }

  /** What the real program said after its start: the stim controller, and the recording one. */
  @ParameterizedTest
  @CsvSource({
    "STIM_RECORD, 1.16583, 1.17342",
    "RECORD_USB3, 0.777219, 0.788471",
    "RECORD_USB2, 0.777219, 0.788471"
  })
  void theProgramSaysWhatItWasHeardToSay(Controller controller, String dsp, String combined) {
    var state = new State(Setup.demo(controller));
    Bandwidth.upload(state);
    assertEquals(dsp, read(state, "ActualDSPCutoffFreqHertz"));
    assertEquals(combined, read(state, "ActualLower3dBCutoffFreqHertz"));
    assertEquals("0.0945291", read(state, "ActualLowerBandwidthHertz"));
    assertEquals("1205.89", read(state, "ActualLowerSettleBandwidthHertz"));
    assertEquals("7603.77", read(state, "ActualUpperBandwidthHertz"));
    assertEquals("1000", read(state, "ActualImpedanceFreqHertz"));
    assertEquals("True", read(state, "ImpedanceFreqValid"));
    state.globals().get("DesiredUpperBandwidthHertz").force(5_000);
    Bandwidth.upload(state);
    assertEquals("4985.38", read(state, "ActualUpperBandwidthHertz"));
  }

  /** The resistors that the data sheet's tables name, through Intan's fits. */
  @ParameterizedTest
  @CsvSource({
    "20000, 8, 0, 4, 0", "15000, 11, 0, 8, 0", "10000, 17, 0, 16, 0", "7500, 22, 0, 23, 0",
    "5000, 33, 0, 37, 0", "3000, 3, 1, 13, 1", "2500, 13, 1, 25, 1", "2000, 27, 1, 44, 1",
    "1500, 1, 2, 23, 2", "1000, 46, 2, 30, 3", "750, 41, 3, 36, 4", "500, 30, 5, 43, 6",
    "300, 6, 9, 2, 11", "250, 42, 10, 5, 13", "200, 24, 13, 7, 16", "150, 44, 17, 8, 21",
    "100, 38, 26, 5, 31"
  })
  void upper(double desired, int fine1, int coarse1, int fine2, int coarse2) {
    double first = hertz(0.9730, 8.0968, -1.1892, 0.04767, 2_200 + 600 * fine1 + 29_400 * coarse1);
    double second = hertz(1.0191, 8.1009, -1.0821, 0.03383, 8_700 + 763 * fine2 + 38_400 * coarse2);
    assertEquals(Math.sqrt(first * second), Bandwidth.upper(desired), 1e-6 * desired);
  }

  @ParameterizedTest
  @CsvSource({
    "1000, 10, 0, 0",
    "500, 13, 0, 0",
    "300, 15, 0, 0",
    "250, 17, 0, 0",
    "200, 18, 0, 0",
    "150, 21, 0, 0",
    "100, 25, 0, 0",
    "75, 28, 0, 0",
    "50, 34, 0, 0",
    "30, 44, 0, 0",
    "25, 48, 0, 0",
    "20, 54, 0, 0",
    "15, 62, 0, 0",
    "10, 5, 1, 0",
    "7.5, 18, 1, 0",
    "5, 40, 1, 0",
    "3, 20, 2, 0",
    "2.5, 42, 2, 0",
    "2, 8, 3, 0",
    "1.5, 9, 4, 0",
    "1, 44, 6, 0",
    "0.75, 49, 9, 0",
    "0.5, 35, 17, 0",
    "0.3, 1, 40, 0",
    "0.25, 56, 54, 0",
    "0.1, 16, 60, 1"
  })
  void lower(double desired, int fine, int coarse, int slow) {
    double ohms = 3_500 + 175.0 * fine + 12_700.0 * coarse + 3_000_000.0 * slow;
    double expected =
        ohms < 30_000
            ? hertz(1.0061, 4.7351, -0.5916, 0.08482, ohms)
            : hertz(1.0061, 4.9873, -1.2100, 0.3303, ohms);
    assertEquals(expected, Bandwidth.lower(desired), 1e-6 * desired);
  }

  /** Where the parabola of the logarithms meets the resistance, sought by halving. */
  private static double hertz(double factor, double c, double b, double a, double ohms) {
    double low = -3;
    double high = Math.min(5, -b / (2 * a));
    for (int i = 0; i < 100; i++) {
      double log = (low + high) / 2;
      boolean more = factor * Math.pow(10, c + b * log + a * log * log) > ohms;
      low = more ? log : low;
      high = more ? high : log;
    }
    return Math.pow(10, low);
  }

  @ParameterizedTest
  @CsvSource({
    "9999, 3310", "3310, 3310", "1374, 1374", "638, 638", "300, 308", "150, 152", "75.2, 75.2",
    "40, 37.4", "18.7, 18.7", "9, 9.34", "4.67, 4.67", "2.33, 2.33", "1, 1.17", "0.583, 0.583",
    "0.3, 0.291", "0.146, 0.146", "0, 0.146", "NaN, 1.17"
  })
  void digitalHighPassAt30KilosamplesPerSecond(double desired, double expected) {
    assertEquals(expected, Bandwidth.dsp(desired, 30_000), 0.005 * expected);
  }

  @Test
  void withoutItsDigitalHighPassTheChipHasItsLowerBandwidth() {
    var state = new State(Setup.demo(Controller.STIM_RECORD));
    Bandwidth.upload(state);
    state.globals().get("DSPEnabled").force(false);
    Bandwidth.follow(state);
    assertEquals("0.0945291", read(state, "ActualLower3dBCutoffFreqHertz"));
  }

  @ParameterizedTest
  @CsvSource({
    "1010, 1000, True",
    "977, 967.742, True",
    "6000, 0, False",
    "1, 0, False",
    "0, 0, False"
  })
  void impedancesAreMeasuredAtWholePeriods(double desired, String actual, String valid) {
    var state = new State(Setup.demo(Controller.STIM_RECORD));
    Bandwidth.upload(state);
    state.globals().get("DesiredImpedanceFreqHertz").force(desired);
    Bandwidth.follow(state);
    assertEquals(actual, read(state, "ActualImpedanceFreqHertz"));
    assertEquals(valid, read(state, "ImpedanceFreqValid"));
  }
}
