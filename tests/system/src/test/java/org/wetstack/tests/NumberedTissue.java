package org.wetstack.tests;

import org.wetstack.emulator.tissue.Drive;
import org.wetstack.emulator.tissue.Fluid;
import org.wetstack.emulator.tissue.Preparation;

/**
 * Shows on its electrodes which sample it is: even ones have the lower 15 bits of its number, odd
 * ones the next 15, each plus 37 times its electrode. Behind flat amplifiers, that is in counts.
 */
final class NumberedTissue implements Preparation {

  private static final int NANOVOLTS_PER_COUNT = 195;
  private static final int BITS = 15;

  private final int electrodes;
  private final Runnable onSample;
  private volatile long next;

  /** {@code onSample} is run after each sample, or several, under the lock of the world. */
  NumberedTissue(int electrodes, Runnable onSample) {
    this.electrodes = electrodes;
    this.onSample = onSample;
  }

  /** What {@code electrode} shows in {@code sample}, in counts. */
  static short counts(long sample, int electrode) {
    long part = electrode % 2 == 0 ? sample : sample >> BITS;
    return (short) ((part + 37L * electrode) & ((1 << BITS) - 1));
  }

  /** The number of the sample that comes next. */
  long next() {
    return next;
  }

  @Override
  public int electrodes() {
    return electrodes;
  }

  @Override
  public void step(Drive drive, int[] nanovolts) {
    rest(drive, 1, nanovolts);
  }

  @Override
  public void rest(Drive drive, int samples, int[] nanovolts) {
    long first = next;
    for (int i = 0; i < samples; i++) {
      for (int e = 0; e < electrodes; e++) {
        nanovolts[i * electrodes + e] = NANOVOLTS_PER_COUNT * counts(first + i, e);
      }
    }
    next = first + samples;
    drive.answered = false;
    onSample.run();
  }

  @Override
  public int kiloohms(int electrode) {
    return 100;
  }

  @Override
  public int noiseNanovolts(int electrode) {
    return 0;
  }

  @Override
  public void infuse(Fluid fluid, long nanoliters) {
    throw new UnsupportedOperationException("no tube leads here");
  }

  @Override
  public void injectSpike(int electrode, long samples) {
    throw new UnsupportedOperationException("numbers do not spike");
  }
}
