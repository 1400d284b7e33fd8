package org.wetstack.emulator.tissue;

import java.util.Arrays;

/**
 * The culture of integers as a preparation, until the living one takes its place. A pulse reaches
 * it when it is over, as only then it is known as a whole.
 */
public final class OldCulture implements Preparation {

  private static final int NANOVOLTS_PER_COUNT = 195;
  private static final int LONGEST_PULSE = 4_096;

  private final Tissue tissue;
  private final int electrodes;
  private final short[] counts;
  private final int[][] flowing;
  private final int[] lengths;
  private long position;
  private boolean pulsing;

  public OldCulture(Tissue tissue, int electrodes) {
    this.tissue = tissue;
    this.electrodes = electrodes;
    counts = new short[electrodes];
    flowing = new int[electrodes][];
    lengths = new int[electrodes];
  }

  /** What it stands for. */
  public Tissue tissue() {
    return tissue;
  }

  @Override
  public int electrodes() {
    return electrodes;
  }

  @Override
  public void step(Drive drive, int[] nanovolts) {
    if (drive.active || pulsing) {
      follow(drive);
    }
    tissue.sense(position++, 1, counts);
    for (int i = 0; i < electrodes; i++) {
      nanovolts[i] = counts[i] * NANOVOLTS_PER_COUNT;
    }
    drive.answered = false;
  }

  private void follow(Drive drive) {
    pulsing = false;
    for (int i = 0; i < electrodes; i++) {
      int nanoamps = drive.active ? (int) StrictMath.rint(drive.nanoamps[i]) : 0;
      if (drive.active && drive.recovery[i]) {
        tissue.damp(i, position + 1);
      }
      if (nanoamps != 0 && lengths[i] < LONGEST_PULSE) {
        flowing[i] = flowing[i] == null ? new int[LONGEST_PULSE] : flowing[i];
        flowing[i][lengths[i]++] = nanoamps;
        pulsing = true;
      } else if (lengths[i] > 0) {
        tissue.pulse(position, new int[] {i}, Arrays.copyOf(flowing[i], lengths[i]), 0);
        lengths[i] = 0;
      }
    }
  }

  @Override
  public int kiloohms(int electrode) {
    return tissue.kiloohms(electrode);
  }

  @Override
  public int noiseNanovolts(int electrode) {
    return tissue.noiseNanovolts(electrode);
  }

  @Override
  public void infuse(Fluid fluid, long nanoliters) {
    tissue.dose(nanoliters);
  }

  @Override
  public void injectSpike(int electrode, long samples) {
    tissue.injectSpike(electrode, position + samples);
  }
}
