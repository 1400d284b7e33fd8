package org.wetstack.emulator.rhx.signal;

import java.util.Arrays;
import org.wetstack.emulator.rhx.state.MeasuredImpedances;
import org.wetstack.emulator.tissue.Tissue;

/**
 * The impedances of all amplifier channels as they were last measured, by {@code Channel.index()};
 * zero before. Used under the world's lock.
 */
final class Impedances implements MeasuredImpedances {

  private static final double DEMO_OHMS = 100_000;
  private static final double DEMO_DEGREES = -70;

  /** An electrode is no capacitor: its impedance falls with this power of the frequency. */
  private static final double CONSTANT_PHASE = 0.85;

  private final double[] ohms;
  private final double[] degrees;

  Impedances(int channels) {
    ohms = new double[channels];
    degrees = new double[channels];
  }

  @Override
  public double ohms(int amplifier) {
    return ohms[amplifier];
  }

  @Override
  public double degrees(int amplifier) {
    return degrees[amplifier];
  }

  /** Tells what a demonstration does: all electrodes alike. */
  void demonstrate() {
    Arrays.fill(ohms, DEMO_OHMS);
    Arrays.fill(degrees, DEMO_DEGREES);
  }

  /** Measures the electrodes in {@code tissue} at {@code hertz}. */
  void measure(Tissue tissue, double hertz) {
    for (int i = 0; i < ohms.length; i++) {
      ohms[i] = tissue.kiloohms(i) * 1_000 * Math.pow(1_000 / hertz, CONSTANT_PHASE);
      degrees[i] = -90 * CONSTANT_PHASE;
    }
  }
}
