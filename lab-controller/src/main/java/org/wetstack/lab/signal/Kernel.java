package org.wetstack.lab.signal;

/**
 * The arithmetic that every sample goes through. All kernels do the same operations in the same
 * order on 32-bit floats, with every product and sum rounded by itself, so that all find the same
 * spikes; {@link Kernels} checks that before it trusts one.
 *
 * <p>Frames are {@code stride} values long: a multiple of {@link #LANES}, padded with zeros.
 */
interface Kernel {

  /** What a stride is a multiple of. */
  int LANES = 16;

  /**
   * Filters {@code frames} frames of {@code in} from frame {@code from} on, into the same rows of
   * {@code out}, and looks for channels that go below their thresholds or above {@code limit}
   * there.
   *
   * @param sections {@code b, -a1, -a2} of each section (transposed direct form II); an even number
   *     of them
   * @param state two rows of a stride for each section, and one to work in
   * @return how many such channels there are; they are in {@code hits}, ascending
   */
  int filter(
      float[] sections,
      float[][] state,
      short[] in,
      int from,
      int frames,
      int stride,
      float[][] out,
      float[] thresholds,
      float limit,
      int[] hits);

  /**
   * Moves each median towards the absolute value in {@code values}: times the second of {@code
   * steps} if that is larger, else times the first, but not below {@code least}. The thresholds
   * become {@code factor} medians.
   */
  void follow(
      float[] values,
      float[] medians,
      float[] steps,
      float least,
      float factor,
      float[] thresholds);
}
