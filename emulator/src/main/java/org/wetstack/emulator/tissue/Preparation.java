package org.wetstack.emulator.tissue;

/**
 * What the electrodes of one array touch, as volts and amperes before any amplifier: a living
 * culture, saline, or nothing. Advances only through {@link #step}; everything it does follows from
 * its seed and the calls made, so the same calls give the same numbers on every machine. Called
 * under the world's lock.
 */
public interface Preparation {

  /** How many electrodes there are; they are numbered from 0 in the order of the channels. */
  int electrodes();

  /**
   * One sample passes.
   *
   * @param drive what the hardware does to the electrodes during it, and how they answer
   * @param nanovolts of which the first are filled with what each electrode shows against the
   *     reference, ±2.147 V; what is beyond ends there
   */
  void step(Drive drive, int[] nanovolts);

  /**
   * So many samples pass in which nothing is driven: the same as as many calls of {@link #step},
   * and faster.
   *
   * @param drive not active; answered for the last of them
   * @param nanovolts filled with what electrodes show, sample by sample
   */
  void rest(Drive drive, int samples, int[] nanovolts);

  /** The magnitude of the impedance of {@code electrode} at 1 kHz, in kiloohms, as it is now. */
  int kiloohms(int electrode);

  /**
   * How noisy {@code electrode} is at rest, in nanovolts, root mean square over all frequencies up
   * to half the sampling rate.
   */
  int noiseNanovolts(int electrode);

  /** {@code nanoliters} of {@code fluid} come out of the tube's end that hangs in the dish. */
  void infuse(Fluid fluid, long nanoliters);

  /** Bench face: one spike of 200 µV on {@code electrode}, its trough {@code samples} from now. */
  void injectSpike(int electrode, long samples);
}
