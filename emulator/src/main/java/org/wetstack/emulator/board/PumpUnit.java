package org.wetstack.emulator.board;

import org.jspecify.annotations.Nullable;
import org.wetstack.protocol.v1.Commit;
import org.wetstack.protocol.v1.DeviceDescription;
import org.wetstack.protocol.v1.DeviceMessage;
import org.wetstack.protocol.v1.DoseStatus;
import org.wetstack.protocol.v1.DoseStatus.State;
import org.wetstack.protocol.v1.HostMessage;
import org.wetstack.protocol.v1.Prepare;
import org.wetstack.protocol.v1.PumpDescription;
import org.wetstack.protocol.v1.Refused.Reason;

/**
 * A syringe pump's firmware: what it takes as a dose, and what it says of those it remembers.
 * SPEC.md, section 10.
 */
final class PumpUnit implements Unit {

  private final EmulatedBoard board;
  private final PumpSpec spec;
  private final DoseLedger ledger;
  private final Motor motor;
  private DoseLedger.@Nullable Entry prepared;

  PumpUnit(EmulatedBoard board, int index, PumpSpec spec) {
    this.board = board;
    this.spec = spec;
    this.ledger = new DoseLedger(board.diary(), index, spec);
    this.motor = new Motor(board, index, spec, ledger);
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
      Doses.requireSame(entry, message.getPrepare(), spec);
    }
    return entry.status();
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
    Doses.check(wanted, spec);
    long volume = Doses.appliedVolume(wanted, spec);
    long rate = Doses.appliedRate(wanted, spec);
    DoseLedger.Entry entry = ledger.find(wanted.getOperationId());
    if (entry != null) {
      Doses.requireSame(entry, wanted, spec);
    }
    if (motor.turning()) {
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
    return entry.status();
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
    motor.begin(entry);
    return entry.status();
  }

  private DeviceMessage.Builder query(long operation) {
    requireName(operation);
    DoseLedger.Entry entry = ledger.find(operation);
    if (entry != null) {
      return entry.status();
    }
    if (ledger.forgotSomething()) {
      throw new RefusedException(Reason.REASON_OPERATION_TOO_OLD, "the ledger has forgotten some");
    }
    return DeviceMessage.newBuilder()
        .setDoseStatus(
            DoseStatus.newBuilder().setOperationId(operation).setState(State.STATE_NEVER_SEEN));
  }

  /** Brings the books up to this instant. */
  private void settle() {
    if (prepared != null
        && Long.compareUnsigned(board.clock().micros(), prepared.notAfterMicros) > 0) {
      discardPrepared();
    }
    motor.advance();
  }

  private void discardPrepared() {
    if (prepared != null) {
      prepared.state = State.STATE_NEVER_SEEN;
      prepared = null;
    }
  }

  @Override
  public void halt(Halt why) {
    settle();
    discardPrepared();
    motor.end(
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
    return motor.faulty();
  }

  @Override
  public void powerLost() {
    settle();
    discardPrepared();
    motor.powerLost();
  }

  void occlude(boolean closed) {
    settle();
    motor.outflow().occlude(closed);
    motor.checkLine();
  }

  void fill(long nanoliters) {
    settle();
    motor.outflow().fill(nanoliters);
    motor.checkLine();
  }

  PumpSpec spec() {
    return spec;
  }

  /** What has really flowed, up to this instant. */
  Outflow outflow() {
    settle();
    return motor.outflow();
  }
}
