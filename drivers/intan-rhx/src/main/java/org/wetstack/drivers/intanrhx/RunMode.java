package org.wetstack.drivers.intanrhx;

/** What RHX is doing. */
enum RunMode {
  STOP,
  /** Acquires, shows and streams. */
  RUN,
  /** Also writes files. */
  RECORD,
  /** Waits for a trigger to write files. */
  TRIGGER
}
