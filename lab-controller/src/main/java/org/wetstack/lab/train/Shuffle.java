package org.wetstack.lab.train;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Random choices of an experimenter, the same from the same seed. SplitMix64 (Steele et al. 2014).
 */
public final class Shuffle {

  private long state;

  /** The choices that follow from {@code seed}. */
  public Shuffle(long seed) {
    state = seed;
  }

  private long next() {
    state += 0x9E3779B97F4A7C15L;
    long mixed = (state ^ (state >>> 30)) * 0xBF58476D1CE4E5B9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
    return mixed ^ (mixed >>> 31);
  }

  /** From 0 to {@code bound} - 1. */
  public int below(int bound) {
    return (int) (((next() >>> 32) * bound) >>> 32);
  }

  /** As many of the {@code places} true as are true in {@code like}, anywhere. */
  public boolean[] likeIn(boolean[] like) {
    boolean[] shuffled = like.clone();
    for (int i = shuffled.length - 1; i > 0; i--) {
      int j = below(i + 1);
      boolean kept = shuffled[i];
      shuffled[i] = shuffled[j];
      shuffled[j] = kept;
    }
    return shuffled;
  }

  /**
   * {@code count} pulses within {@code within}, on electrodes and at times that nobody can foresee.
   * One in each part of the time, so that no two are on the heels of each other.
   *
   * @param electrodes there are so many
   */
  public List<Subject.Planned> pulses(int count, Duration within, int electrodes) {
    int part = (int) (within.toMillis() / Math.max(1, count));
    List<Subject.Planned> pulses = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int millis = i * part + below(Math.max(1, part - 10));
      pulses.add(new Subject.Planned(millis, below(electrodes)));
    }
    return List.copyOf(pulses);
  }
}
