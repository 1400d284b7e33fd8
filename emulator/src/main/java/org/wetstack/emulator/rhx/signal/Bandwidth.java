package org.wetstack.emulator.rhx.signal;

import org.wetstack.emulator.rhx.state.Item;
import org.wetstack.emulator.rhx.state.Items;
import org.wetstack.emulator.rhx.state.State;

/**
 * What amplifier bandwidths the chips really have when others are desired: resistors on the chip
 * come in steps, and the digital high-pass has powers of two.
 */
public final class Bandwidth {

  private static final double FASTEST_UPPER_HERTZ = 30_000;
  private static final double FASTEST_LOWER_HERTZ = 1_500;
  private static final double SLOW_RESISTOR_BELOW_HERTZ = 0.15;
  private static final double SLOW_RESISTOR_OHMS = 3_000_000;

  /** Fits of resistance to frequency by Intan: factor, and a parabola of the logarithms. */
  private record Fit(double factor, double constant, double slope, double bend) {

    double ohms(double hertz) {
      double log = StrictMath.log10(hertz);
      return factor * StrictMath.pow(10, constant + slope * log + bend * log * log);
    }

    double hertz(double ohms) {
      double rest = constant - StrictMath.log10(ohms / factor);
      return StrictMath.pow(10, (-slope - Math.sqrt(slope * slope - 4 * bend * rest)) / (2 * bend));
    }
  }

  /** A resistor on the chip: a base, fine steps and coarse steps, in ohms. */
  private record Resistor(double base, double fine, int fineSteps, double coarse, int coarseSteps) {

    /** The value that is set when {@code wanted} is wanted, beginning with {@code start} ohms. */
    double set(double wanted, double start) {
      double ohms = start;
      for (int i = 0; i < coarseSteps && ohms < wanted - (coarse - fine / 2); i++) {
        ohms += coarse;
      }
      for (int i = 0; i < fineSteps && ohms < wanted - fine / 2; i++) {
        ohms += fine;
      }
      return ohms;
    }
  }

  private static final Fit UPPER_1 = new Fit(0.9730, 8.0968, -1.1892, 0.04767);
  private static final Fit UPPER_2 = new Fit(1.0191, 8.1009, -1.0821, 0.03383);
  private static final Resistor RESISTOR_1 = new Resistor(2_200, 600, 63, 29_400, 31);
  private static final Resistor RESISTOR_2 = new Resistor(8_700, 763, 63, 38_400, 31);

  private static final Fit LOWER_FAST = new Fit(1.0061, 4.7351, -0.5916, 0.08482);
  // The way back from large resistances has a fit of its own.
  private static final Fit LOWER_SLOW_BACK = new Fit(1.0061, 4.9873, -1.2100, 0.3303);
  private static final Resistor RESISTOR_LOW = new Resistor(3_500, 175, 127, 12_700, 63);
  private static final double SLOW_BACK_FROM_OHMS = 30_000;
  private static final double LEAST_OHMS_OF_FIT = 5_100;

  private Bandwidth() {}

  /** The upper bandwidth that the chip has when {@code desired} is desired, in hertz. */
  public static double upper(double desired) {
    double wanted = Math.min(desired, FASTEST_UPPER_HERTZ);
    double first = UPPER_1.hertz(RESISTOR_1.set(UPPER_1.ohms(wanted), RESISTOR_1.base()));
    double second = UPPER_2.hertz(RESISTOR_2.set(UPPER_2.ohms(wanted), RESISTOR_2.base()));
    return Math.sqrt(first * second);
  }

  /** The lower bandwidth that the chip has when {@code desired} is desired, in hertz. */
  public static double lower(double desired) {
    double wanted = Math.min(desired, FASTEST_LOWER_HERTZ);
    double start =
        RESISTOR_LOW.base() + (wanted < SLOW_RESISTOR_BELOW_HERTZ ? SLOW_RESISTOR_OHMS : 0);
    double ohms = Math.max(LEAST_OHMS_OF_FIT, RESISTOR_LOW.set(lowerOhms(wanted), start));
    return (ohms < SLOW_BACK_FROM_OHMS ? LOWER_FAST : LOWER_SLOW_BACK).hertz(ohms);
  }

