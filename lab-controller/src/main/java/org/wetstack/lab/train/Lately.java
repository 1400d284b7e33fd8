package org.wetstack.lab.train;

/**
 * The mean of what was lately: plain at first, exponential when it has seen enough. What is better
 * than it deserves a reward, so the worst pupil has something to earn, and the best ever more to
 * do.
 */
public final class Lately {

  private static final double MEMORY_TRIALS = 20;

  private double mean;
  private int seen;

  /** Whether {@code now} is above the mean of what came before it; then takes it in. */
  public boolean exceeded(double now) {
    boolean better = seen > 0 && now > mean;
    if (!Double.isNaN(now)) {
      seen++;
      mean += (now - mean) / Math.min(seen, MEMORY_TRIALS);
    }
    return better;
  }
}
