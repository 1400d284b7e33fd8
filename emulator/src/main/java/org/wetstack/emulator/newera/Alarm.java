package org.wetstack.emulator.newera;

/** Why the pump stopped by itself, by the letters of the protocol. */
enum Alarm {
  /** The power was interrupted. */
  R,
  /** The motor stalled. */
  S,
  /** The host was silent for too long. */
  T,
  /** The program makes no sense. */
  E,
  /** The program goes beyond the last phase, or a phase beyond what the pump can. */
  O
}