  private static double lowerOhms(double hertz) {
    if (hertz >= 4) {
      return LOWER_FAST.ohms(hertz);
    }
    double log = StrictMath.log10(hertz);
    return 1.0061
        * StrictMath.pow(10, 4.9391 - 1.2088 * log + 0.5698 * log * log + 0.1442 * log * log * log);
  }

  /** The cut-off of the chip's digital high-pass when {@code desired} is desired, in hertz. */
  public static double dsp(double desired, double sampleRate) {
    if (Double.isNaN(desired)) {
      // No cut-off is nearest to it, so the program leaves its default.
      return dsp(1, sampleRate);
    }
    double best = dspCutoff(1, sampleRate);
    if (desired > best) {
      return best;
    }
    for (int n = 2; n <= 15; n++) {
      double cutoff = dspCutoff(n, sampleRate);
      double distance = Math.abs(StrictMath.log10(desired / cutoff));
      if (distance < Math.abs(StrictMath.log10(desired / best))) {
        best = cutoff;
      }
    }
    // Zero is as far from all of them; the program takes the slowest.
    return desired < dspCutoff(15, sampleRate) ? dspCutoff(15, sampleRate) : best;
  }

  private static double dspCutoff(int n, double sampleRate) {
    double power = 1 << n;
    return sampleRate * StrictMath.log(power / (power - 1)) / (2 * Math.PI);
  }

  /** Where two high-passes in a row, of one pole each, have lost 3 dB together, in hertz. */
  public static double combined(double first, double second) {
    double sum = first * first + second * second;
    double product = first * first * second * second;
    return Math.sqrt((sum + Math.sqrt(sum * sum + 4 * product)) / 2);
  }

  /** Tells in {@code state} what the chips have once the desired bandwidths are uploaded. */
  public static void upload(State state) {
    Items globals = state.globals();
    double sampleRate = state.setup().sampleRate();
    force(globals, "ActualDSPCutoffFreqHertz", dsp(desired(globals, "DSPCutoffFreq"), sampleRate));
    force(globals, "ActualLowerBandwidthHertz", lower(desired(globals, "LowerBandwidth")));
    force(
        globals,
        "ActualLowerSettleBandwidthHertz",
        lower(desired(globals, "LowerSettleBandwidth")));
    force(globals, "ActualUpperBandwidthHertz", upper(desired(globals, "UpperBandwidth")));
    follow(state);
  }

  /**
   * Tells in {@code state} what the program works out anew whenever anything is set, without any
   * upload: the combined lower cut-off, and the frequency of impedance measurements.
   */
  public static void follow(State state) {
    Items globals = state.globals();
    double lower = actual(globals, "LowerBandwidth");
    double dsp = actual(globals, "DSPCutoffFreq");
    boolean dspEnabled = globals.get("DSPEnabled").isTrue();
    force(globals, "ActualLower3dBCutoffFreqHertz", dspEnabled ? combined(lower, dsp) : lower);
    double lowest = 1.5 * (dspEnabled ? Math.max(lower, dsp) : lower);
    double highest = actual(globals, "UpperBandwidth") / 1.5;
    double frequency =
        impedanceFrequency(
            desired(globals, "ImpedanceFreq"), lowest, highest, state.setup().sampleRate());
    force(globals, "ActualImpedanceFreqHertz", frequency);
    globals.get("ImpedanceFreqValid").force(frequency > 0);
  }

  /** Whole samples to a period, 4 to 1024 of them; 0 if {@code desired} cannot be had. */
  private static double impedanceFrequency(
      double desired, double lowest, double highest, double sampleRate) {
    if (!(desired > 0 && desired >= lowest && desired <= highest)) {
      return 0;
    }
    long period = Math.round(sampleRate / desired);
    return period >= 4 && period <= 1_024 ? sampleRate / period : 0;
  }

  private static double desired(Items globals, String what) {
    return globals.get("Desired" + what + "Hertz").number();
  }

  private static double actual(Items globals, String what) {
    return globals.get("Actual" + what + "Hertz").number();
  }

  private static void force(Items globals, String name, double hertz) {
    Item item = globals.get(name);
    item.force(Math.max(item.min(), Math.min(item.max(), hertz)));
  }
}
