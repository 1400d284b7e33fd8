package org.wetstack.emulator.rhx.signal;

import java.time.Duration;
import java.util.Arrays;
import org.wetstack.emulator.rhx.state.MeasuredImpedances;

/**
 * The impedances of all amplifier channels as they were last measured, by {@code Channel.index()};
 * zero before. Used under the world's lock.
 */
final class Impedances implements MeasuredImpedances {

  private static final double DEMO_OHMS = 100_000;
  private static final double DEMO_DEGREES = -70;

  /** An electrode is no capacitor: its impedance falls with this power of the frequency. */
  private static final double CONSTANT_PHASE = 0.85;

  private static final Duration TAKES = Duration.ofMillis(2_450);

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

  /**
   * Measures at {@code hertz} what {@code spec} says: the tissue's electrodes, or as a
   * demonstration does, in which all electrodes are alike.
   *
   * @return how long it takes
   */
  Duration measure(AcquisitionSpec spec, double hertz) {
    if (!spec.measuresImpedances()) {
      Arrays.fill(ohms, DEMO_OHMS);
      Arrays.fill(degrees, DEMO_DEGREES);
      return TAKES;
    }
    for (int i = 0; i < ohms.length; i++) {
      double atHertz = StrictMath.pow(1_000 / hertz, CONSTANT_PHASE);
      ohms[i] = spec.preparation().kiloohms(i) * 1_000 * atHertz;
      degrees[i] = -90 * CONSTANT_PHASE;
    }
    return TAKES;
  }
}
