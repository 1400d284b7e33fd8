package org.wetstack.emulator.rhx.signal;

/**
 * What the chips of all headstages sampled in one block of frames, as they have it: frame by frame
 * and within a frame channel by channel. Written anew for each block.
 */
final class Sensed {

  private static final int DC_MIDDLE = 512;
  private static final int DC_MOST = 1_023;
  private static final int MICROVOLTS_PER_DC_CODE = 19_230;

  /** Of the AC amplifiers: 195 nV a count, around 0. */
  final short[] counts;

  /** Words of the DC amplifiers. */
  final char[] dc;

  /** Whether a stimulator ran out of voltage. */
  final boolean[] exceeded;

  Sensed(int channels) {
    counts = new short[channels * DataBlock.FRAMES];
    dc = new char[channels * DataBlock.FRAMES];
    exceeded = new boolean[channels * DataBlock.FRAMES];
  }

  /** The word of a DC amplifier at {@code microvolts}, which it can see; it inverts. */
  static char dcWord(int microvolts) {
    // Half of a code is rounded down.
    int code =
        DC_MIDDLE - Math.floorDiv(microvolts + MICROVOLTS_PER_DC_CODE / 2, MICROVOLTS_PER_DC_CODE);
    return (char) Math.max(0, Math.min(DC_MOST, code));
  }
}
