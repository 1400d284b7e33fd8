package org.wetstack.emulator.tissue;

/**
 * What one pulse does to one channel beside evoking spikes: far beyond the rail while the current
 * flows, then a tail that dies away in 1 to 4 ms, or within the time the amplifiers are settled.
 */
final class Artefact {

  private static final int LIMIT = 1_000_000;
  private static final int TAIL_SHARE = 32;
  private static final int TAIL_MICROS = 500;
  private static final int SETTLED_TAIL_MICROS = 120;

  private final int channel;
  private final long start;
  private final int[] nanoamps;
  private final long millicountsPerNanoamp;
  private final long settledFrom;
  private final long settledUntil;
  private final int keep;
  private final int keepSettled;
  private long level;

  /**
   * @param millicountsPerNanoamp how strongly the channel sees the current
   */
  Artefact(
      int channel,
      long start,
      int[] nanoamps,
      long millicountsPerNanoamp,
      int settleSamples,
      int samplesPerSecond) {
    this.channel = channel;
    this.start = start;
    this.nanoamps = nanoamps;
    this.millicountsPerNanoamp = millicountsPerNanoamp;
    settledFrom = start + nanoamps.length;
    settledUntil = settledFrom + settleSamples;
    keep = keep(TAIL_MICROS, samplesPerSecond);
    keepSettled = keep(SETTLED_TAIL_MICROS, samplesPerSecond);
  }

  int channel() {
    return channel;
  }

  /** Counts to add at {@code sample}. Called once for each sample from the pulse's first on. */
  int at(long sample) {
    long since = sample - start;
    if (since < nanoamps.length) {
      long counts = nanoamps[(int) since] * millicountsPerNanoamp / 1_000;
      if (counts != 0) {
        level = counts / TAIL_SHARE;
      }
      return (int) Math.max(-LIMIT, Math.min(LIMIT, counts));
    }
    level = level * (settled(sample) ? keepSettled : keep) / 65_536;
    return (int) Math.max(-LIMIT, Math.min(LIMIT, level));
  }

  /** Whether the amplifier is held settled at {@code sample} and shows neither noise nor spikes. */
  boolean settled(long sample) {
    return sample >= settledFrom && sample < settledUntil;
  }

  boolean over(long sample) {
    return sample >= settledUntil && level == 0;
  }

  /** What is left after one sample of a decay with time constant {@code micros}, in 65536ths. */
  private static int keep(int micros, int samplesPerSecond) {
    long tauMillisamples = (long) micros * samplesPerSecond / 1_000;
    return (int) Math.max(0, 65_536 - 65_536_000 / Math.max(1_000, tauMillisamples));
  }
}
