package org.wetstack.drivers.intanrhx;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.wetstack.hal.DeviceException;
import org.wetstack.hal.DeviceException.Outcome;
import org.wetstack.hal.DeviceException.Reason;
import org.wetstack.hal.spi.Timebase;

/**
 * The acquisition run, which this session owns from open to close: starts it, stops it, and notices
 * when somebody else does.
 */
final class Run {

  // The threads of a stopped run end after RHX has said so; a start may meet them.
  static final Duration REST = Duration.ofMillis(700);
  private static final Duration POLL = Duration.ofMillis(50);
  private static final Duration START_LIMIT = Duration.ofSeconds(3);

  private enum State {
    STOPPED,
    STARTING,
    RUNNING,
    HALTING
  }

  private final Timebase time;
  private final Conversation conversation;
  private final Runnable beforeStart;
  private final Consumer<DeviceException> faults;
  private volatile State state = State.STOPPED;
  private volatile long stoppedNanos;
  private volatile long runningNanos;

  /**
   * @param beforeStart called just before RHX is told to start
   * @param faults hears that the run is not what it should be
   */
  Run(
      Timebase time,
      Conversation conversation,
      Runnable beforeStart,
      Consumer<DeviceException> faults) {
    this.time = time;
    this.conversation = conversation;
    this.beforeStart = beforeStart;
    this.faults = faults;
    this.stoppedNanos = time.nanoTime();
  }

  static Message stopMessage() {
    return Message.of(Command.set("runmode", "stop"));
  }

  boolean running() {
    return state == State.RUNNING;
  }

  /** For how long it has been running; zero if it is not. */
  Duration running(long nowNanos) {
    return running() ? Duration.ofNanos(nowNanos - runningNanos) : Duration.ZERO;
  }

  /** Stops at once, before all messages that wait: currents end, and samples too. */
  CompletableFuture<Void> halt() {
    state = State.HALTING;
    return conversation
        .askFirst(stopMessage())
        .thenAccept(this::halted)
        .whenComplete(
            (done, failure) -> {
              if (failure != null) {
                faults.accept(Session.failure(failure));
              }
            });
  }

  private void halted(Reply reply) {
    if (reply.mode() != RunMode.STOP) {
      throw new DeviceException(
          Reason.FAULT,
          Outcome.UNKNOWN,
          "RHX was told to stop and is in mode " + reply.mode() + ": stop it by hand");
    }
    stoppedNanos = time.nanoTime();
    state = State.STOPPED;
  }

  /** From here on nothing that is heard means anything. */
  void end() {
    state = State.HALTING;
  }

  /** Starts again, long enough after the last stop. Completes once RHX says that it runs. */
  CompletableFuture<Void> begin() {
    if (state == State.RUNNING) {
      return CompletableFuture.completedFuture(null);
    }
    Duration rest = REST.minusNanos(time.nanoTime() - stoppedNanos);
    CompletableFuture<Void> begun =
        pause(rest)
            .thenCompose(
                rested -> {
                  state = State.STARTING;
                  beforeStart.run();
                  return conversation.ask(Message.start());
                })
            .thenCompose(sent -> untilRunning(time.nanoTime() + START_LIMIT.toNanos()));
    return begun.whenComplete(
        (done, failure) -> {
          if (failure != null) {
            faults.accept(Session.failure(failure));
          }
        });
  }

  private CompletableFuture<Void> untilRunning(long deadlineNanos) {
    return conversation
        .ask(Message.of())
        .thenCompose(
            reply -> {
              if (reply.mode() == RunMode.RUN && reply.errors().isEmpty()) {
                runningNanos = time.nanoTime();
                state = State.RUNNING;
                return CompletableFuture.completedFuture(null);
              }
              if (!reply.errors().isEmpty() || time.nanoTime() - deadlineNanos > 0) {
                return CompletableFuture.failedFuture(
                    new DeviceException(
                        Reason.FAULT,
                        Outcome.UNKNOWN,
                        "RHX does not run though told to; it is in mode "
                            + reply.mode()
                            + " and says "
                            + reply.errors()
                            + ": look at its window"));
              }
              return pause(POLL).thenCompose(later -> untilRunning(deadlineNanos));
            });
  }

  /** Takes in what RHX says it is doing. */
  void heard(RunMode mode) {
    if (state != State.RUNNING || mode == RunMode.RUN) {
      return;
    }
    faults.accept(
        new DeviceException(
            Reason.FAULT,
            Outcome.UNKNOWN,
            mode == RunMode.STOP
                ? "RHX stopped by itself: its buffers overflowed, or an operator pressed Stop; what"
                    + " was playing has ended"
                : "an operator has put RHX into mode " + mode + ": this run is not ours any more"));
  }

  private CompletableFuture<Void> pause(Duration span) {
    return pause(time, span);
  }

  /** Completes after {@code span}. */
  static CompletableFuture<Void> pause(Timebase time, Duration span) {
    var over = new CompletableFuture<Void>();
    var unused = time.after(span, () -> over.complete(null));
    return over;
  }
}
