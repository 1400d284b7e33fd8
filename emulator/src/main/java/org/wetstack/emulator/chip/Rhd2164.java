package org.wetstack.emulator.chip;

/**
 * An Intan RHD2164, which records from 64 electrodes and answers on two lines: channel x on A, x +
 * 32 on B, in the upper half of its words. What is the same on both lines stands in both.
 */
public final class Rhd2164 extends Rhd {

  /**
   * Just powered.
   *
   * @param samplesPerSecond how often {@link #sense} will be called
   * @param seed of what is indeterminate at power-up, and of what differs from chip to chip
   */
  public Rhd2164(double samplesPerSecond, ChipParameters parameters, long seed) {
    super(new RhdSpec("RHD2164", 32, true, 4, true), samplesPerSecond, parameters, seed);
  }
}
