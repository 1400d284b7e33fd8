package org.wetstack.emulator.culture.electrode;

/**
 * How much of the mains and of noise that is common to all electrodes an array picks up, after what
 * public recordings of four arrays show in one incubator (own measurement on a published sample).
 */
public enum Pickup {
  /** A well shielded array: correlation between channels 0.01, no mains to be seen. */
  GOOD(0, 0),
  /** A poor one: 5 to 25 µV of mains and its odd harmonics, channels correlated by 0.85 to 0.97. */
  POOR(22, 5);

  /** Root mean square of the mains with its harmonics, on the usual channel. */
  final double mainsMicrovolts;

  /** Root mean square of the common noise. */
  final double commonMicrovolts;

  Pickup(double mainsMicrovolts, double commonMicrovolts) {
    this.mainsMicrovolts = mainsMicrovolts;
    this.commonMicrovolts = commonMicrovolts;
  }
}
