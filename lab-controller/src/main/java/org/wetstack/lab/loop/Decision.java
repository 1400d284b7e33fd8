package org.wetstack.lab.loop;

/** What a {@link Judge} wants done about a window. */
public enum Decision {
  /** The culture behaved as wanted: a dose. */
  REWARD,
  /** It did not: a pulse. */
  CORRECT,
  /** Neither. */
  NOTHING
}
