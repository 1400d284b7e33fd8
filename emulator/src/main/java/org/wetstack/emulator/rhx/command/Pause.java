package org.wetstack.emulator.rhx.command;

import java.time.Duration;

/**
 * What the rest of a message waits for after one of its commands.
 *
 * @param duration of {@link Kind#BLOCKED} and {@link Kind#WORK}
 * @param end what happens when that time is over
 */
record Pause(Kind kind, Duration duration, Runnable end) {

  enum Kind {
    /** For nothing. */
    NONE,
    /** For the end of the run that has begun; later messages are served meanwhile. */
    RUN,
    /** For work that takes its time; later messages are served meanwhile. */
    WORK,
    /** For work during which the program reads nothing. */
    BLOCKED
  }

  static final Pause NONE = new Pause(Kind.NONE, Duration.ZERO, () -> {});
  static final Pause RUN = new Pause(Kind.RUN, Duration.ZERO, () -> {});

  static Pause work(Duration duration, Runnable end) {
    return new Pause(Kind.WORK, duration, end);
  }

  static Pause blocked(Duration duration) {
    return new Pause(Kind.BLOCKED, duration, () -> {});
  }
}
