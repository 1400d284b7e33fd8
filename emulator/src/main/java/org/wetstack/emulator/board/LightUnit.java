package org.wetstack.emulator.board;

import org.jspecify.annotations.Nullable;
import org.wetstack.hal.spi.Timebase;
import org.wetstack.protocol.v1.DeviceDescription;
import org.wetstack.protocol.v1.DeviceMessage;
import org.wetstack.protocol.v1.Flash;
import org.wetstack.protocol.v1.FlashStatus;
import org.wetstack.protocol.v1.FlashStatus.State;
import org.wetstack.protocol.v1.HostMessage;
import org.wetstack.protocol.v1.LightDescription;
import org.wetstack.protocol.v1.Refused.Reason;
import org.wetstack.protocol.v1.SafeState;

/** A light and its firmware, which flashes it and puts it out. SPEC.md, section 14. */
final class LightUnit implements Unit {

  private static final long PICOJOULES_PER_MICROJOULE = 1_000_000L;

  private final EmulatedBoard board;
  private final int index;
  private final LightSpec spec;
  private final FlashLedger ledger = new FlashLedger();
  private final Lamp lamp = new Lamp();
  private FlashLedger.@Nullable Entry running;
  private long startedNanos;
  private Timebase.@Nullable Timer timer;

  LightUnit(EmulatedBoard board, int index, LightSpec spec) {
    this.board = board;
    this.index = index;
    this.spec = spec;
  }

  @Override
  public DeviceDescription describe() {
    return DeviceDescription.newBuilder()
        .setName(spec.name())
        .setLight(
            LightDescription.newBuilder()
                .setWavelengthNanometers(spec.wavelengthNanometers())
                .setMaxPowerMicrowatts(spec.maxPowerMicrowatts())
                .setPowerStepMicrowatts(spec.powerStepMicrowatts())
                .setMaxFlashMicros(spec.maxFlashMicros())
                .setMaxFlashMicrojoules(spec.maxFlashMicrojoules()))
        .build();
  }

  /** Whether it takes any commands at all. */
  boolean flashes() {
    return spec.flashes();
  }

  @Override
  public boolean supports(HostMessage.BodyCase body) {
    return switch (body) {
      case FLASH, QUERY_FLASH -> flashes();
      default -> false;
    };
  }

  @Override
  public DeviceMessage.@Nullable Builder fromLedger(HostMessage message) {
    settle();
    FlashLedger.Entry entry =
        message.hasFlash() ? ledger.find(message.getFlash().getOperationId()) : null;
    if (entry != null && !entry.is(message.getFlash())) {
      throw new RefusedException(
          Reason.REASON_OPERATION_CONFLICT, "that operation is another flash");
    }
    return entry == null ? null : entry.status();
  }

  @Override
  public DeviceMessage.Builder handle(HostMessage message) {
    settle();
    return message.hasFlash()
        ? flash(message.getFlash())
        : query(message.getQueryFlash().getOperationId());
  }

  private DeviceMessage.Builder flash(Flash wanted) {
    requireName(wanted.getOperationId());
    check(wanted);
    if (running != null) {
      throw new RefusedException(Reason.REASON_BUSY, "a flash is running");
    }
    var entry = new FlashLedger.Entry(wanted, board.clock().micros());
    ledger.add(entry);
    running = entry;
    startedNanos = board.clock().deviceNanos();
    lamp.on(entry.operation, entry.powerMicrowatts, board.world().nanos());
    schedule(entry);
    return entry.status();
  }

  private void schedule(FlashLedger.Entry entry) {
    timer =
        board
            .world()
            .after(
                board.clock().until(startedNanos + entry.durationMicros * 1_000L),
                () -> {
                  settle();
                  if (running == entry) {
                    // The clock was made to run slower meanwhile.
                    schedule(entry);
                  }
                });
  }

  private static void requireName(long operation) {
    if (operation == 0) {
      throw new RefusedException(Reason.REASON_MALFORMED, "operation_id is 0");
    }
  }

  private void check(Flash wanted) {
    long power = Integer.toUnsignedLong(wanted.getPowerMicrowatts());
    long micros = Integer.toUnsignedLong(wanted.getDurationMicros());
    int step = spec.powerStepMicrowatts();
    if (power == 0 || power > spec.maxPowerMicrowatts() || power % step != 0) {
      throw outOfRange(
          "power must be "
              + step
              + " to "
              + spec.maxPowerMicrowatts()
              + " uW, in steps of "
              + step);
    }
    if (micros == 0 || micros > spec.maxFlashMicros()) {
      throw outOfRange("duration must be 1 to " + spec.maxFlashMicros() + " us");
    }
    // At most 1e7 µW × 2^31 µs: fits a long.
    if (power * micros > spec.maxFlashMicrojoules() * PICOJOULES_PER_MICROJOULE) {
      throw outOfRange(
          "power times duration must be at most " + spec.maxFlashMicrojoules() + " uJ");
    }
  }

  private static RefusedException outOfRange(String detail) {
    return new RefusedException(Reason.REASON_OUT_OF_RANGE, detail);
  }

  private DeviceMessage.Builder query(long operation) {
    requireName(operation);
    FlashLedger.Entry entry = ledger.find(operation);
    if (entry != null) {
      return entry.status();
    }
    if (ledger.forgotSomething()) {
      throw new RefusedException(Reason.REASON_OPERATION_TOO_OLD, "the ledger has forgotten some");
    }
    return DeviceMessage.newBuilder()
        .setFlashStatus(
            FlashStatus.newBuilder().setOperationId(operation).setState(State.STATE_NEVER_SEEN));
  }

  /** Brings the books up to this instant, and ends a flash that is complete. */
  private void settle() {
    FlashLedger.Entry entry = running;
    if (entry == null) {
      return;
    }
    long lit = (board.clock().deviceNanos() - startedNanos) / 1_000;
    entry.litMicros = (int) Math.min(entry.durationMicros, lit);
    if (entry.litMicros == entry.durationMicros) {
      end(State.STATE_COMPLETE);
    }
  }

  /** Goes dark; a flash that ran ends as {@code state}, and hosts are told. */
  private void end(State state) {
    FlashLedger.Entry entry = running;
    if (entry == null) {
      return;
    }
    running = null;
    entry.state = state;
    if (timer != null) {
      timer.cancel();
    }
    lamp.off(board.world().nanos());
    board.event(index, entry.status());
  }

  @Override
  public void halt(Halt why) {
    settle();
    end(
        switch (why) {
          case STOPPED -> State.STATE_STOPPED;
          case FAULT -> State.STATE_FAULT;
          case HOST_SILENT -> State.STATE_HOST_SILENT;
        });
  }

  @Override
  public boolean faulty() {
    return lamp.hot();
  }

  @Override
  public void powerLost() {
    settle();
    running = null;
    if (timer != null) {
      timer.cancel();
    }
    lamp.off(board.world().nanos());
    ledger.clear();
  }

  void heat(boolean tooHot) {
    settle();
    lamp.heat(tooHot);
    if (tooHot) {
      board.goSafe(
          index, SafeState.Cause.CAUSE_FAULT, "overheated", spec.name() + " is too hot to shine");
    }
  }

  /** The lamp as it is at this instant. */
  Lamp lamp() {
    settle();
    return lamp;
  }
}
