package org.wetstack.drivers.fluidics;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.wetstack.hal.Alarm;
import org.wetstack.hal.DeviceClock;
import org.wetstack.hal.DeviceException;
import org.wetstack.hal.DeviceException.Outcome;
import org.wetstack.hal.DeviceException.Reason;
import org.wetstack.hal.Instrument;
import org.wetstack.hal.LinkHealth;
import org.wetstack.hal.spi.Telling;
import org.wetstack.hal.spi.Timebase;
import org.wetstack.hal.spi.Waiting;

/**
 * A session with one instrument on a line, from its first question to its end: asks it again and
 * again how it is, and ends when it is closed, the link is cut, or nothing is heard of it any more.
 * Listeners and completions run on the link's thread or the timer's; blocking calls from there are
 * refused with {@link IllegalStateException}.
 */
public abstract class LineInstrument implements Instrument {

  private static final Duration MAX_SILENCE = Duration.ofSeconds(3);

  /** It answers, so it is there; but how it is could not be had in several tries. */
  private static final Duration MAX_UNREAD = Duration.ofSeconds(15);

  private static final Duration CLOSE_LIMIT = Duration.ofMillis(1_200);

  private final Seat seat;
  private final String noun;
  private final long bornNanos;
  private final List<Consumer<Alarm>> listeners = new CopyOnWriteArrayList<>();
  private final CompletableFuture<Optional<DeviceException>> ended = new CompletableFuture<>();
  private final AtomicBoolean closing = new AtomicBoolean();
  private final AtomicBoolean over = new AtomicBoolean();
  private final Telling telling = new Telling();
  private volatile Duration roundTrip = Duration.ZERO;
  private volatile long readNanos;

  /**
   * A session with what sits on {@code seat}, which is given up when it ends.
   *
   * @param noun what messages call it: "pump"
   */
  protected LineInstrument(Seat seat, String noun) {
    this.seat = seat;
    this.noun = noun;
    this.bornNanos = seat.time().nanoTime();
    this.readNanos = bornNanos;
  }

  /**
   * Asks how the instrument is. Completes with what is to be done about the answer; a question that
   * fails is not missed, as the next one follows and silence decides.
   */
  protected abstract CompletableFuture<Runnable> ask();

  /** How long to wait until it is asked again. */
  protected abstract Duration interval();

  /** The last that it is told when the session is closed. */
  protected abstract CompletableFuture<Void> farewell();

  /** The session is over, for {@code reason}; whoever waits for its end is told next. */
  protected void ending(DeviceException reason) {}

  /** From now on, a link that is cut ends the session. */
  protected final void endWithLink() {
    seat.onCut(
        cause -> lose(cause == null ? "the link was closed" : String.valueOf(cause.getMessage())));
  }

  /** From now on, it is asked again and again how it is. */
  protected final void watch() {
    readNanos = time().nanoTime();
    schedule();
  }

  private void schedule() {
    var unused = time().after(interval(), this::tick);
  }

  /** Whether the line loses at most some of what is said on it. */
  protected final boolean answersLately() {
    return seat.silence().compareTo(MAX_SILENCE) <= 0;
  }

  private void tick() {
    if (isOver()) {
      return;
    }
    if (!answersLately()) {
      lose(
          "nothing heard from the "
              + noun
              + " for "
              + seat.silence().toMillis()
              + " ms: it is off, hangs, or the line is cut");
      return;
    }
    long asked = time().nanoTime();
    if (asked - readNanos > MAX_UNREAD.toNanos()) {
      lose(
          "the "
              + noun
              + " answers, but has not told its state for "
              + MAX_UNREAD.toSeconds()
              + " s: another program speaks to it, or somebody reset it; what it does may go on");
      return;
    }
    var unused =
        ask()
            .whenComplete(
                (answered, failure) -> {
                  try {
                    if (answered != null) {
                      readNanos = time().nanoTime();
                      roundTrip = Duration.ofNanos(readNanos - asked);
                      answered.run();
                    }
                  } finally {
                    schedule();
                  }
                });
  }

  protected final Timebase time() {
    return seat.time();
  }

  /** Whether this session has ended. */
  protected final boolean isOver() {
    return over.get();
  }

  /** Whether this session has not ended, and is not about to. */
  protected final boolean isOpen() {
    return !over.get() && !closing.get();
  }

  /** What to throw if it did not answer at first, which it did with {@code silence}. */
  protected final DeviceException absent(DeviceException silence) {
    return seat.absent(silence);
  }

  /** Throws {@link DeviceException} unless {@link #isOpen}. */
  protected final void requireOpen() {
    if (!isOpen()) {
      throw seat.lost(Outcome.NOT_DONE);
    }
  }

  /** Throws {@link IllegalStateException} in what {@link #tell} runs. */
  protected final void requireOwnThread() {
    if (telling.inside()) {
      throw new IllegalStateException(
          "this call waits for the "
              + noun
              + ": call it from a thread of your own, not from a handler");
    }
  }

  /** Runs {@code news}, from which blocking calls are refused. */
  protected final void tell(Runnable news) {
    telling.tell(news);
  }

  /** Tells all alarm listeners. */
  protected final void raise(Alarm alarm) {
    tell(() -> listeners.forEach(listener -> listener.accept(alarm)));
  }

  /** Ends the session: the instrument is lost. */
  protected final void lose(String why) {
    end(new DeviceException(Reason.LINK_LOST, Outcome.UNKNOWN, why), closing.get());
  }

  /** Ends a session that could not begin. */
  protected final void abandon() {
    end(null, false);
  }

  private void end(@Nullable DeviceException reason, boolean wanted) {
    if (!over.compareAndSet(false, true)) {
      return;
    }
    seat.leave();
    ending(
        reason != null
            ? reason
            : new DeviceException(Reason.LINK_LOST, Outcome.UNKNOWN, "the instrument was closed"));
    tell(() -> ended.complete(wanted ? Optional.empty() : Optional.ofNullable(reason)));
  }

  @Override
  public final CompletionStage<Optional<DeviceException>> ended() {
    return ended.minimalCompletionStage();
  }

  @Override
  public final Subscription onAlarm(Consumer<Alarm> listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  /** The host's own from the beginning of the session, for instruments that have none. */
  @Override
  public DeviceClock clock() {
    return new DeviceClock(bornNanos, 0, 0, Duration.ZERO);
  }

  /** Events that were announced but never came; none, where none are announced. */
  protected long eventsMissed() {
    return 0;
  }

  @Override
  public final LinkHealth health() {
    return new LinkHealth(
        roundTrip, seat.answers(), seat.broken(), seat.repeated(), eventsMissed());
  }

  @Override
  public final void close() {
    if (!closing.compareAndSet(false, true)) {
      return;
    }
    CompletableFuture<Void> farewell =
        isOver() ? CompletableFuture.completedFuture(null) : farewell();
    if (telling.inside()) {
      var unused = farewell.whenComplete((nothing, failure) -> end(null, true));
      return;
    }
    try {
      Waiting.await(time(), farewell, CLOSE_LIMIT, "no farewell within " + CLOSE_LIMIT);
    } catch (DeviceException e) {
      // It does not answer; what it does by itself then, abilities() says.
    }
    end(null, true);
  }
}
