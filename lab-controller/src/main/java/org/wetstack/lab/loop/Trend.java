package org.wetstack.lab.loop;

import java.util.List;

/**
 * Wants a group of channels to fire more than it lately did: a window clearly above the group's own
 * running mean is rewarded, one clearly below is corrected. Keeps state: one for each loop.
 */
public final class Trend implements Judge {

  /** Judged windows before the mean is trusted. */
  static final int WARM_UP_WINDOWS = 4;

  private static final double MEMORY_WINDOWS = 20;
  private static final double CLEARLY = 0.2;

  private final List<Integer> channels;
  private double mean;
  private int seen;

  /**
   * One that has seen nothing yet.
   *
   * @param channels as in {@code ArrayLayout.sites()}
   */
  public Trend(List<Integer> channels) {
    if (channels.isEmpty()) {
      throw new IllegalArgumentException("a trend needs at least one channel to watch");
    }
    this.channels = List.copyOf(channels);
  }

  @Override
  public Decision judge(Window window) {
    int now = 0;
    for (int i = 0; i < channels.size(); i++) {
      now += window.spikes(channels.get(i));
    }
    double before = mean;
    seen++;
    // A plain mean at first, which becomes an exponential one.
    mean += (now - mean) / Math.min(seen, MEMORY_WINDOWS);
    if (seen <= WARM_UP_WINDOWS) {
      return Decision.NOTHING;
    }
    if (now > before * (1 + CLEARLY)) {
      return Decision.REWARD;
    }
    return now < before * (1 - CLEARLY) ? Decision.CORRECT : Decision.NOTHING;
  }
}
