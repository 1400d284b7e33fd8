package org.wetstack.drivers.firmware;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.wetstack.hal.Flash;
import org.wetstack.hal.FlashReport;
import org.wetstack.hal.LightLimits;
import org.wetstack.hal.OperationId;
import org.wetstack.hal.units.Energy;
import org.wetstack.hal.units.Power;
import org.wetstack.protocol.v1.FlashStatus;
import org.wetstack.protocol.v1.LightDescription;

/** Flashes as they travel, in the words of the HAL. */
final class Flashes {

  private Flashes() {}

  /** The limits that the light called {@code name} states; throws if they make no sense. */
  static LightLimits limits(String name, LightDescription light) {
    try {
      if (light.getWavelengthNanometers() < 0) {
        throw new IllegalArgumentException(
            "a wavelength of " + Integer.toUnsignedString(light.getWavelengthNanometers()) + " nm");
      }
      return new LightLimits(
          light.getWavelengthNanometers(),
          power(light.getMaxPowerMicrowatts()),
          power(light.getPowerStepMicrowatts()),
          micros(light.getMaxFlashMicros()),
          Energy.microjoules(Integer.toUnsignedLong(light.getMaxFlashMicrojoules())));
    } catch (IllegalArgumentException e) {
      throw FirmwareBoard.protocol("light '" + name + "' states limits that make no sense: " + e);
    }
  }

  private static Power power(int microwatts) {
    return Power.microwatts(Integer.toUnsignedLong(microwatts));
  }

  private static Duration micros(int micros) {
    return Duration.of(Integer.toUnsignedLong(micros), ChronoUnit.MICROS);
  }

  /** {@code applied}, which is within the limits of a light, as it is asked for. */
  static org.wetstack.protocol.v1.Flash wanted(OperationId operation, Flash applied) {
    return org.wetstack.protocol.v1.Flash.newBuilder()
        .setOperationId(operation.value())
        .setPowerMicrowatts((int) applied.power().microwatts())
        .setDurationMicros((int) (applied.duration().toNanos() / 1_000))
        .build();
  }

  /**
   * What {@code status} says of {@code operation}; empty if that has never been seen.
   *
   * @throws org.wetstack.hal.DeviceException with PROTOCOL if it is about another operation or
   *     makes no sense
   */
  static Optional<FlashReport> report(OperationId operation, FlashStatus status) {
    if (status.getOperationId() != operation.value()) {
      throw FirmwareBoard.protocol(
          "asked about flash "
              + operation
              + ", but it told of "
              + Long.toHexString(status.getOperationId()));
    }
    FlashReport.End end =
        switch (status.getState()) {
          case STATE_NEVER_SEEN -> null;
          case STATE_RUNNING -> FlashReport.End.NOT_YET;
          case STATE_COMPLETE -> FlashReport.End.COMPLETE;
          case STATE_STOPPED -> FlashReport.End.STOPPED;
          case STATE_FAULT -> FlashReport.End.FAULT;
          case STATE_HOST_SILENT -> FlashReport.End.HOST_SILENT;
          case STATE_POWER_LOST -> FlashReport.End.POWER_LOST;
          case STATE_UNSPECIFIED, UNRECOGNIZED ->
              throw FirmwareBoard.protocol("a flash in state " + status.getState());
        };
    if (end == null) {
      return Optional.empty();
    }
    FlashReport report;
    try {
      var applied =
          new Flash(power(status.getPowerMicrowatts()), micros(status.getDurationMicros()));
      report = new FlashReport(operation, applied, micros(status.getLitMicros()), end);
    } catch (IllegalArgumentException e) {
      throw FirmwareBoard.protocol("flash " + operation + " as told makes no sense: " + e);
    }
    if (end == FlashReport.End.COMPLETE && !report.lit().equals(report.applied().duration())) {
      throw FirmwareBoard.protocol(
          "a flash of " + report.applied() + " is called complete after " + report.lit());
    }
    return Optional.of(report);
  }
}
