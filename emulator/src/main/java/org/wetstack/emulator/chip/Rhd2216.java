package org.wetstack.emulator.chip;

/** An Intan RHD2216, which records from 16 electrodes, each as a difference of two inputs. */
public final class Rhd2216 extends Rhd {

  /**
   * Just powered.
   *
   * @param samplesPerSecond how often {@link #sense} will be called
   * @param seed of what is indeterminate at power-up, and of what differs from chip to chip
   */
  public Rhd2216(double samplesPerSecond, ChipParameters parameters, long seed) {
    super(new RhdSpec("RHD2216", 16, false, 2, false), samplesPerSecond, parameters, seed);
  }
}
