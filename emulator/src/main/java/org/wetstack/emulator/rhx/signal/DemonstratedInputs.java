package org.wetstack.emulator.rhx.signal;

/**
 * What the inputs of the controller show in the program's demonstration. It is made in the program
 * and not in a controller, so no sequencer sees it.
 */
final class DemonstratedInputs {

  private static final int MID = 32_768;

  private DemonstratedInputs() {}

  /** Writes what the lines show in {@code frame} of a run into frame {@code at} of the block. */
  static void show(long frame, double sampleRate, int at, DataBlock block) {
    double seconds = frame / sampleRate;
    boolean fast = seconds % 1 > 0.5;
    boolean slow = seconds % 10 > 5;
    block.digitalIn[at] |= (char) ((fast ? 1 : 0) + (slow ? 2 : 0));
    block.analogIn[0][at] = sine(seconds * 10, 1);
    block.analogIn[1][at] = sine(seconds * 100, 0.5);
  }

  /** Around the middle of the range also where a code has no sign, as the program has it. */
  private static char sine(double turns, double part) {
    double value = MID * part * StrictMath.sin(2 * Math.PI * (turns % 1));
    return (char) Math.max(0, Math.min(0xFFFF, Math.round(value) + MID));
  }
}
