package org.wetstack.drivers.firmware;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.wetstack.hal.DeviceClock;
import org.wetstack.hal.DeviceException;
import org.wetstack.hal.DeviceException.Outcome;
import org.wetstack.hal.DeviceException.Reason;
import org.wetstack.hal.SafeState;
import org.wetstack.hal.spi.Timebase;
import org.wetstack.protocol.v1.DeviceMessage;
import org.wetstack.protocol.v1.Heartbeat;
import org.wetstack.protocol.v1.HeartbeatReply;
import org.wetstack.protocol.v1.HostMessage;

/**
 * What keeps a session alive and in step: heartbeats that renew the lease, the device's clock, its
 * safe state, and the numbers of its events. Thread-safe.
 */
final class Lifeline {

  private static final Duration VALIDITY = Duration.ofSeconds(2);
  private static final int MAX_FIRST_HEARTBEATS = 8;

  private final Session session;
  private final Timebase time;
  private final Runnable onEventsMissed;
  private final ReentrantLock lock = new ReentrantLock();
  private final ClockSync sync = new ClockSync();
  private Duration lease = Duration.ofSeconds(1);
  private int lastEvent;
  private long eventsMissed;
  private boolean over;
  private Timebase.@Nullable Timer timer;
  private volatile BooleanSupplier well = () -> true;
  // Of the timer's thread.
  private long dueNanos;
  private boolean heldBack;
  private long heldBackNanos;
  private volatile Optional<SafeState> safeState = Optional.empty();

  Lifeline(Session session, Timebase time, Runnable onEventsMissed) {
    this.session = session;
    this.time = time;
    this.onEventsMissed = onEventsMissed;
  }

  /** Starts the heartbeats; returns when the first clock exchange is done. */
  void begin(Duration granted, org.wetstack.protocol.v1.SafeState state) {
    lease = granted;
    safeState(state);
    for (int i = 1; !withLock(sync::synchronised); i++) {
      try {
        session.await(beat(), Session.CALL_LIMIT);
      } catch (DeviceException e) {
        if (e.reason() != Reason.TIMEOUT || i == MAX_FIRST_HEARTBEATS) {
          throw e;
        }
      }
    }
    schedule();
  }

  private void schedule() {
    lock.lock();
    try {
      if (!over) {
        Duration span = lease.dividedBy(4);
        dueNanos = time.nanoTime() + span.toNanos();
        timer = time.after(span, this::tick);
      }
    } finally {
      lock.unlock();
    }
  }

  void renewWhile(BooleanSupplier isWell) {
    well = isWell;
  }

  private boolean isWell() {
    try {
      return well.getAsBoolean();
    } catch (RuntimeException e) {
      return false;
    }
  }

  private void tick() {
    if (!isWell()) {
      // Who is told nothing answers nothing. When this host is well again, the device says itself
      // that its lease has run out.
      heldBackNanos = time.nanoTime();
      heldBack = true;
      schedule();
      return;
    }
    // Where this program stood still, what the device has said may be here and not read yet.
    boolean late = time.nanoTime() - dueNanos > lease.dividedBy(4).toNanos();
    if (session.silence().compareTo(lease) > 0 && !isAnswerDue() && !late) {
      session.lose(
          new DeviceException(
              Reason.LINK_LOST,
              Outcome.UNKNOWN,
              "nothing heard from the device for "
                  + session.silence().toMillis()
                  + " ms, longer than its lease of "
                  + lease.toMillis()
                  + " ms: it is off, hangs, or the line is cut"));
      return;
    }
    // A lost heartbeat is not repeated: the next one follows, and silence decides.
    var unused = beat();
    schedule();
  }

  /** Whether it was not spoken to until so lately that it may not have answered yet. */
  private boolean isAnswerDue() {
    return heldBack && time.nanoTime() - heldBackNanos <= lease.toNanos();
  }

