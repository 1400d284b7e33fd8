package org.wetstack.emulator.tissue;

/**
 * What the stimulators do to the electrodes of one array during one sample, and how the electrodes
 * answer. One object for each array, written anew by the hardware for every sample; plain arrays,
 * because 1024 channels at 30 kHz pass through it. Not thread-safe: used under the world's lock.
 */
public final class Drive {

  /**
   * In: the mean current into each electrode during the sample, cathodic negative: of stimulation,
   * of current-limited charge recovery, of an impedance measurement.
   */
  public final double[] nanoamps;

  /** In: whether the electrode is shorted to the ground of stimulation, for charge recovery. */
  public final boolean[] recovery;

  /** In: whether anything at all is in {@link #nanoamps} or {@link #recovery}. */
  public boolean active;

  /** Out: the voltage of each electrode against ground, as a DC amplifier sees it. */
  public final int[] microvolts;

  /** Out: whether the stimulator ran out of voltage, and drove less than it was to. */
  public final boolean[] exceeded;

  /** Out: whether anything at all is in {@link #microvolts} or {@link #exceeded}. */
  public boolean answered;

  /** The lowest and the highest voltage the stimulators can reach; the supply less its headroom. */
  public final int lowestMicrovolts;

  public final int highestMicrovolts;

  public Drive(int electrodes, int lowestMicrovolts, int highestMicrovolts) {
    nanoamps = new double[electrodes];
    recovery = new boolean[electrodes];
    microvolts = new int[electrodes];
    exceeded = new boolean[electrodes];
    this.lowestMicrovolts = lowestMicrovolts;
    this.highestMicrovolts = highestMicrovolts;
  }
}
