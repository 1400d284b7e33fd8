package org.wetstack.emulator.board;

import org.wetstack.protocol.v1.SafeState;

/** What a board keeps without power. */
final class NonVolatile {

  int epoch;
  int boots;

  /** How long the board has had power in all earlier boots: its only clock across them. */
  long poweredNanos;

  SafeState.Cause latched = SafeState.Cause.CAUSE_NONE;
  String latchedDetail = "";
}
