package org.wetstack.drivers.firmware;

import org.wetstack.hal.Delivered;
import org.wetstack.hal.Dose;
import org.wetstack.hal.DoseReport;
import org.wetstack.hal.OperationId;
import org.wetstack.hal.PumpLimits;
import org.wetstack.hal.units.FlowRate;
import org.wetstack.hal.units.Volume;
import org.wetstack.protocol.v1.DoseStatus;
import org.wetstack.protocol.v1.PumpDescription;

/** Doses as they travel, in the words of the HAL. */
final class Doses {

  private Doses() {}

  /** The limits that the pump called {@code name} states; throws if they make no sense. */
  static PumpLimits limits(String name, PumpDescription pump) {
    try {
      return new PumpLimits(
          volume(pump.getStepNanoliters()),
          volume(pump.getMaxVolumeNanoliters()),
          volume(pump.getMaxVolumePerHourNanoliters()),
          rate(pump.getMinRateNanolitersPerMinute()),
          rate(pump.getMaxRateNanolitersPerMinute()),
          rate(pump.getRateStepNanolitersPerMinute()),
          volume(pump.getToleranceNanoliters()));
    } catch (IllegalArgumentException e) {
      throw FirmwareBoard.protocol("pump '" + name + "' states limits that make no sense: " + e);
    }
  }

  private static Volume volume(int nanoliters) {
    return Volume.nanoliters(Integer.toUnsignedLong(nanoliters));
  }

  private static FlowRate rate(int nanolitersPerMinute) {
    return FlowRate.nanolitersPerMinute(Integer.toUnsignedLong(nanolitersPerMinute));
  }

  /** Whether flow of this dose has ever begun. */
  static boolean begun(DoseStatus status) {
    return status.getState() != DoseStatus.State.STATE_NEVER_SEEN
        && status.getState() != DoseStatus.State.STATE_PREPARED;
  }

  /** The dose as it was applied. */
  static Dose applied(DoseStatus status) {
    return new Dose(
        volume(status.getAppliedVolumeNanoliters()),
        rate(Math.max(1, status.getAppliedRateNanolitersPerMinute())));
  }

  /** The report of a dose that has begun; throws for any other. */
  static DoseReport report(DoseStatus status) {
    DoseReport.End end =
        switch (status.getState()) {
          case STATE_RUNNING -> DoseReport.End.NOT_YET;
          case STATE_COMPLETE -> DoseReport.End.COMPLETE;
          case STATE_STOPPED -> DoseReport.End.STOPPED;
          case STATE_FAULT -> DoseReport.End.FAULT;
          case STATE_HOST_SILENT -> DoseReport.End.HOST_SILENT;
          case STATE_POWER_LOST -> DoseReport.End.POWER_LOST;
          case STATE_UNSPECIFIED, STATE_NEVER_SEEN, STATE_PREPARED, UNRECOGNIZED ->
              throw FirmwareBoard.protocol("a dose in state " + status.getState());
        };
    return new DoseReport(
        new OperationId(status.getOperationId()),
        applied(status),
        new Delivered(
            volume(status.getDeliveredLowerNanoliters()),
            volume(status.getDeliveredUpperNanoliters())),
        end);
  }
}
