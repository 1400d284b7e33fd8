package org.wetstack.emulator.rhx.signal;

import java.util.Arrays;

/**
 * One stimulation sequencer of the controller: waits for its trigger, and then counts samples and
 * does at each what its registers say. Takes one step a frame; allocates nothing.
 *
 * <p>Amplifier channels, analog and digital outputs have the same one and use it differently.
 */
final class StimSequencer {

  /** Between the two phases of this shape no current flows. */
  private static final int WITH_DELAY = 1;

  private static final int TRIPHASIC = 2;

  final int[] registers;

  private final boolean lateRepeats;
  private int counter;
  private int pulsesLeft;
  private boolean waitingForTrigger = true;
  private boolean waitingForEdge = true;
  private boolean on;
  private boolean positive;
  private boolean settling;
  private boolean recovering;
  private boolean began;
  private boolean ended;

  /**
   * One that is not enabled and does nothing, as after the program's start.
   *
   * @param lateRepeats whether the period of a train is one sample longer than its register says
   */
  StimSequencer(boolean lateRepeats) {
    this(new int[StimProgram.REGISTERS], lateRepeats);
    Arrays.fill(registers, StimProgram.NEVER);
    registers[StimProgram.TRIGGER] = 0;
    registers[StimProgram.STIMULUS] = StimProgram.NEGATIVE_FIRST;
  }

  private StimSequencer(int[] registers, boolean lateRepeats) {
    this.registers = registers;
    this.lateRepeats = lateRepeats;
  }

  /** One with the same registers, to look ahead with {@link #copy}. */
  StimSequencer twin() {
    return new StimSequencer(registers, lateRepeats);
  }

  /** Takes over what {@code other} is doing. */
  void copy(StimSequencer other) {
    counter = other.counter;
    pulsesLeft = other.pulsesLeft;
    waitingForTrigger = other.waitingForTrigger;
    waitingForEdge = other.waitingForEdge;
    on = other.on;
    positive = other.positive;
    settling = other.settling;
    recovering = other.recovering;
  }

  /** As when the controller stops: nothing flows, and it waits for a trigger. */
  void reset() {
    waitingForTrigger = true;
    waitingForEdge = true;
    on = false;
    positive = false;
    settling = false;
    recovering = false;
    began = false;
    ended = false;
  }

  /** Whether a step can change nothing: not enabled, and nothing goes on. */
  boolean idle() {
    return waitingForTrigger && !enabled() && !settling && !on;
  }

  boolean enabled() {
    return (registers[StimProgram.TRIGGER] & StimProgram.ENABLED) != 0;
  }

  /** Current flows, or the output is at one of its levels. */
  boolean on() {
    return on;
  }

  /** Which way; false while nothing was ever on. */
  boolean positive() {
    return positive;
  }

  boolean settling() {
    return settling;
  }

  boolean recovering() {
    return recovering;
  }

  /** Whether the last step began a pulse. */
  boolean began() {
    return began;
  }

  /** Whether the last step was the first one after a pulse. */
  boolean ended() {
    return ended;
  }

  /**
   * The next frame.
   *
   * @param triggers all 32 trigger lines as they are in this frame
   */
  void step(int triggers) {
    began = false;
    ended = false;
    awaitTrigger(triggers);
    if (!waitingForTrigger) {
      switchSettle();
      switchRecovery();
      switchCurrent();
    }
    count();
  }

  private void awaitTrigger(int triggers) {
    int word = registers[StimProgram.TRIGGER];
    boolean asked =
        ((triggers >>> (word & StimProgram.SOURCE)) & 1) != 0 ^ (word & StimProgram.ON_LOW) != 0;
    boolean onEdge = (word & StimProgram.ON_EDGE) != 0;
    // What the edge detector knew before this frame counts: a line must be seen inactive first.
    boolean sawInactive = !waitingForEdge;
    if (!waitingForTrigger) {
      return;
    }
    if (waitingForEdge && onEdge && !asked) {
      waitingForEdge = false;
    }
    counter = 0;
    pulsesLeft = registers[StimProgram.STIMULUS] & 0xFF;
    if (enabled() && asked && (!onEdge || sawInactive)) {
      waitingForTrigger = false;
    } else {
      on = false;
      positive = false;
      settling = false;
      recovering = false;
    }
  }

  private boolean now(int register) {
    return registers[register] == counter;
  }

  private void switchSettle() {
    boolean last = pulsesLeft == 0;
    if (now(StimProgram.SETTLE_ON) || (!last && now(StimProgram.SETTLE_ON_REPEAT))) {
      settling = true;
    } else if (now(last ? StimProgram.SETTLE_OFF : StimProgram.SETTLE_OFF_REPEAT)) {
      settling = false;
    }
  }

  private void switchRecovery() {
    if (pulsesLeft != 0) {
      return;
    }
    if (now(StimProgram.RECOVERY_ON)) {
      recovering = true;
    } else if (now(StimProgram.RECOVERY_OFF)) {
      recovering = false;
    }
  }

  private void switchCurrent() {
    int word = registers[StimProgram.STIMULUS];
    boolean first = (word & StimProgram.NEGATIVE_FIRST) == 0;
    int shape = (word >> 8) & 3;
    if (now(StimProgram.START)) {
      on = true;
      positive = first;
      began = true;
    }
    if (now(StimProgram.PHASE_2)) {
      if (shape == WITH_DELAY) {
        on = false;
      } else {
        on = true;
        positive = !first;
      }
    }
    if (now(StimProgram.PHASE_3) && (shape == WITH_DELAY || shape == TRIPHASIC)) {
      on = true;
      positive = (shape == TRIPHASIC) == first;
    }
    if (now(StimProgram.END_STIMULUS)) {
      on = false;
      positive = first;
      ended = true;
    }
  }

  /**
   * Whether the counter goes back to the start next. By the program's arithmetic it is there in the
   * sample that its register names; in the only published logic of a controller that sample passes
   * first. Nobody has measured it.
   */
  private boolean repeats() {
    int repeat = registers[StimProgram.REPEAT];
    boolean passes = lateRepeats || repeat == registers[StimProgram.START];
    return repeat == (passes ? counter : (counter + 1) & 0xFFFF);
  }

  private void count() {
    if (pulsesLeft != 0 && repeats()) {
      counter = registers[StimProgram.START];
      pulsesLeft--;
    } else if (now(StimProgram.END) && pulsesLeft == 0) {
      counter = 0;
      waitingForTrigger = true;
      waitingForEdge = (registers[StimProgram.TRIGGER] & StimProgram.ON_EDGE) != 0;
    } else {
      counter = (counter + 1) & 0xFFFF;
    }
  }
}
