package org.wetstack.emulator.board;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.wetstack.hal.spi.Timebase;
import org.wetstack.protocol.v1.Commit;
import org.wetstack.protocol.v1.DeviceDescription;
import org.wetstack.protocol.v1.DeviceMessage;
import org.wetstack.protocol.v1.DoseStatus;
import org.wetstack.protocol.v1.DoseStatus.State;
import org.wetstack.protocol.v1.HostMessage;
import org.wetstack.protocol.v1.Prepare;
import org.wetstack.protocol.v1.PumpDescription;
import org.wetstack.protocol.v1.Refused.Reason;
import org.wetstack.protocol.v1.SafeState;

/**
 * A syringe pump and its firmware: a motor that makes whole steps at an even rate, and a ledger.
 * SPEC.md, section 10.
 */
final class PumpUnit implements Unit {

  private static final long NANOS_PER_MINUTE = 60_000_000_000L;
  private static final Duration FEED_EVERY = Duration.ofMillis(50);

  private final EmulatedBoard board;
  private final int index;
  private final PumpSpec spec;
  private final DoseLedger ledger = new DoseLedger();

  private DoseLedger.@Nullable Entry prepared;
  private DoseLedger.@Nullable Entry running;
  private long startedNanos;
  private int fedNanoliters;
  private Timebase.@Nullable Timer timer;

  private final Outflow outflow;

  PumpUnit(EmulatedBoard board, int index, PumpSpec spec) {
    this.board = board;
    this.index = index;
    this.spec = spec;
    this.outflow = new Outflow(spec.reservoirNanoliters());
  }

  @Override
  public DeviceDescription describe() {
    return DeviceDescription.newBuilder()
        .setName(spec.name())
        .setPump(
            PumpDescription.newBuilder()
                .setStepNanoliters(spec.stepNanoliters())
                .setMaxVolumeNanoliters(spec.maxVolumeNanoliters())
                .setMaxVolumePerHourNanoliters(spec.maxVolumePerHourNanoliters())
                .setMinRateNanolitersPerMinute(spec.minRateNanolitersPerMinute())
                .setMaxRateNanolitersPerMinute(spec.maxRateNanolitersPerMinute())
                .setRateStepNanolitersPerMinute(spec.rateStepNanolitersPerMinute()))
        .build();
  }

  @Override
  public boolean supports(HostMessage.BodyCase body) {
    return switch (body) {
      case PREPARE, COMMIT, QUERY_DOSE -> true;
      default -> false;
    };
  }

  @Override
  public DeviceMessage.@Nullable Builder fromLedger(HostMessage message) {
    settle();
    long operation;
    if (message.hasPrepare()) {
      operation = message.getPrepare().getOperationId();
    } else if (message.hasCommit()) {
      operation = message.getCommit().getOperationId();
    } else {
      return null;
    }
    DoseLedger.Entry entry = ledger.find(operation);
    if (entry == null || !entry.begun()) {
      return null;
    }
    if (message.hasPrepare()) {
      requireSame(entry, message.getPrepare());
    }
    return status(entry);
  }

  private void requireSame(DoseLedger.Entry entry, Prepare prepare) {
    if (entry.volumeNanoliters != appliedVolume(prepare)
        || entry.rateNanolitersPerMinute != appliedRate(prepare)) {
      throw new RefusedException(
          Reason.REASON_OPERATION_CONFLICT, "that operation is another dose");
    }
  }

  private long appliedVolume(Prepare prepare) {
    long volume = Integer.toUnsignedLong(prepare.getVolumeNanoliters());
    return volume / spec.stepNanoliters() * spec.stepNanoliters();
  }

  private long appliedRate(Prepare prepare) {
    long rate = Integer.toUnsignedLong(prepare.getRateNanolitersPerMinute());
    return rate / spec.rateStepNanolitersPerMinute() * spec.rateStepNanolitersPerMinute();
  }

