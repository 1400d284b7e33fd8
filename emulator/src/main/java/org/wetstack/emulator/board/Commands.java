package org.wetstack.emulator.board;

import java.util.List;
import org.wetstack.protocol.v1.DeviceMessage;
import org.wetstack.protocol.v1.HostMessage;
import org.wetstack.protocol.v1.HostMessage.BodyCase;
import org.wetstack.protocol.v1.Refused.Reason;

/**
 * What a board does with one request: which unit it is for, and whether it comes in time and may be
 * obeyed in the safe state. SPEC.md, 4 and 7.
 */
final class Commands {

  private final List<Unit> units;
  private final BoardClock clock;
  private final SafeLatch safe;
  private final BoardBench bench;

  /** Commands to {@code units}, which may still be filled. */
  Commands(List<Unit> units, BoardClock clock, SafeLatch safe, BoardBench bench) {
    this.units = units;
    this.clock = clock;
    this.safe = safe;
    this.bench = bench;
  }

  /** Carries out a request of a session, or throws {@link RefusedException} having done nothing. */
  DeviceMessage.Builder obey(HostMessage message) {
    BodyCase body = message.getBodyCase();
    switch (body) {
      case GOODBYE -> {
        requireInTime(message);
        units.forEach(unit -> unit.halt(Unit.Halt.STOPPED));
        return Answers.done();
      }
      case CLEAR_SAFE_STATE -> {
        requireInTime(message);
        return clearSafeState();
      }
      case BODY_NOT_SET ->
          throw new RefusedException(Reason.REASON_UNSUPPORTED, "no message that I know");
      default -> {}
    }
    Unit unit = unitFor(message);
    if (body == BodyCase.DESCRIBE) {
      requireInTime(message);
      return DeviceMessage.newBuilder().setDescription(unit.describe());
    }
    if (!unit.supports(body)) {
      throw new RefusedException(
          Reason.REASON_UNSUPPORTED, "device " + message.getDevice() + " cannot do that");
    }
    DeviceMessage.Builder known = unit.fromLedger(message);
    if (known != null) {
      return known;
    }
    requireInTime(message);
    if (acts(body) && safe.closed()) {
      throw new RefusedException(
          Reason.REASON_SAFE_STATE, safe.state().getCause() + " " + safe.detail());
    }
    return unit.handle(message);
  }

  /** Stops a unit, in a session or not. */
  DeviceMessage.Builder stop(HostMessage message) {
    Unit unit = unitFor(message);
    if (unit instanceof SensorUnit || (unit instanceof LightUnit light && !light.flashes())) {
      throw new RefusedException(Reason.REASON_UNSUPPORTED, "nothing to stop");
    }
    unit.halt(Unit.Halt.STOPPED);
    return Answers.done();
  }

  private Unit unitFor(HostMessage message) {
    int index = message.getDevice();
    if (index < 0 || index >= units.size()) {
      throw new RefusedException(
          Reason.REASON_NO_SUCH_DEVICE,
          "device " + Integer.toUnsignedString(index) + " of " + units.size());
    }
    return units.get(index);
  }

  private static boolean acts(BodyCase body) {
    return switch (body) {
      case PREPARE, COMMIT, ARM_STIMULUS, TRIGGER, FLASH, WRITE_REGISTER -> true;
      default -> false;
    };
  }

  private void requireInTime(HostMessage message) {
    boolean required = acts(message.getBodyCase()) || message.hasLoadStimulus();
    long limit = message.getNotAfterMicros();
    if (limit == 0 && required) {
      throw new RefusedException(Reason.REASON_MALFORMED, "not_after_micros is required");
    }
    if (limit != 0 && Long.compareUnsigned(clock.micros(), limit) > 0) {
      throw new RefusedException(
          Reason.REASON_EXPIRED, "now " + clock.micros() + ", limit " + limit);
    }
  }

  private DeviceMessage.Builder clearSafeState() {
    if (bench.interlockOpen() || units.stream().anyMatch(Unit::faulty)) {
      throw new RefusedException(Reason.REASON_FAULT, "the cause is still there: " + safe.detail());
    }
    safe.clear();
    return Answers.done();
  }
}
