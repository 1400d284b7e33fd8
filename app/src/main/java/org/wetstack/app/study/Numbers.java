package org.wetstack.app.study;

/** Numbers of options. */
final class Numbers {

  private Numbers() {}

  /**
   * Refuses {@code value} if it is not from {@code least} to {@code most}.
   *
   * @throws IllegalArgumentException then
   */
  static void require(String option, int value, int least, int most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          option + " must be " + least + " to " + most + ", not " + value);
    }
  }
}
