package org.wetstack.lab.signal;

import java.util.Arrays;

/**
 * Which kernel this machine gets: the Vector API's where it is there and gives, on a fixed block,
 * bit for bit what plain Java gives; else plain Java's, and a word why.
 */
final class Kernels {

  /** Of a class in {@code META-INF/versions/25}: an older Java does not see it. */
  private static final String VECTOR = "org.wetstack.lab.signal.VectorKernel";

  private static final int CHECKED_FRAMES = 64;
  private static final int CHECKED_AT_ONCE = 4;
  private static final int CHECKED_STRIDE = 3 * Kernel.LANES;

  private static final Choice CHOICE = choose();

  /**
   * A kernel.
   *
   * @param path "vector", or "scalar" and why
   */
  record Choice(Kernel kernel, String path) {}

  private Kernels() {}

  /** The same for the life of the program. */
  static Choice choice() {
    return CHOICE;
  }

  private static Choice choose() {
    Kernel scalar = new ScalarKernel();
    try {
      Kernel vector =
          Class.forName(VECTOR).asSubclass(Kernel.class).getDeclaredConstructor().newInstance();
      return better(scalar, vector);
    } catch (ClassNotFoundException e) {
      return new Choice(
          scalar, "scalar: the vector path needs Java 25 and a jar that was built with it");
    } catch (NoClassDefFoundError e) {
      return new Choice(
          scalar, "scalar: for the vector path start Java with --add-modules jdk.incubator.vector");
    } catch (ReflectiveOperationException | LinkageError | RuntimeException e) {
      return new Choice(scalar, "scalar: the vector path fails here with " + e);
    }
  }

  /** {@code other} if it agrees with {@code scalar} to the bit. */
  static Choice better(Kernel scalar, Kernel other) {
    return Arrays.equals(trial(scalar), trial(other))
        ? new Choice(other, "vector")
        : new Choice(scalar, "scalar: the vector path computes something else on this machine");
  }

  /** The bits of everything {@code kernel} makes of a block of noise with spikes and artefacts. */
  private static int[] trial(Kernel kernel) {
    int stride = CHECKED_STRIDE;
    var band = new BandPass(stride, 3, 300, 6_000, 30_000, kernel);
    short[] in = new short[CHECKED_FRAMES * stride];
    int random = 1;
    for (int i = 0; i < in.length; i++) {
      random = random * 1_664_525 + 1_013_904_223;
      int size = random >>> 28 == 0 ? 16 : 24;
      in[i] = (short) (random >> size);
    }
    float[][] out = new float[CHECKED_FRAMES][stride];
    float[] medians = new float[stride];
    Arrays.fill(medians, 20);
    float[] thresholds = new float[stride];
    Arrays.fill(thresholds, -100);
    float[] steps = {0.99f, 1.01f};
    int[] hits = new int[stride];
    int[] made = new int[CHECKED_FRAMES * (stride + 1) + in.length + 2 * stride];
    int count = 0;
    for (int frame = 0; frame < CHECKED_FRAMES; frame += CHECKED_AT_ONCE) {
      int found = band.filter(in, frame, CHECKED_AT_ONCE, out, thresholds, 2_000, hits);
      made[count++] = found;
      System.arraycopy(hits, 0, made, count, found);
      count += found;
      kernel.follow(out[frame], medians, steps, 1, -6 / 0.6745f, thresholds);
    }
    for (int row = 0; row < CHECKED_FRAMES + 2; row++) {
      float[] floats =
          row < CHECKED_FRAMES ? out[row] : row == CHECKED_FRAMES ? medians : thresholds;
      for (float each : floats) {
        made[count++] = Float.floatToRawIntBits(each);
      }
    }
    return made;
  }
}
