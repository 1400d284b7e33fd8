package org.wetstack.emulator.board;

import org.wetstack.protocol.v1.SafeState;

/** What a board keeps without power. */
final class NonVolatile {

  final Diary diary;
  int epoch;
  int boots;

  /** How long the board has had power in all earlier boots: its only clock across them. */
  long poweredNanos;

  SafeState.Cause latched = SafeState.Cause.CAUSE_NONE;
  String latchedDetail = "";

  /** What {@code diary} says; nothing yet if it is empty. */
  NonVolatile(Diary diary) {
    this.diary = diary;
    diary.before("epoch").forEach(line -> epoch = Integer.parseInt(line[2]));
    diary.before("boot").forEach(line -> boots = Integer.parseInt(line[2]));
    diary.before("dose").forEach(line -> poweredNanos = Long.parseLong(line[9]));
    for (String[] line : diary.before("safe")) {
      latched = SafeState.Cause.valueOf(line[2]);
      latchedDetail = String.join(" ", java.util.Arrays.asList(line).subList(3, line.length));
    }
  }

  /** The epoch of a new session, which must never come again. */
  int nextEpoch() {
    epoch++;
    diary.write("epoch", epoch);
    return epoch;
  }

  int nextBoot() {
    boots++;
    diary.write("boot", boots);
    return boots;
  }

  void latch(SafeState.Cause cause, String detail) {
    latched = cause;
    latchedDetail = detail;
    diary.write("safe", cause, detail);
  }
}
