package org.wetstack.bridge;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.wetstack.hal.DeviceException;
import org.wetstack.hal.DeviceException.Outcome;
import org.wetstack.hal.DoseReport;
import org.wetstack.hal.DoseRun;
import org.wetstack.hal.spi.Timebase;
import org.wetstack.protocol.v1.DoseStatus.State;
import org.wetstack.protocol.v1.SafeState;

/**
 * The dose that runs, if one does: begun once, and followed until it is known how it ended. Guarded
 * by the bridge's lock; what blocks is done by the hand, outside of it.
 */
final class RunningDose {

  /** A Commit is answered after this long at the latest: SPEC.md, 4.7, leaves 250 ms. */
  private static final Duration ANSWER = Duration.ofMillis(200);

  private static final Duration ASK_AGAIN = Duration.ofMillis(500);

  private final PumpBridge bridge;
  private final PumpSession session;
  private final Book book;
  private final Brake brake;
  private final Timebase time;
  private final Hand hand;
  private @Nullable Entry current;

  RunningDose(
      PumpBridge bridge, PumpSession session, Book book, Brake brake, Timebase time, Hand hand) {
    this.bridge = bridge;
    this.session = session;
    this.book = book;
    this.brake = brake;
    this.time = time;
    this.hand = hand;
  }

  /** Whether there is one. */
  boolean there() {
    return current != null;
  }

  /** The pump is there anew: what became of it meanwhile? */
  void resume() {
    Entry open = current;
    if (open != null) {
      settleSoon(open);
    }
  }

  /** It is to end before its end, for this reason unless there was one before. */
  void mark(State why) {
    Entry running = current;
    if (running != null && running.halted == null) {
      running.halted = why;
    }
  }

  /** Begins {@code entry}, and answers {@code reply}. */
  void begin(Entry entry, Reply reply) {
    reply.byHand(hand, () -> start(entry, reply));
    current = entry;
    entry.begin();
    entry.starting = true;
    brake.starting(true);
    var unused = time.after(ANSWER, () -> bridge.locked(() -> reply.give(entry.status())));
  }

  private void start(Entry entry, Reply reply) {
    var may = new boolean[1];
    long notAfterMicros = reply.request().getNotAfterMicros();
    bridge.locked(
        () ->
            may[0] =
                entry.halted == null
                    && session.there()
                    && Long.compareUnsigned(bridge.micros(), notAfterMicros) <= 0);
    DeviceException failed;
    try {
      if (!may[0]) {
        throw notBegun("stopped or expired before the pump was free for it");
      }
      DoseRun run = session.pump().dispense(entry.operation, entry.applied);
      bridge.locked(() -> started(entry, reply));
      var unused =
          run.report().whenComplete((report, failure) -> bridge.locked(() -> ended(entry, report)));
      return;
    } catch (DeviceException e) {
      failed = e;
    } catch (IllegalArgumentException e) {
      failed = notBegun(String.valueOf(e.getMessage()));
    }
    DeviceException why = failed;
    bridge.locked(
        () -> {
          if (why.outcome() == Outcome.NOT_DONE) {
            notStarted(entry, reply, why);
          } else {
            started(entry, reply);
            settleSoon(entry);
          }
        });
  }

  private static DeviceException notBegun(String why) {
    return new DeviceException(DeviceException.Reason.REJECTED, Outcome.NOT_DONE, why);
  }

  /** It began, or may have. */
  private void started(Entry entry, Reply reply) {
    entry.starting = false;
    // If it was to stop meanwhile: only now is it certain what there is to be stopped.
    brake.starting(false);
    reply.give(entry.status());
  }

  private void notStarted(Entry entry, Reply reply, DeviceException why) {
    current = null;
    if (reply.given()) {
      entry.endNotBegun();
      bridge.event(entry.status());
      bridge.event(
          Answers.alarm(
              "dose-not-begun", String.valueOf(why.getMessage()), SafeState.getDefaultInstance()));
    } else {
      entry.discard();
      reply.give(Answers.refused(why));
    }
    entry.starting = false;
    brake.starting(false);
  }

  /** What a run says at its end; null if it does not know. */
  private void ended(Entry entry, @Nullable DoseReport report) {
    if (report == null) {
      settleSoon(entry);
    } else {
      hear(entry, report);
    }
  }

  /** Takes in what the driver says of {@code entry}. */
  void hear(Entry entry, DoseReport report) {
    if (!entry.running()) {
      return;
    }
    if (report.end() == DoseReport.End.NOT_YET) {
      entry.progress(report.delivered());
      return;
    }
    entry.end(report);
    over(entry);
  }

  private void over(Entry entry) {
    current = current == entry ? null : current;
    book.count(entry, time.nanoTime());
    bridge.event(entry.status());
  }

  /** Asks the driver, which asks its ledger and the pump, until it knows. Never starts anything. */
  private void settleSoon(Entry entry) {
    var unused =
        time.after(
            ASK_AGAIN,
            () -> {
              if (!hand.offer(() -> settle(entry))) {
                bridge.locked(() -> settleSoon(entry));
              }
            });
  }

  private void settle(Entry entry) {
    var open = new boolean[1];
    // A pump that is away is asked when it is there again.
    bridge.locked(() -> open[0] = entry.running() && session.there());
    if (!open[0]) {
      return;
    }
    try {
      Optional<DoseReport> report = session.pump().report(entry.operation);
      bridge.locked(() -> settled(entry, report));
    } catch (DeviceException e) {
      bridge.locked(
          () -> {
            if (!entry.running()) {
              // Its end has come meanwhile.
              return;
            }
            if (e.reason() == DeviceException.Reason.REJECTED) {
              entry.endUnknown();
              over(entry);
            } else {
              settleSoon(entry);
            }
          });
    }
  }

  private void settled(Entry entry, Optional<DoseReport> report) {
    if (!entry.running()) {
      return;
    }
    if (report.isEmpty()) {
      entry.endNotBegun();
      over(entry);
      return;
    }
    hear(entry, report.get());
    if (entry.running()) {
      settleSoon(entry);
    }
  }
}
