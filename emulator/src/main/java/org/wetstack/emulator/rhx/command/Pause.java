package org.wetstack.emulator.rhx.command;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * What the rest of a message waits for after one of its commands.
 *
 * @param duration of {@link Kind#BLOCKED} and {@link Kind#WORK}
 * @param until what {@link Kind#WORK} waits for first, completed under the world's lock
 * @param end what happens when that time is over
 */
record Pause(Kind kind, Duration duration, CompletionStage<Void> until, Runnable end) {

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

  static final Pause NONE = of(Kind.NONE, Duration.ZERO, () -> {});
  static final Pause RUN = of(Kind.RUN, Duration.ZERO, () -> {});

  private static Pause of(Kind kind, Duration duration, Runnable end) {
    return new Pause(kind, duration, CompletableFuture.completedFuture(null), end);
  }

  static Pause work(Duration duration, Runnable end) {
    return of(Kind.WORK, duration, end);
  }

  /** The same, and before that until something is done elsewhere. */
  static Pause work(Duration duration, CompletionStage<Void> until, Runnable end) {
    return new Pause(Kind.WORK, duration, until, end);
  }

  static Pause blocked(Duration duration) {
    return of(Kind.BLOCKED, duration, () -> {});
  }

  /** Whether {@code stage} is over. */
  static boolean isOver(CompletionStage<Void> stage) {
    return stage.toCompletableFuture().isDone();
  }
}
