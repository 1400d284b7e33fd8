package org.wetstack.hal;

/**
 * The state an instrument puts itself into when something is wrong: flow stopped, outputs off,
 * stimuli disarmed, until a person clears it.
 *
 * @param cause why
 * @param detail for a person to read; may be empty
 */
public record SafeState(Cause cause, String detail) {

  /** Why an instrument went safe. */
  public enum Cause {
    /** The host's heartbeats stopped for longer than the lease. */
    HOST_SILENT,
    /** The instrument found a fault in itself or at its outputs. */
    FAULT,
    /** An interlock opened: lid, leak, reservoir, emergency stop. */
    INTERLOCK
  }
}