  @Override
  public DeviceMessage.Builder handle(HostMessage message) {
    settle();
    return switch (message.getBodyCase()) {
      case PREPARE -> prepare(message.getPrepare(), message.getNotAfterMicros());
      case COMMIT -> commit(message.getCommit());
      default -> query(message.getQueryDose().getOperationId());
    };
  }

  private DeviceMessage.Builder prepare(Prepare wanted, long notAfterMicros) {
    requireName(wanted.getOperationId());
    long volume = appliedVolume(wanted);
    long rate = appliedRate(wanted);
    if (Integer.toUnsignedLong(wanted.getVolumeNanoliters()) > spec.maxVolumeNanoliters()
        || volume == 0) {
      throw new RefusedException(
          Reason.REASON_OUT_OF_RANGE,
          "volume must be " + spec.stepNanoliters() + " to " + spec.maxVolumeNanoliters() + " nL");
    }
    if (Integer.toUnsignedLong(wanted.getRateNanolitersPerMinute())
            > spec.maxRateNanolitersPerMinute()
        || rate < spec.minRateNanolitersPerMinute()) {
      throw new RefusedException(
          Reason.REASON_OUT_OF_RANGE,
          "rate must be "
              + spec.minRateNanolitersPerMinute()
              + " to "
              + spec.maxRateNanolitersPerMinute()
              + " nL/min");
    }
    DoseLedger.Entry entry = ledger.find(wanted.getOperationId());
    if (entry != null) {
      requireSame(entry, wanted);
    }
    if (running != null) {
      throw new RefusedException(Reason.REASON_BUSY, "a dose is running");
    }
    long hour = ledger.lastHourNanoliters(board.clock().poweredNanos());
    if (hour + volume > spec.maxVolumePerHourNanoliters()) {
      throw new RefusedException(
          Reason.REASON_HOURLY_LIMIT,
          hour + " nL this hour, limit " + spec.maxVolumePerHourNanoliters() + " nL");
    }
    discardPrepared();
    if (entry == null) {
      entry = ledger.add(new DoseLedger.Entry(wanted.getOperationId(), (int) volume, (int) rate));
    }
    entry.state = State.STATE_PREPARED;
    entry.notAfterMicros = notAfterMicros;
    prepared = entry;
    return status(entry);
  }

  private static void requireName(long operation) {
    if (operation == 0) {
      throw new RefusedException(Reason.REASON_MALFORMED, "operation_id is 0");
    }
  }

  private DeviceMessage.Builder commit(Commit commit) {
    requireName(commit.getOperationId());
    DoseLedger.Entry entry = ledger.find(commit.getOperationId());
    if (entry == null && ledger.forgotSomething()) {
      throw new RefusedException(Reason.REASON_OPERATION_TOO_OLD, "the ledger has forgotten some");
    }
    if (entry == null || entry != prepared) {
      throw new RefusedException(Reason.REASON_NOT_PREPARED, "no such dose is prepared");
    }
    prepared = null;
    running = entry;
    entry.state = State.STATE_RUNNING;
    outflow.begin(entry.operation, board.world().nanos());
    startedNanos = board.clock().deviceNanos();
    fedNanoliters = 0;
    schedule();
    if (faulty()) {
      board.world().after(Duration.ofMillis(20), this::checkLine);
    }
    return status(entry);
  }

  private DeviceMessage.Builder query(long operation) {
    requireName(operation);
    DoseLedger.Entry entry = ledger.find(operation);
    if (entry != null) {
      return status(entry);
    }
    if (ledger.forgotSomething()) {
      throw new RefusedException(Reason.REASON_OPERATION_TOO_OLD, "the ledger has forgotten some");
    }
    return DeviceMessage.newBuilder()
        .setDoseStatus(
            DoseStatus.newBuilder().setOperationId(operation).setState(State.STATE_NEVER_SEEN));
  }

  private static DeviceMessage.Builder status(DoseLedger.Entry entry) {
    return DeviceMessage.newBuilder().setDoseStatus(entry.status());
  }