  private CompletableFuture<HeartbeatReply> beat() {
    long sent = time.nanoTime();
    return session
        .ask(
            HostMessage.newBuilder().setHeartbeat(Heartbeat.newBuilder().setHostNanos(sent)),
            Request.Kind.ONCE,
            // On the link's thread: an alarm that follows the reply must not be undone by it.
            reply -> heard(sent, reply))
        .thenApply(DeviceMessage::getHeartbeatReply);
  }

  private void heard(long sentNanos, DeviceMessage message) {
    HeartbeatReply reply = message.getHeartbeatReply();
    boolean missed = false;
    lock.lock();
    try {
      sync.add(sentNanos, reply.getReceivedMicros(), reply.getSentMicros(), time.nanoTime());
      if (Integer.compareUnsigned(reply.getLastEventNumber(), lastEvent) > 0) {
        eventsMissed += reply.getLastEventNumber() - lastEvent;
        lastEvent = reply.getLastEventNumber();
        missed = true;
      }
    } finally {
      lock.unlock();
    }
    safeState(reply.getSafeState());
    if (missed) {
      onEventsMissed.run();
    }
  }

  /** Takes note of the number of an event; 0 for samples, which have none. */
  void heardEvent(int number) {
    if (number == 0) {
      return;
    }
    boolean missed = false;
    lock.lock();
    try {
      int ahead = number - lastEvent;
      if (ahead > 0) {
        missed = ahead > 1;
        eventsMissed += ahead - 1;
        lastEvent = number;
      }
    } finally {
      lock.unlock();
    }
    if (missed) {
      onEventsMissed.run();
    }
  }

  Optional<SafeState> safeState() {
    return safeState;
  }

  void cleared() {
    safeState = Optional.empty();
  }

  /** Takes over what the device says of its safe state, and returns it. */
  Optional<SafeState> safeState(org.wetstack.protocol.v1.SafeState told) {
    safeState =
        switch (told.getCause()) {
          case CAUSE_NONE -> Optional.empty();
          case CAUSE_HOST_SILENT ->
              Optional.of(new SafeState(SafeState.Cause.HOST_SILENT, told.getDetail()));
          case CAUSE_INTERLOCK ->
              Optional.of(new SafeState(SafeState.Cause.INTERLOCK, told.getDetail()));
          case CAUSE_FAULT, UNRECOGNIZED ->
              Optional.of(new SafeState(SafeState.Cause.FAULT, told.getDetail()));
        };
    return safeState;
  }

  DeviceClock clock() {
    return withLock(sync::estimate);
  }

  /** The device time until which a command sent now may be obeyed. */
  long soonMicros() {
    DeviceClock clock = clock();
    return Math.max(
        1,
        clock.deviceMicrosAt(time.nanoTime())
            + validity(lease).plus(clock.uncertainty()).toNanos() / 1_000);
  }

  /**
   * Waits until the device's clock has certainly passed {@code deviceMicros}. Blocks.
   *
   * @throws DeviceException with TIMEOUT if that is further away than {@code limit}
   */
  void passUntilAfter(long deviceMicros, Duration limit) {
    DeviceClock clock = clock();
    long micros =
        deviceMicros
            - clock.deviceMicrosAt(time.nanoTime())
            + clock.uncertainty().toNanos() / 1_000
            + 1;
    var passed = new CompletableFuture<Boolean>();
    var unused =
        time.after(
            Duration.of(Math.max(0, micros), ChronoUnit.MICROS), () -> passed.complete(true));
    session.await(passed, limit);
  }

  /** For how long a command may be obeyed after it was sent, with this lease. */
  static Duration validity(Duration lease) {
    return VALIDITY.compareTo(lease) < 0 ? VALIDITY : lease;
  }

  Duration roundTrip() {
    return withLock(sync::latestRoundTrip);
  }

  long eventsMissed() {
    return withLock(() -> eventsMissed);
  }

  Timebase time() {
    return time;
  }

  void end() {
    lock.lock();
    try {
      over = true;
      if (timer != null) {
        timer.cancel();
      }
    } finally {
      lock.unlock();
    }
  }

  private <T> T withLock(Supplier<T> question) {
    lock.lock();
    try {
      return question.get();
    } finally {
      lock.unlock();
    }
  }
}
