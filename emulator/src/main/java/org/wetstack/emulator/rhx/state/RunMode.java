package org.wetstack.emulator.rhx.state;

/** What the controller does. */
public enum RunMode {
  STOP,
  RUN,
  RECORD,
  /** Armed: records while a trigger condition holds. */
  TRIGGER
}
