package org.wetstack.emulator.rhx.state;

/**
 * The impedances of all amplifier channels as they were last measured, by {@code Channel.index()};
 * zero before.
 */
public interface MeasuredImpedances {

  /** Magnitude of channel {@code amplifier}, in ohms. */
  double ohms(int amplifier);

  /** Phase of channel {@code amplifier}, in degrees. */
  double degrees(int amplifier);
}
