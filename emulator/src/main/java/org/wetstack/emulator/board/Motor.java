package org.wetstack.emulator.board;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.wetstack.hal.spi.Timebase;
import org.wetstack.protocol.v1.DoseStatus.State;
import org.wetstack.protocol.v1.SafeState;

/** The motor of a pump: gives one dose in whole steps at an even rate, from Commit to its end. */
final class Motor {

  private static final Duration FEED_EVERY = Duration.ofMillis(50);

  /** How long a motor that cannot turn takes to notice. */
  private static final Duration STALL = Duration.ofMillis(20);

  private final EmulatedBoard board;
  private final int index;
  private final PumpSpec spec;
  private final DoseLedger ledger;
  private final Outflow outflow;

  private DoseLedger.@Nullable Entry running;
  private long startedNanos;
  private int fedNanoliters;
  private Timebase.@Nullable Timer timer;

  /** The motor of device {@code index}; doses that have ended are counted in {@code ledger}. */
  Motor(EmulatedBoard board, int index, PumpSpec spec, DoseLedger ledger) {
    this.board = board;
    this.index = index;
    this.spec = spec;
    this.ledger = ledger;
    this.outflow = new Outflow(spec.reservoirNanoliters());
  }

  boolean turning() {
    return running != null;
  }

  Outflow outflow() {
    return outflow;
  }

  /** Begins to turn for {@code dose}. */
  void begin(DoseLedger.Entry dose) {
    running = dose;
    dose.state = State.STATE_RUNNING;
    dose.lowerNanoliters = 0;
    dose.upperNanoliters = 0;
    ledger.note(dose, board.clock().poweredNanos());
    outflow.begin(dose.operation, board.world().nanos());
    startedNanos = board.clock().deviceNanos();
    fedNanoliters = 0;
    schedule();
    if (faulty()) {
      board.world().after(STALL, this::checkLine);
    }
  }

  private void schedule() {
    DoseLedger.Entry dose = running;
    if (dose == null) {
      return;
    }
    Duration rest = board.clock().until(startedNanos + Doses.durationNanos(dose));
    timer =
        board
            .world()
            .after(
                rest.compareTo(FEED_EVERY) < 0 ? rest : FEED_EVERY,
                () -> {
                  advance();
                  schedule();
                });
  }

  /** Makes the steps that are due; ends the dose when it is complete. */
  void advance() {
    DoseLedger.Entry dose = running;
    if (dose == null || outflow.occluded()) {
      return;
    }
    long due = Doses.due(dose, board.clock().deviceNanos() - startedNanos, spec);
    long possible = Math.min(due, fedNanoliters + outflow.reservoirNanoliters());
    possible -= possible % spec.stepNanoliters();
    int delta = (int) (possible - fedNanoliters);
    if (delta > 0) {
      fedNanoliters += delta;
      outflow.push(delta, board.world().nanos());
    }
    dose.lowerNanoliters = fedNanoliters;
    dose.upperNanoliters = fedNanoliters;
    if (delta > 0) {
      ledger.note(dose, board.clock().poweredNanos());
    }
    if (fedNanoliters == dose.volumeNanoliters) {
      end(State.STATE_COMPLETE);
    } else if (possible < due) {
      fault("reservoir-empty", "the reservoir of " + spec.name() + " is empty");
    }
  }

  /** Rests; a dose that ran ends as {@code state}, and hosts are told. */
  void end(State state) {
    DoseLedger.Entry dose = rest(state);
    if (dose != null) {
      board.event(index, dose.status());
    }
  }

  private DoseLedger.@Nullable Entry rest(State state) {
    DoseLedger.Entry dose = running;
    if (dose != null) {
      dose.state = state;
      running = null;
      if (timer != null) {
        timer.cancel();
      }
      ledger.count(dose, board.clock().poweredNanos());
    }
    return dose;
  }

  private void fault(String code, String detail) {
    end(State.STATE_FAULT);
    board.goSafe(index, SafeState.Cause.CAUSE_FAULT, code, detail);
  }

  /** Finds out about an occlusion or an empty reservoir while a dose runs. */
  void checkLine() {
    if (running == null) {
      return;
    }
    if (outflow.occluded()) {
      fault("occlusion", "the line of " + spec.name() + " is occluded");
    } else {
      advance();
    }
  }

  /** Whether the line is occluded, or the reservoir has less than a step. */
  boolean faulty() {
    return outflow.occluded() || outflow.reservoirNanoliters() < spec.stepNanoliters();
  }

  /** Rests without power: of a dose that ran, only what was written in time is known. */
  void powerLost() {
    DoseLedger.Entry dose = running;
    if (dose != null) {
      dose.powerLost(fedNanoliters, spec);
      var unused = rest(State.STATE_POWER_LOST);
    }
  }
}
