package org.wetstack.lab.signal;

import java.util.Arrays;

/**
 * The noise of each channel as the median of its absolute value, which spikes and bursts hardly
 * move, and the thresholds that follow from it. Begins with the exact median of a warm-up. From
 * then on, unless the noise is fixed, every eighth sample that is above the estimate raises it by a
 * tiny fraction and every other eighth one lowers it, which settles at the median.
 */
final class Noise {

  /** Median of |x| of Gaussian noise of standard deviation 1. */
  static final double MEDIAN_PER_SIGMA = 0.6745;

  /** Noise below one count is quantisation, and would make a threshold of nothing. */
  private static final float LEAST_MEDIAN = (float) MEDIAN_PER_SIGMA;

  private static final int WARM_UP_VALUES = 1_024;

  /** At most this much of the memory passes between two steps: floats know no smaller ones. */
  private static final int STEPS_PER_MEMORY = 65_536;

  private static final int LEAST_STRIDE = 8;

  /** Twice the probability density of |x| at its median, times the median (Gaussian). */
  private static final double PULL = 0.857;

  private final Kernel kernel;
  private final int channels;
  private final int warmUpStride;
  private final long samplesPerStep;
  private final float[] steps;
  private final float factor;
  private final float[] medians;
  private final float[] thresholds;
  private final float[] warmUp;
  private int seen;
  private int ready;

  /**
   * Knows nothing yet.
   *
   * @param memorySamples time constant of the estimate after the warm-up; 0 if it is fixed
   * @param sigmas the thresholds are so many below 0
   */
  Noise(
      Kernel kernel,
      int channels,
      int stride,
      int warmUpSamples,
      double memorySamples,
      double sigmas) {
    this.kernel = kernel;
    this.channels = channels;
    warmUpStride = Math.max(1, warmUpSamples / WARM_UP_VALUES);
    samplesPerStep = Math.max(LEAST_STRIDE, (long) (memorySamples / STEPS_PER_MEMORY));
    double step = memorySamples > 0 ? samplesPerStep / (PULL * memorySamples) : 0;
    steps = new float[] {(float) (1 - step), (float) (1 + step)};
    factor = (float) (-sigmas / MEDIAN_PER_SIGMA);
    medians = new float[stride];
    thresholds = new float[stride];
    Arrays.fill(medians, LEAST_MEDIAN);
    Arrays.fill(thresholds, factor * LEAST_MEDIAN);
    warmUp = new float[channels * WARM_UP_VALUES];
  }

  boolean ready() {
    return ready == channels;
  }

  /**
   * Takes in a frame of the warm-up. Once enough is known one channel is worked out per frame, so
   * that no block takes much longer than another.
   */
  void learn(float[] values) {
    if (seen < warmUpStride * WARM_UP_VALUES) {
      if (seen % warmUpStride == 0) {
        for (int c = 0; c < channels; c++) {
          warmUp[c * WARM_UP_VALUES + seen / warmUpStride] = Math.abs(values[c]);
        }
      }
      seen++;
      return;
    }
    int from = ready * WARM_UP_VALUES;
    Arrays.sort(warmUp, from, from + WARM_UP_VALUES);
    int middle = from + WARM_UP_VALUES / 2;
    medians[ready] = Math.max(LEAST_MEDIAN, (warmUp[middle - 1] + warmUp[middle]) / 2);
    thresholds[ready] = factor * medians[ready];
    ready++;
  }

  /** How many samples from {@code sample} on have the same thresholds, after the warm-up. */
  long sameFor(long sample) {
    return steps[1] > 1 ? Math.floorMod(-sample, samplesPerStep) + 1 : Long.MAX_VALUE;
  }

  /** Follows the signal after the warm-up: {@code values} are those of {@code sample}. */
  void follow(long sample, float[] values) {
    if (steps[1] > 1 && sample % samplesPerStep == 0) {
      kernel.follow(values, medians, steps, LEAST_MEDIAN, factor, thresholds);
    }
  }

  /** Negative; of all channels. Changes with the noise. */
  float[] thresholds() {
    return thresholds;
  }

  double sigma(int channel) {
    return medians[channel] / MEDIAN_PER_SIGMA;
  }
}
