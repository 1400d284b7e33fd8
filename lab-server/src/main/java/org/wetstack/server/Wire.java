package org.wetstack.server;

import com.google.protobuf.Timestamp;
import java.time.Duration;
import java.time.Instant;
import org.wetstack.api.v1.AppliedStimulus;
import org.wetstack.api.v1.DoseState;
import org.wetstack.api.v1.FlashState;
import org.wetstack.api.v1.Progress;
import org.wetstack.api.v1.Recording;
import org.wetstack.api.v1.TrainState;
import org.wetstack.hal.Impedance;
import org.wetstack.hal.OperationId;
import org.wetstack.hal.Stimulus;
import org.wetstack.hal.units.Current;
import org.wetstack.lab.desk.Archive;
import org.wetstack.lab.desk.Impedances;
import org.wetstack.lab.desk.Operation;
import org.wetstack.lab.safety.Refusal;

/** Between what travels and what the controller works with. */
final class Wire {

  private static final long LATEST_SECONDS = 253_402_300_799L;

  private Wire() {}

  static DoseState dose(Operation operation) {
    return DoseState.newBuilder()
        .setOperation(operation.id().toString())
        .setProgress(progress(operation))
        .setNanoliters(operation.asked())
        .setNanolitersPerMinute(operation.rate())
        .setDeliveredAtLeastNanoliters(operation.atLeast())
        .setDeliveredAtMostNanoliters(operation.atMost())
        .setEnd(operation.end())
        .setReason(operation.reason())
        .build();
  }

  static FlashState flash(Operation operation) {
    return FlashState.newBuilder()
        .setOperation(operation.id().toString())
        .setProgress(progress(operation))
        .setMicrowatts(operation.rate())
        .setMicroseconds(operation.asked() / operation.rate())
        .setLitAtLeastMicroseconds(operation.atLeast() / operation.rate())
        .setLitAtMostMicroseconds(operation.atMost() / operation.rate())
        .setEnd(operation.end())
        .setReason(operation.reason())
        .build();
  }

  static TrainState train(Operation operation) {
    return TrainState.newBuilder()
        .setOperation(operation.id().toString())
        .setProgress(progress(operation))
        .setFirstSample(operation.sample())
        .setReason(operation.reason())
        .build();
  }

  private static Progress progress(Operation operation) {
    return Progress.valueOf(operation.progress().name());
  }

  static OperationId operation(String digits) {
    try {
      return new OperationId(Long.parseUnsignedLong(digits, 16));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "'" + digits + "' names no operation: it is 16 hexadecimal digits", e);
    }
  }

  static Operation require(Operation operation, Operation.Kind kind) {
    if (operation.kind() != kind) {
      throw new Refusal(
          "unknown.operation",
          "",
          operation.id().toString(),
          "operation " + operation.id() + " is a " + operation.kind());
    }
    return operation;
  }

  static Stimulus stimulus(org.wetstack.api.v1.Stimulus wanted) {
    return new Stimulus(
        wanted.getElectrodesList(),
        wanted.getPhasesList().stream()
            .map(
                phase ->
                    new Stimulus.Phase(
                        Current.nanoamps(phase.getNanoamps()),
                        nanos("a phase", phase.getNanoseconds())))
            .toList(),
        nanos("the interphase delay", wanted.getInterphaseNanoseconds()),
        wanted.getPulses(),
        nanos("the period", wanted.getPeriodNanoseconds()),
        nanos("the settling", wanted.getSettleNanoseconds()),
        nanos("the charge recovery", wanted.getRecoveryNanoseconds()));
  }

  private static Duration nanos(String what, long nanoseconds) {
    if (nanoseconds < 0) {
      throw new IllegalArgumentException(what + " is longer than 292 years");
    }
    return Duration.ofNanos(nanoseconds);
  }

  static AppliedStimulus applied(org.wetstack.hal.AppliedStimulus applied) {
    AppliedStimulus.Builder picture =
        AppliedStimulus.newBuilder()
            .addAllElectrodes(applied.electrodes())
            .setInterphaseTicks(applied.interphaseTicks())
            .setPulses(applied.pulses())
            .setPeriodTicks(applied.periodTicks())
            .setSettleTicks(applied.settleTicks())
            .setRecoveryTicks(applied.recoveryTicks())
            .setTicksPerSecond(applied.ticksPerSecond());
    for (var phase : applied.phases()) {
      picture.addPhasesBuilder().setNanoamps(phase.amplitude().nanoamps()).setTicks(phase.ticks());
    }
    return picture.build();
  }

  static Recording recording(Archive.Kept kept) {
    return Recording.newBuilder()
        .setRecording(kept.name())
        .setCulture(kept.culture())
        .setTitle(kept.title())
        .setStarted(time(kept.started()))
        .setRunning(kept.running())
        .setMissed(kept.missed())
        .build();
  }

  static org.wetstack.api.v1.Impedances impedances(Impedances.Measurement measurement) {
    org.wetstack.api.v1.Impedances.Builder told =
        org.wetstack.api.v1.Impedances.newBuilder()
            .setMeasurement(measurement.name())
            .setCulture(measurement.culture())
            .setState(org.wetstack.api.v1.Impedances.State.valueOf(measurement.state().name()))
            .setReason(measurement.reason())
            .setBegun(time(measurement.at()));
    for (Impedance each : measurement.electrodes()) {
      told.addElectrodesBuilder()
          .setElectrode(each.electrode())
          .setHertz(each.hertz())
          .setOhms(each.ohms())
          .setDegrees(each.degrees());
    }
    return told.build();
  }

  static Timestamp time(Instant at) {
    return Timestamp.newBuilder().setSeconds(at.getEpochSecond()).setNanos(at.getNano()).build();
  }

  static Instant time(String what, Timestamp at) {
    if (at.getNanos() < 0
        || at.getNanos() > 999_999_999
        || at.getSeconds() < 0
        || at.getSeconds() > LATEST_SECONDS) {
      throw new IllegalArgumentException(what + " is no time from 1970 to 9999");
    }
    return Instant.ofEpochSecond(at.getSeconds(), at.getNanos());
  }
}
