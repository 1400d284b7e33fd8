package org.wetstack.app;

/**
 * One thing that was looked at.
 *
 * @param part of this computer
 * @param found how it is, and why that matters
 * @param remedy what to do; empty if nothing is to be done
 */
record Symptom(Grade grade, String part, String found, String remedy) {

  /** How it is. */
  enum Grade {
    FINE,
    DOUBTFUL,
    WRONG
  }

  static Symptom fine(String part, String found) {
    return new Symptom(Grade.FINE, part, found, "");
  }

  static Symptom doubtful(String part, String found, String remedy) {
    return new Symptom(Grade.DOUBTFUL, part, found, remedy);
  }

  static Symptom wrong(String part, String found, String remedy) {
    return new Symptom(Grade.WRONG, part, found, remedy);
  }
}
