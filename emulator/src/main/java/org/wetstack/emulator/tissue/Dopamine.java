package org.wetstack.emulator.tissue;

/**
 * How much dopamine the tissue feels. The simple model: a dose adds to a level that decays with a
 * time constant of 30 s, and the level raises rates and answers a little, up to a ceiling.
 */
final class Dopamine {

  private static final int TAU_MILLIS = 30_000;
  private static final int HALF_NANOLITERS = 500;
  private static final long MAX_NANOLITERS = 1_000_000;

  /** In 2^-20 nl. */
  private long level;

  void add(long nanoliters) {
    if (nanoliters < 0) {
      throw new IllegalArgumentException("a dose cannot be negative: " + nanoliters + " nl");
    }
    level = Math.min(MAX_NANOLITERS << 20, level + (Math.min(nanoliters, MAX_NANOLITERS) << 20));
  }

  /** A millisecond passes. */
  void decay() {
    level -= level == 0 ? 0 : Math.max(1, level / TAU_MILLIS);
  }

  /** Gain of spontaneous rates in 256ths: up to 1.5. */
  int rateGain() {
    return 256 + share(128);
  }

  /** Gain of the probability of an answer in 256ths: up to 1.25. */
  int answerGain() {
    return 256 + share(64);
  }

  private int share(int most) {
    return (int) (most * level / (level + ((long) HALF_NANOLITERS << 20)));
  }
}
