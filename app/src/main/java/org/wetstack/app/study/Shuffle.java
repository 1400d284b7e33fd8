package org.wetstack.app.study;

/**
 * Random choices of an experimenter, the same from the same seed. SplitMix64 (Steele et al. 2014).
 */
final class Shuffle {

  private long state;

  Shuffle(long seed) {
    state = seed;
  }

  private long next() {
    state += 0x9E3779B97F4A7C15L;
    long mixed = (state ^ (state >>> 30)) * 0xBF58476D1CE4E5B9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
    return mixed ^ (mixed >>> 31);
  }

  /** From 0 to {@code bound} - 1. */
  int below(int bound) {
    return (int) (((next() >>> 32) * bound) >>> 32);
  }

  /** As many of the {@code places} true as are true in {@code like}, anywhere. */
  boolean[] likeIn(boolean[] like) {
    boolean[] shuffled = like.clone();
    for (int i = shuffled.length - 1; i > 0; i--) {
      int j = below(i + 1);
      boolean kept = shuffled[i];
      shuffled[i] = shuffled[j];
      shuffled[j] = kept;
    }
    return shuffled;
  }
}
