package org.wetstack.lab.signal;

import java.util.Arrays;

/**
 * A Butterworth band-pass for each channel of a stream, in second-order sections of 32-bit floats.
 * Coefficients are worked out in double precision from order, corners and sample rate.
 *
 * <p>Frames of input and output are {@link #stride()} values long, of which the first are the
 * channels; the others must be 0. For one thread; allocates nothing after construction.
 */
public final class BandPass {

  private final Kernel kernel;
  private final int stride;
  private final float[] sections;
  private final float[][] state;

  /**
   * Filters at rest.
   *
   * @param order 1 to 8: the filter falls by six times as many decibels an octave on each side
   * @param highHertz below half of {@code samplesPerSecond}
   */
  public BandPass(
      int channels, int order, double lowHertz, double highHertz, int samplesPerSecond) {
    this(channels, order, lowHertz, highHertz, samplesPerSecond, Kernels.choice().kernel());
  }

  BandPass(
      int channels,
      int order,
      double lowHertz,
      double highHertz,
      int samplesPerSecond,
      Kernel kernel) {
    this.kernel = kernel;
    stride = (channels + Kernel.LANES - 1) / Kernel.LANES * Kernel.LANES;
    double[][] exact = Butterworth.bandPass(order, lowHertz, highHertz, samplesPerSecond);
    int even = order + order % 2;
    sections = new float[3 * even];
    for (int i = 0; i < order; i++) {
      sections[3 * i] = (float) exact[i][0];
      sections[3 * i + 1] = (float) -exact[i][1];
      sections[3 * i + 2] = (float) -exact[i][2];
    }
    if (even > order) {
      // Kernels do two at once: this one lets everything through.
      sections[3 * order] = 1;
      sections[3 * order + 2] = 1;
    }
    state = new float[2 * even + 1][stride];
  }

  /** Values from one frame to the next: the channels, rounded up to a multiple of 16. */
  public int stride() {
    return stride;
  }

  /**
   * Filters {@code frames} frames from frame {@code from} on, each to its own place, and looks for
   * channels that go below their thresholds, or above {@code limit}, there.
   *
   * @return how many there are; they are in {@code hits}, ascending
   */
  public int filter(
      short[] in,
      int from,
      int frames,
      float[][] out,
      float[] thresholds,
      float limit,
      int[] hits) {
    return kernel.filter(sections, state, in, from, frames, stride, out, thresholds, limit, hits);
  }

  /** Puts all filters where they would be after frame {@code frame} had lasted for ever. */
  public void rest(short[] in, int frame) {
    for (float[] row : state) {
      Arrays.fill(row, 0);
    }
    for (int c = 0; c < stride; c++) {
      float held = -sections[0] * in[frame * stride + c];
      state[0][c] = held;
      state[1][c] = held;
    }
  }
}
