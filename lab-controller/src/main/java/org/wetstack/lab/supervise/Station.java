package org.wetstack.lab.supervise;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.wetstack.hal.DeviceException;
import org.wetstack.hal.DeviceInfo;
import org.wetstack.hal.Instrument;
import org.wetstack.hal.spi.Timebase;
import org.wetstack.lab.journal.Journal;
import org.wetstack.lab.journal.JournalException;
import org.wetstack.lab.journal.Kinds;
import org.wetstack.lab.safety.Refusal;

/**
 * The place of one instrument in a rig. Sessions come and go; the place stays, and opens the next
 * one when one is lost. Thread-safe.
 */
public final class Station {

  /** Who writes entries that nobody asked for. */
  private static final String CONTROLLER = "controller";

  /**
   * How a station is, at one moment.
   *
   * @param reason why it is not ready; empty if it is
   * @param failures in a row, to open it
   */
  public record State(
      Condition condition, String reason, int failures, Optional<Instrument> instrument) {}

  private final String name;
  private final Supplier<Instrument> opener;
  private final Timebase time;
  private final Executor executor;
  private final Backoff backoff;
  private final RandomGenerator random;
  private final Journal journal;
  private final Settling settling;
  private final ReentrantLock lock = new ReentrantLock();
  private State state = new State(Condition.OPENING, "not opened yet", 0, Optional.empty());
  private long readyNanos;
  private @Nullable DeviceInfo latest;
  private Timebase.@Nullable Timer next;

  /**
   * A station that is not opened yet.
   *
   * @param opener blocks until there is a session, or throws
   * @param executor where sessions are opened and settled, which may take 15 s and more
   */
  public Station(
      String name,
      Supplier<Instrument> opener,
      Timebase time,
      Executor executor,
      Backoff backoff,
      RandomGenerator random,
      Journal journal,
      Settling settling) {
    this.name = name;
    this.opener = opener;
    this.time = time;
    this.executor = executor;
    this.backoff = backoff;
    this.random = random;
    this.journal = journal;
    this.settling = settling;
  }

  public String name() {
    return name;
  }

  public State state() {
    lock.lock();
    try {
      return state;
    } finally {
      lock.unlock();
    }
  }

  /**
   * The session.
   *
   * @throws Refusal {@code instrument.not-ready} if there is none to work with
   */
  public Instrument instrument() {
    State now = state();
    return now.instrument()
        .filter(session -> now.condition() == Condition.READY)
        .orElseThrow(
            () ->
                new Refusal(
                    "instrument.not-ready",
                    "",
                    now.condition().name(),
                    "instrument " + name + " is not ready: " + now.reason()));
  }

  /** Opens it, and again whenever it is lost, until it is closed. Does not wait. */
  public void open() {
    attempt();
  }

  /** Stops everything on the instrument, ends the session, and opens no other. Idempotent. */
  public void close() {
    Optional<Instrument> session;
    lock.lock();
    try {
      session = state.instrument();
      state = new State(Condition.CLOSED, "closed", 0, Optional.empty());
      if (next != null) {
        next.cancel();
      }
    } finally {
      lock.unlock();
    }
    session.ifPresent(Instrument::close);
  }

  private void attempt() {
    try {
      executor.execute(this::openNow);
    } catch (RejectedExecutionException e) {
      failed("there is no thread to open it on any more", false);
    }
  }

  private void openNow() {
    if (closed()) {
      return;
    }
    Instrument session;
    try {
      session = opener.get();
    } catch (DeviceException e) {
      failed(String.valueOf(e.getMessage()), false);
      return;
    } catch (RuntimeException e) {
      // Not a matter of time: the endpoint or the driver is wrong.
      failed(String.valueOf(e.getMessage()), true);
      return;
    }
    try {
      introduce(session);
    } catch (DeviceException | JournalException e) {
      session.close();
      failed(String.valueOf(e.getMessage()), false);
    } catch (RuntimeException e) {
      session.close();
      failed(String.valueOf(e.getMessage()), true);
    }
  }

  private void introduce(Instrument session) {
    DeviceInfo info = session.info();
    DeviceInfo before = latest;
    if (before != null && !sameUnit(before, info)) {
      throw new IllegalStateException(
          "another unit answers than before, "
              + info.model()
              + " "
              + info.serialNumber()
              + " instead of "
              + before.model()
              + " "
              + before.serialNumber()
              + ": put the old one back, or restart the controller to accept it");
    }
    boolean sameBoot = before != null && info.bootId() != 0 && before.bootId() == info.bootId();
    latest = info;
    settling.settle(this, session, sameBoot);
    journal.append(
        CONTROLLER,
        Kinds.INSTRUMENT_READY,
        Map.of(
            "instrument", name,
            "model", info.model(),
            "serial", info.serialNumber(),
            "boot", Long.toUnsignedString(info.bootId())));
    if (publish(session)) {
      session
          .ended()
          .thenAccept(
              end ->
                  lost(
                      session,
                      end.map(reason -> String.valueOf(reason.getMessage()))
                          .orElse("the session was closed")));
      settling.ready(this, session);
    } else {
      session.close();
    }
  }

  private static boolean sameUnit(DeviceInfo one, DeviceInfo other) {
    return one.model().equals(other.model()) && one.serialNumber().equals(other.serialNumber());
  }

  private boolean publish(Instrument session) {
    lock.lock();
    try {
      if (state.condition() == Condition.CLOSED) {
        return false;
      }
      state = new State(Condition.READY, "", state.failures(), Optional.of(session));
      readyNanos = time.nanoTime();
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** On the link's thread. */
  private void lost(Instrument session, String reason) {
    lock.lock();
    try {
      if (state.instrument().filter(current -> current == session).isEmpty()) {
        return;
      }
      boolean wasSteady = time.nanoTime() - readyNanos >= backoff.steady().toNanos();
      int failures = wasSteady ? 0 : state.failures();
      state = new State(Condition.LOST, reason, failures, Optional.empty());
    } finally {
      lock.unlock();
    }
    try {
      executor.execute(() -> note(reason));
    } catch (RejectedExecutionException e) {
      // Being shut down: what follows says so.
      failed(reason, false);
    }
  }

  /** It is tried again only once it is written down: the next session comes after it there too. */
  private void note(String reason) {
    String why = reason;
    try {
      journal.append(
          CONTROLLER, Kinds.INSTRUMENT_LOST, Map.of("instrument", name, "reason", reason));
    } catch (JournalException e) {
      why = String.valueOf(e.getMessage());
    }
    failed(why, false);
  }

  private void failed(String reason, boolean hopeless) {
    lock.lock();
    try {
      if (state.condition() == Condition.CLOSED) {
        return;
      }
      int failures = state.failures() + 1;
      boolean faulty = hopeless || backoff.faulty(failures);
      state =
          new State(faulty ? Condition.FAULTY : Condition.LOST, reason, failures, Optional.empty());
      Duration wait = hopeless ? backoff.longest(random) : backoff.jittered(failures, random);
      if (next != null) {
        next.cancel();
      }
      next = time.after(wait, this::attempt);
    } finally {
      lock.unlock();
    }
  }

  private boolean closed() {
    return state().condition() == Condition.CLOSED;
  }
}
