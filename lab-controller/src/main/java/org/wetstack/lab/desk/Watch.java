package org.wetstack.lab.desk;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import org.wetstack.hal.spi.Timebase;
import org.wetstack.lab.journal.JournalException;
import org.wetstack.lab.journal.Kinds;
import org.wetstack.lab.safety.Interlocks;

/**
 * Looks several times a second whether a lease has ended or an interlock has opened, and acts on
 * it: what ran is stopped first, then it is written down.
 */
final class Watch implements AutoCloseable {

  private static final Duration EVERY = Duration.ofMillis(250);

  private final Parts parts;
  private final Desk desk;
  private final LeaseDesk leases;
  private final Alarms alarms;
  private volatile Timebase.Timer next = () -> {};
  private volatile boolean closed;
  private boolean wasFaulty;

  Watch(Parts parts, Desk desk, LeaseDesk leases, Alarms alarms) {
    this.parts = parts;
    this.desk = desk;
    this.leases = leases;
    this.alarms = alarms;
  }

  void start() {
    if (!closed) {
      next = parts.time().after(EVERY, this::due);
    }
  }

  private void due() {
    try {
      parts.executor().execute(this::look);
    } catch (RejectedExecutionException e) {
      // The controller is being closed.
    }
  }

  private void look() {
    try {
      leases();
      interlocks();
    } catch (JournalException e) {
      // Nothing may be done that cannot be written down; what runs is stopped.
      desk.standStill();
    } finally {
      start();
    }
  }

  private void leases() {
    parts.leases().tick().forEach(ended -> leases.end("controller", ended));
  }

  private void interlocks() {
    long now = parts.time().nanoTime();
    List<Interlocks.Fault> faults = parts.interlocks().faults(now);
    if (!faults.isEmpty() && !wasFaulty) {
      desk.standStill();
      faults.forEach(
          fault ->
              alarms.raise(
                  parts.journal(), "interlock", fault.interlock() + ": " + fault.reason()));
    }
    wasFaulty = !faults.isEmpty();
    for (Interlocks.Fault fault : parts.interlocks().unwritten()) {
      parts
          .journal()
          .append(
              "controller",
              Kinds.INTERLOCK_OPENED,
              Map.of("interlock", fault.interlock(), "reason", fault.reason()));
    }
  }

  @Override
  public void close() {
    closed = true;
    next.cancel();
  }
}
