package org.wetstack.lab.supervise;

/** How a station is. */
public enum Condition {
  /** Its instrument is being opened for the first time, or what was going on is being settled. */
  OPENING,
  /** There is a session to work with. */
  READY,
  /** The session has ended or could not be opened; another is tried for. */
  LOST,
  /** Opening failed so often, or in such a way, that a person should look; it is tried still. */
  FAULTY,
  /** Nobody wants it any more. */
  CLOSED
}
