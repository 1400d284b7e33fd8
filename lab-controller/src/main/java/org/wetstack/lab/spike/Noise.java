package org.wetstack.lab.spike;

import java.util.Arrays;

/**
 * The noise of each channel as the median of its absolute value, which spikes and bursts hardly
 * move. Begins with the exact median of a warm-up; from then on every sample above the estimate
 * raises it by a fixed tiny fraction and every other one lowers it, which settles at the median.
 */
final class Noise {

  /** Median of |x| of Gaussian noise of standard deviation 1. */
  static final double MEDIAN_PER_SIGMA = 0.6745;

  /** Noise below one count is quantisation, and would make a threshold of nothing. */
  static final double LEAST_SIGMA_COUNTS = 1;

  private static final int WARM_UP_VALUES = 1_024;

  /** Twice the probability density of |x| at its median, times the median (Gaussian). */
  private static final double PULL = 0.857;

  private final int channels;
  private final int stride;
  private final double up;
  private final double down;
  private final double[] median;
  private final float[] warmUp;
  private int seen;
  private int ready;

  Noise(int channels, int warmUpSamples, double memorySamples) {
    this.channels = channels;
    this.stride = Math.max(1, warmUpSamples / WARM_UP_VALUES);
    this.median = new double[channels];
    this.warmUp = new float[channels * WARM_UP_VALUES];
    double step = 1 / (PULL * memorySamples);
    this.up = 1 + step;
    this.down = 1 - step;
  }

  boolean ready() {
    return ready == channels;
  }

  /** Takes in one filtered value of the warm-up. */
  void learn(int channel, double value) {
    if (seen % stride == 0 && seen / stride < WARM_UP_VALUES) {
      warmUp[channel * WARM_UP_VALUES + seen / stride] = (float) Math.abs(value);
    }
  }

  /**
   * Ends one sample of the warm-up. Once enough is known one channel is worked out per sample, so
   * that no block takes much longer than another.
   */
  void learnt() {
    if (seen < stride * WARM_UP_VALUES) {
      seen++;
      return;
    }
    int from = ready * WARM_UP_VALUES;
    Arrays.sort(warmUp, from, from + WARM_UP_VALUES);
    int middle = from + WARM_UP_VALUES / 2;
    median[ready] = atLeast((warmUp[middle - 1] + (double) warmUp[middle]) / 2);
    ready++;
  }

  /** Follows the signal: one filtered value after the warm-up. */
  void follow(int channel, double value) {
    median[channel] = atLeast(median[channel] * (Math.abs(value) > median[channel] ? up : down));
  }

  double sigma(int channel) {
    return median[channel] / MEDIAN_PER_SIGMA;
  }

  private static double atLeast(double value) {
    return Math.max(value, LEAST_SIGMA_COUNTS * MEDIAN_PER_SIGMA);
  }
}
