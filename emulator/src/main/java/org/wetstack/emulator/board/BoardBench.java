package org.wetstack.emulator.board;

import java.time.Duration;
import org.wetstack.protocol.v1.SafeState;

/** What can be done to a board on the bench. Thread-safe. */
public final class BoardBench {

  private final EmulatedBoard board;
  private boolean interlockOpen;

  BoardBench(EmulatedBoard board) {
    this.board = board;
  }

  /** Takes the power away for {@code off} of world time. Returns at once. */
  public void powerCycle(Duration off) {
    board.world().run(() -> board.powerCycle(off));
  }

  /** The firmware hangs in its communication: it hears and says nothing, its timers go on. */
  public void freeze() {
    board.world().run(() -> board.freeze(true));
  }

  public void unfreeze() {
    board.world().run(() -> board.freeze(false));
  }

  /** Makes the board's clock run faster by {@code ppm} (slower if negative) since its boot. */
  public void driftPpm(int ppm) {
    board.world().run(() -> board.clock().drift(ppm));
  }

  /** The lid opens: everything stops, and the board goes to its safe state. */
  public void openInterlock() {
    board
        .world()
        .run(
            () -> {
              interlockOpen = true;
              board.goSafe(0, SafeState.Cause.CAUSE_INTERLOCK, "interlock", "the lid is open");
            });
  }

  public void closeInterlock() {
    board.world().run(() -> interlockOpen = false);
  }

  boolean interlockOpen() {
    return interlockOpen;
  }
}
