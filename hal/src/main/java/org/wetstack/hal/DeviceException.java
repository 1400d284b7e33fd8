package org.wetstack.hal;

import org.jspecify.annotations.Nullable;

/**
 * A device did not do what was asked. {@link #outcome()} says what the caller may assume now.
 *
 * <p>Mistakes of the caller are {@link IllegalArgumentException} instead, thrown before a byte is
 * sent.
 */
public final class DeviceException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** Why. */
  public enum Reason {
    /** The device refused: out of range, busy, not armed, expired, in its safe state. */
    REJECTED,
    /** No answer in time. */
    TIMEOUT,
    /** The link is gone or could not be opened; this instrument object is finished. */
    LINK_LOST,
    /** The device reports a fault and has entered its safe state. */
    FAULT,
    /** The peer broke the protocol. A bug or a version mismatch. */
    PROTOCOL
  }

  /** What happened to the physical world. */
  public enum Outcome {
    /** The command had no effect. It is safe to try again. */
    NOT_DONE,
    /** The command may have taken effect. Read the device state before trying again. */
    UNKNOWN
  }

  private final Reason reason;
  private final Outcome outcome;

  public DeviceException(Reason reason, Outcome outcome, String message) {
    this(reason, outcome, message, null);
  }

  public DeviceException(
      Reason reason, Outcome outcome, String message, @Nullable Throwable cause) {
    super(message + " [" + reason + ", outcome " + outcome + "]", cause);
    this.reason = reason;
    this.outcome = outcome;
  }

  public Reason reason() {
    return reason;
  }

  public Outcome outcome() {
    return outcome;
  }
}
