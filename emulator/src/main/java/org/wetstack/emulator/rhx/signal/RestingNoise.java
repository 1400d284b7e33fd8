package org.wetstack.emulator.rhx.signal;

/**
 * How loud each channel is above a corner frequency while nothing runs: one first-order high-pass
 * each, and the root of a mean square that forgets within a second or so.
 */
final class RestingNoise {

  private static final double MICROVOLTS_PER_COUNT = 0.195;
  private static final double MEMORY_SECONDS = 1;

  private final double forgets;
  private final double sampleRate;
  private final double[] slow;
  private final double[] square;
  private boolean any;

  RestingNoise(int channels, double sampleRate) {
    this.sampleRate = sampleRate;
    forgets = 1 / (MEMORY_SECONDS * sampleRate);
    slow = new double[channels];
    square = new double[channels];
  }

  /**
   * Hears one frame.
   *
   * @param cutoffHertz what is slower than this is no noise
   */
  void hear(short[] counts, double cutoffHertz) {
    double follows = 1 - StrictMath.exp(-2 * Math.PI * cutoffHertz / sampleRate);
    for (int c = 0; c < counts.length; c++) {
      slow[c] = any ? slow[c] + follows * (counts[c] - slow[c]) : counts[c];
      double fast = counts[c] - slow[c];
      square[c] += forgets * (fast * fast - square[c]);
    }
    any = true;
  }

  /** Root mean square of {@code channel}; 0 of one that nothing was heard of. */
  double microvolts(int channel) {
    return MICROVOLTS_PER_COUNT * Math.sqrt(square[channel]);
  }
}
