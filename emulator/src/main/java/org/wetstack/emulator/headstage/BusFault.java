package org.wetstack.emulator.headstage;

/** What can be wrong between the firmware and one chip, as seen on the line of its replies. */
public enum BusFault {
  /** Ones are lost, at one bit of the word at first, then at more and more of them. */
  BIT_DROPOUT,
  /** The line is sampled one bit late: replies are shifted to the right by one. */
  LATE_SAMPLING,
  /** The chip has no power, and the line is low. */
  ALL_ZEROS,
  /** The chip has no power, and the line is high. */
  ALL_ONES,
  /** A chip of another kind is in its place: it does as it is told, but its id is another. */
  WRONG_ID;

  /** Whether the chip is without power. */
  boolean dead() {
    return this == ALL_ZEROS || this == ALL_ONES;
  }
}
