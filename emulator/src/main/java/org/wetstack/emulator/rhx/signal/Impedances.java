package org.wetstack.emulator.rhx.signal;

import org.wetstack.emulator.rhx.state.ElectrodeImpedances.Impedance;
import org.wetstack.emulator.tissue.Tissue;

/** What a measurement of an electrode in tissue gives. */
final class Impedances {

  /** An electrode is no capacitor: its impedance falls with this power of the frequency. */
  private static final double CONSTANT_PHASE = 0.85;

  private Impedances() {}

  /** The impedance of {@code electrode} at {@code hertz}; tissues tell theirs at 1 kHz. */
  static Impedance of(Tissue tissue, int electrode, double hertz) {
    double ohms = tissue.kiloohms(electrode) * 1_000 * Math.pow(1_000 / hertz, CONSTANT_PHASE);
    return new Impedance(ohms, -90 * CONSTANT_PHASE);
  }
}
