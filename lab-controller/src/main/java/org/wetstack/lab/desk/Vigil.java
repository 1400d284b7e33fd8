package org.wetstack.lab.desk;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.wetstack.hal.Ability;
import org.wetstack.hal.Instrument;
import org.wetstack.lab.journal.JournalException;
import org.wetstack.lab.safety.DeadMan;
import org.wetstack.lab.supervise.Condition;
import org.wetstack.lab.supervise.Station;

/**
 * Watches the controller itself: that its journal can be written, that the watch comes round, and
 * that instruments which must hear from us are heard. While one of these fails every output is
 * switched off, again and again.
 */
final class Vigil implements AutoCloseable {

  /** The watch may wait for an instrument that does not answer to a stop, and for a slow disk. */
  static final Duration WATCH = Duration.ofSeconds(5);

  static final String JOURNAL_PART = "journal";
  static final Duration JOURNAL = Duration.ofMillis(500);
  static final Duration READER = Duration.ofSeconds(15);
  private static final Duration AGAIN = Duration.ofSeconds(1);

  private record Heard(Instrument session, long frames, DeadMan.Part part) {}

  private final Parts parts;
  private final Desk desk;
  private final Alarms alarms;
  private final Executor stopping;
  private final AtomicBoolean stopsNow = new AtomicBoolean();
  private final Map<String, Heard> readers = new HashMap<>();
  private volatile DeadMan.@Nullable Part watch;
  private volatile DeadMan.@Nullable Part journal;
  private volatile boolean closing;
  private long stoppedNanos;
  private boolean wasIll;

  Vigil(Parts parts, Desk desk, Alarms alarms, Executor stopping) {
    this.parts = parts;
    this.desk = desk;
    this.alarms = alarms;
    this.stopping = stopping;
  }

  void start() {
    long now = parts.time().nanoTime();
    watch = parts.deadMan().register("watch", WATCH, now);
    journal = parts.deadMan().register(JOURNAL_PART, JOURNAL, now);
    looked();
  }

  /** The watch has come round. */
  void looked() {
    long now = parts.time().nanoTime();
    alive(watch, now);
    parts.stations().values().forEach(station -> listen(station, now));
  }

  private static void alive(DeadMan.@Nullable Part part, long now) {
    if (part != null) {
      part.alive(now);
    }
  }

  /**
   * Whether instruments may hear that this controller is alive: its watch comes round and what it
   * does can be written down. That one instrument is not heard is not told to the others by
   * silence.
   */
  boolean vouches() {
    DeadMan.Part part = watch;
    return part != null
        && part.isAlive(parts.time().nanoTime())
        && (closing || parts.journal().failure().isEmpty());
  }

  /** From here on the watch looks no more; what it has to do yet it has to do soon. */
  void closing() {
    alive(watch, parts.time().nanoTime());
    closing = true;
  }

  /** An instrument that stops when its host is silent is spoken to all the time, and answers. */
  private void listen(Station station, long now) {
    Station.State state = station.state();
    Heard before = readers.get(station.name());
    Instrument session =
        state.condition() == Condition.READY ? state.instrument().orElse(null) : null;
    if (before != null && before.session() != session) {
      before.part().close();
      readers.remove(station.name());
      before = null;
    }
    if (session == null || !watches(session)) {
      return;
    }
    long frames = session.health().framesReceived();
    if (before == null) {
      DeadMan.Part part = parts.deadMan().register("reader of " + station.name(), READER, now);
      readers.put(station.name(), new Heard(session, frames, part));
    } else if (frames != before.frames()) {
      before.part().alive(now);
      readers.put(station.name(), new Heard(session, frames, before.part()));
    }
  }

  private static boolean watches(Instrument session) {
    Set<Ability> abilities = session.abilities();
    return abilities.contains(Ability.STOPS_WHEN_HOST_IS_SILENT);
  }

  /** On the timer's thread, which nothing else holds up. */
  void check() {
    long now = parts.time().nanoTime();
    if (parts.journal().failure().isEmpty()) {
      alive(journal, now);
    }
    List<String> ill = parts.deadMan().unhealthy(now);
    if (ill.isEmpty()) {
      wasIll = false;
      return;
    }
    boolean due = !wasIll || now - stoppedNanos >= AGAIN.toNanos();
    if (due && stopsNow.compareAndSet(false, true)) {
      stoppedNanos = now;
      execute(stopping, this::stop);
      if (!wasIll) {
        execute(parts.executor(), () -> tell(ill));
      }
      wasIll = true;
    }
  }

  private void stop() {
    try {
      desk.standStill();
    } finally {
      stopsNow.set(false);
    }
  }

  private void tell(List<String> ill) {
    try {
      alarms.raise(
          parts.journal(),
          "controller",
          "everything was switched off, since there is no sign of life of " + ill);
    } catch (JournalException e) {
      // It is what has failed.
    }
  }

  private void execute(Executor where, Runnable task) {
    try {
      where.execute(task);
    } catch (RejectedExecutionException e) {
      stopsNow.set(false);
    }
  }

  /** Nothing of this has to be alive any more. */
  @Override
  public void close() {
    for (DeadMan.Part part : new DeadMan.Part[] {watch, journal}) {
      if (part != null) {
        part.close();
      }
    }
  }
}
