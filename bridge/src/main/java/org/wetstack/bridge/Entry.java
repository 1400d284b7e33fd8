package org.wetstack.bridge;

import org.jspecify.annotations.Nullable;
import org.wetstack.hal.Delivered;
import org.wetstack.hal.Dose;
import org.wetstack.hal.DoseReport;
import org.wetstack.hal.OperationId;
import org.wetstack.hal.PumpLimits;
import org.wetstack.hal.units.Volume;
import org.wetstack.protocol.v1.DeviceMessage;
import org.wetstack.protocol.v1.DoseStatus;
import org.wetstack.protocol.v1.DoseStatus.State;

/** One dose, as the bridge knows it. Guarded by the bridge's lock. */
final class Entry {

  final OperationId operation;
  final Dose applied;
  private final Volume most;
  private State state = State.STATE_PREPARED;
  private Delivered delivered = Delivered.NOTHING;

  /** Until when it may be committed, in microseconds of device time. */
  long notAfterMicros;

  /** Whether the pump has been told to begin and has not answered. */
  boolean starting;

  /** Why it was to end before its end. */
  @Nullable State halted;

  Entry(OperationId operation, Dose applied, PumpLimits limits) {
    this.operation = operation;
    this.applied = applied;
    this.most = limits.whole(applied.volume()).atMost();
  }

  /** What an earlier bridge has left in the driver's ledger. */
  static Entry recalled(DoseReport report, PumpLimits limits) {
    var entry = new Entry(report.operation(), report.applied(), limits);
    entry.begin();
    if (report.end() != DoseReport.End.NOT_YET) {
      entry.end(report);
    }
    return entry;
  }

  /** Whether it was committed, and not found not to have begun. */
  boolean begun() {
    return state != State.STATE_PREPARED && state != State.STATE_NEVER_SEEN;
  }

  boolean running() {
    return state == State.STATE_RUNNING;
  }

  void prepare(long newNotAfterMicros) {
    state = State.STATE_PREPARED;
    notAfterMicros = newNotAfterMicros;
  }

  void discard() {
    state = State.STATE_NEVER_SEEN;
    delivered = Delivered.NOTHING;
    starting = false;
    halted = null;
  }

  /** From here on all of it may have been delivered. */
  void begin() {
    state = State.STATE_RUNNING;
    delivered = new Delivered(Volume.ZERO, most);
  }

  /**
   * Takes note of what is known while it flows. Not of what it is at most: when the answer arrives,
   * that is more already.
   */
  void progress(Delivered soFar) {
    if (soFar.atLeast().compareTo(delivered.atLeast()) > 0
        && soFar.atLeast().compareTo(most) <= 0) {
      delivered = new Delivered(soFar.atLeast(), most);
    }
  }

  void end(DoseReport report) {
    delivered = report.delivered();
    state =
        switch (report.end()) {
          case COMPLETE -> State.STATE_COMPLETE;
          // The pump knows that it was stopped; why, only we know.
          case STOPPED, NOT_YET -> halted == null ? State.STATE_STOPPED : halted;
          case FAULT -> State.STATE_FAULT;
          case HOST_SILENT -> State.STATE_HOST_SILENT;
          case POWER_LOST -> State.STATE_POWER_LOST;
        };
  }

  /** It ended, and nothing more will ever be known of it. */
  void endUnknown() {
    state = State.STATE_FAULT;
  }

  /** It was committed, but the pump did not begin. */
  void endNotBegun() {
    delivered = Delivered.NOTHING;
    state = halted == null ? State.STATE_STOPPED : halted;
  }

  Volume atMost() {
    return delivered.atMost();
  }

  Volume most() {
    return most;
  }

  DeviceMessage.Builder status() {
    return DeviceMessage.newBuilder()
        .setDoseStatus(
            DoseStatus.newBuilder()
                .setOperationId(operation.value())
                .setState(state)
                .setAppliedVolumeNanoliters((int) applied.volume().nanoliters())
                .setAppliedRateNanolitersPerMinute((int) applied.rate().nanolitersPerMinute())
                .setDeliveredLowerNanoliters((int) delivered.atLeast().nanoliters())
                .setDeliveredUpperNanoliters((int) delivered.atMost().nanoliters()));
  }

  static DeviceMessage.Builder neverSeen(OperationId operation) {
    return DeviceMessage.newBuilder()
        .setDoseStatus(
            DoseStatus.newBuilder()
                .setOperationId(operation.value())
                .setState(State.STATE_NEVER_SEEN));
  }
}
