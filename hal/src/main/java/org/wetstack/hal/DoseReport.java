package org.wetstack.hal;

/**
 * What was really delivered, and why it ended.
 *
 * @param applied the dose as the pump had accepted it
 */
public record DoseReport(OperationId operation, Dose applied, Delivered delivered, End end) {

  /** Why flow ended. */
  public enum End {
    /** It has not: flow goes on, and {@code delivered} is what is known so far. */
    NOT_YET,
    /** All of it was delivered. */
    COMPLETE,
    /** {@link Pump#stop} or the closing of the session ended it early. */
    STOPPED,
    /** The pump found a fault: occlusion, empty reservoir, stall. */
    FAULT,
    /** The host fell silent and the pump stopped by itself. */
    HOST_SILENT,
    /** The pump lost power during the dose. */
    POWER_LOST
  }
}