  /** Brings the books up to this instant. */
  private void settle() {
    if (prepared != null
        && Long.compareUnsigned(board.clock().micros(), prepared.notAfterMicros) > 0) {
      discardPrepared();
    }
    advance();
  }

  private void discardPrepared() {
    if (prepared != null) {
      prepared.state = State.STATE_NEVER_SEEN;
      prepared = null;
    }
  }

  /** Makes the steps that are due; ends the dose when it is complete. */
  private void advance() {
    DoseLedger.Entry dose = running;
    if (dose == null || outflow.occluded()) {
      return;
    }
    long elapsed = board.clock().deviceNanos() - startedNanos;
    long due = elapsed >= durationNanos(dose) ? dose.volumeNanoliters : steps(dose, elapsed);
    long possible = Math.min(due, fedNanoliters + outflow.reservoirNanoliters());
    possible -= possible % spec.stepNanoliters();
    int delta = (int) (possible - fedNanoliters);
    if (delta > 0) {
      fedNanoliters += delta;
      outflow.push(delta, board.world().nanos());
    }
    dose.lowerNanoliters = fedNanoliters;
    dose.upperNanoliters = fedNanoliters;
    if (fedNanoliters == dose.volumeNanoliters) {
      end(State.STATE_COMPLETE);
    } else if (possible < due) {
      fault("reservoir-empty", "the reservoir of " + spec.name() + " is empty");
    }
  }

  private long steps(DoseLedger.Entry dose, long elapsedNanos) {
    // At most 60e9 × max volume (1e8) while elapsed is within the dose's duration: fits a long.
    long flowed = elapsedNanos * dose.rateNanolitersPerMinute / NANOS_PER_MINUTE;
    return flowed - flowed % spec.stepNanoliters();
  }

  private static long durationNanos(DoseLedger.Entry dose) {
    long product = dose.volumeNanoliters * NANOS_PER_MINUTE;
    return (product + dose.rateNanolitersPerMinute - 1) / dose.rateNanolitersPerMinute;
  }

  private void schedule() {
    DoseLedger.Entry dose = running;
    if (dose == null) {
      return;
    }
    Duration rest = board.clock().until(startedNanos + durationNanos(dose));
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

  private void end(State state) {
    DoseLedger.Entry dose = running;
    if (dose == null) {
      return;
    }
    dose.state = state;
    running = null;
    if (timer != null) {
      timer.cancel();
    }
    ledger.count(dose, board.clock().poweredNanos());
    board.event(index, status(dose));
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

  @Override
  public void halt(Halt why) {
    settle();
    discardPrepared();
    end(
        switch (why) {
          case STOPPED -> State.STATE_STOPPED;
          case FAULT -> State.STATE_FAULT;
          case HOST_SILENT -> State.STATE_HOST_SILENT;
        });
  }

  @Override
  public void sessionEnded() {
    discardPrepared();
  }

  @Override
  public boolean faulty() {
    return outflow.occluded() || outflow.reservoirNanoliters() < spec.stepNanoliters();
  }

  @Override
  public void powerLost() {
    settle();
    discardPrepared();
    DoseLedger.Entry dose = running;
    if (dose != null) {
      // Only what was written counts: whole quanta, and the one that was under way.
      int written = fedNanoliters - fedNanoliters % spec.quantumNanoliters();
      dose.lowerNanoliters = written;
      dose.upperNanoliters =
          (int) Math.min(dose.volumeNanoliters, (long) written + spec.quantumNanoliters());
      dose.state = State.STATE_POWER_LOST;
      running = null;
      if (timer != null) {
        timer.cancel();
      }
      ledger.count(dose, board.clock().poweredNanos());
    }
  }

  void occlude(boolean closed) {
    settle();
    outflow.occlude(closed);
    checkLine();
  }

  void fill(long nanoliters) {
    settle();
    outflow.fill(nanoliters);
    checkLine();
  }

  PumpSpec spec() {
    return spec;
  }

  /** What has really flowed, up to this instant. */
  Outflow outflow() {
    settle();
    return outflow;
  }
}
