package org.wetstack.emulator.tissue;

/**
 * The extracellular spike of one unit, in counts: down to a trough, up to a lower positive peak and
 * back to nothing, in about 1.5 ms.
 */
final class SpikeShape {

  private final int[] counts;
  private final int trough;

  /**
   * @param samplesPerSecond at least 1000
   */
  SpikeShape(
      int samplesPerSecond,
      int nanovoltsPerCount,
      int troughMicrovolts,
      int peakPercent,
      int troughToPeakMicros) {
    trough = Math.max(1, samplesPerSecond * 3 / 10_000);
    int rise = Math.max(1, (int) ((long) samplesPerSecond * troughToPeakMicros / 1_000_000));
    int fall =
        Math.max(1, (int) ((long) samplesPerSecond * (1_200 - troughToPeakMicros) / 1_000_000));
    int depth = (int) (-1_000L * troughMicrovolts / nanovoltsPerCount);
    int peak = -depth * peakPercent / 100;
    counts = new int[trough + rise + fall];
    ramp(0, trough, 0, depth);
    ramp(trough, rise, depth, peak);
    ramp(trough + rise, fall, peak, 0);
  }

  /** A unit's shape: trough of 50 to 300 µV, most of them small, after-peak of 15 to 40 %. */
  static SpikeShape roll(Dice dice, int samplesPerSecond, int nanovoltsPerCount) {
    int skewed = dice.below(251) * dice.between(64, 256) / 256;
    return new SpikeShape(
        samplesPerSecond,
        nanovoltsPerCount,
        50 + skewed,
        dice.between(15, 40),
        dice.between(200, 320));
  }

  /** How many samples before the trough it begins. */
  int trough() {
    return trough;
  }

  int length() {
    return counts.length;
  }

  int at(int sample) {
    return counts[sample];
  }

  /** From one level to another along 3x² - 2x³, which begins and ends level. */
  private void ramp(int start, int length, int from, int to) {
    for (int i = 0; i < length; i++) {
      long x = ((long) i << 10) / length;
      long smooth = (x * x * (3 * 1_024 - 2 * x)) >> 20;
      counts[start + i] = from + (int) (((to - from) * smooth) >> 10);
    }
  }
}
