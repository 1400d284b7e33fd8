package org.wetstack.lab.desk;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.wetstack.hal.spi.Timebase;
import org.wetstack.lab.journal.JournalException;
import org.wetstack.lab.journal.Kinds;
import org.wetstack.lab.safety.Interlocks;

/**
 * Looks several times a second whether a lease has ended, an interlock has opened or the accountant
 * has found something, and acts on it: what ran is stopped first, then it is written down.
 */
final class Watch implements AutoCloseable {

  private static final Duration EVERY = Duration.ofMillis(250);

  private final Parts parts;
  private final Desk desk;
  private final LeaseDesk leases;
  private final Alarms alarms;
  private final Audit audit;
  private final Vigil vigil;
  private final Gauges gauges;
  private final Archive archive;
  private final MoveDesk moves;
  private final AtomicBoolean looking = new AtomicBoolean();
  private volatile Timebase.Timer next = () -> {};
  private volatile boolean closed;
  private boolean wasFaulty;

  Watch(
      Parts parts,
      Desk desk,
      LeaseDesk leases,
      Alarms alarms,
      Audit audit,
      Vigil vigil,
      Gauges gauges,
      Archive archive,
      MoveDesk moves) {
    this.parts = parts;
    this.desk = desk;
    this.leases = leases;
    this.alarms = alarms;
    this.audit = audit;
    this.vigil = vigil;
    this.gauges = gauges;
    this.archive = archive;
    this.moves = moves;
  }

  void start() {
    vigil.start();
    wait(EVERY);
  }

  private void wait(Duration span) {
    if (!closed) {
      next = parts.time().after(span, this::due);
    }
  }

  /** On the timer's thread, so that it goes on when a look does not come back. */
  private void due() {
    wait(EVERY);
    vigil.check();
    if (looking.compareAndSet(false, true)) {
      try {
        parts.executor().execute(this::look);
      } catch (RejectedExecutionException e) {
        // The controller is being closed, or the vigil will notice.
        looking.set(false);
      }
    }
  }

  private void look() {
    try {
      if (closed) {
        return;
      }
      leases();
      gauges.look();
      interlocks();
      accounts();
      archive.lookAtDisk();
      moves.look();
      vigil.looked();
    } catch (JournalException e) {
      // Nothing may be done that cannot be written down; the vigil stops what runs.
      vigil.looked();
    } finally {
      looking.set(false);
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
    }
    wasFaulty = !faults.isEmpty();
    gauges.tellFaults();
    for (Interlocks.Fault fault : parts.interlocks().unwritten()) {
      parts
          .journal()
          .append(
              "controller",
              Kinds.INTERLOCK_OPENED,
              Map.of("interlock", fault.interlock(), "reason", fault.reason()));
    }
  }

  private void accounts() {
    List<String> fresh =
        audit.take().stream().filter(text -> !alarms.knows(Audit.CODE, text)).toList();
    if (!fresh.isEmpty()) {
      desk.standStill();
      fresh.forEach(text -> alarms.raise(parts.journal(), Audit.CODE, text));
    }
  }

  @Override
  public void close() {
    closed = true;
    next.cancel();
    vigil.closing();
  }
}
