package org.wetstack.emulator.harp;

/**
 * The clock input: each second a synchroniser sends AA AF and the second that is passing, so that
 * the next begins 672 µs after the last byte began. A device follows once two in a row fit, and
 * comes nearer by 64 µs a second from 384 µs off.
 */
final class SyncInput {

  /** From the end of the last byte, whose 10 bits take 100 µs, to the next second. */
  private static final long LEAD_NANOS = 572_000;

  private static final int PATIENCE_SECONDS = 5;
  private static final int FIRST_STEPS_OFF = 12;
  private static final int LOST = 254;

  private final HarpClock clock;
  private final CoreRegisters core;
  private final Runnable onChange;
  private int state;
  private long heard;
  private long before;
  private int stepsOff;
  private int secondsWithout = LOST;

  SyncInput(HarpClock clock, CoreRegisters core, Runnable onChange) {
    this.clock = clock;
    this.core = core;
    this.onChange = onChange;
  }

  void reset() {
    state = 0;
    before = 0;
    secondsWithout = LOST;
  }

  void newSecond() {
    secondsWithout = Math.min(LOST, secondsWithout + 1);
    if (secondsWithout > PATIENCE_SECONDS) {
      core.synchronised(false);
    }
  }

  void hear(byte[] bytes) {
    for (byte next : bytes) {
      int value = next & 0xFF;
      switch (state) {
        case 0 -> state = value == 0xAA ? 1 : 0;
        case 1 -> state = value == 0xAF ? 2 : 0;
        default -> {
          heard = (state == 2 ? 0 : heard) | ((long) value << (8 * (state - 2)));
          state = state == 5 ? 0 : state + 1;
          if (state == 0) {
            follow();
          }
        }
      }
    }
  }

  private void follow() {
    if (before + 1 == heard) {
      boolean anew = secondsWithout >= PATIENCE_SECONDS;
      stepsOff = anew ? FIRST_STEPS_OFF : Math.max(0, stepsOff - 2);
      secondsWithout = 0;
      long late = LEAD_NANOS + stepsOff * HarpClock.NANOS_PER_TICK;
      clock.set((heard + 1) * HarpClock.NANOS_PER_SECOND - late);
      core.synchronised(stepsOff == 0);
      onChange.run();
    }
    before = heard;
  }
}
