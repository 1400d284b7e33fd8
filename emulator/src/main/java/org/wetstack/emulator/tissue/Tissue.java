package org.wetstack.emulator.tissue;

/**
 * What the electrodes of one array are in. Advances only through {@link #sense}; everything it does
 * follows from its seed and the calls made, so the same calls give the same bytes. Called under the
 * world's lock.
 */
public interface Tissue {

  /**
   * The next {@code samples} samples, as ADC counts, sample by sample and within a sample channel
   * by channel. {@code firstSample} is where the previous call ended.
   */
  void sense(long firstSample, int samples, short[] counts);

  /**
   * One pulse on {@code electrodes} (channel indices) beginning at {@code sample}, which the next
   * {@link #sense} will cover.
   *
   * @param nanoamps the current of each sample of the pulse, cathodic negative
   * @param settleSamples how long after the pulse the amplifiers are held settled
   */
  void pulse(long sample, int[] electrodes, int[] nanoamps, int settleSamples);

  /**
   * From the next sample until before sample {@code until}, what pulses left on channel {@code
   * electrode} dies away as fast as a settled amplifier or a discharged electrode lets it.
   */
  default void damp(int electrode, long until) {}

  /** How large the impedance of {@code electrode} is, in kiloohms at 1 kHz. */
  default int kiloohms(int electrode) {
    return 100;
  }

  /**
   * How noisy {@code electrode} is at rest, in nanovolts, root mean square over all frequencies.
   */
  default int noiseNanovolts(int electrode) {
    return 0;
  }

  /** {@code nanoliters} of dopamine solution have reached the tissue. */
  void dose(long nanoliters);

  /** Bench face: one spike on channel {@code electrode} with its trough at {@code sample}. */
  void injectSpike(int electrode, long sample);
}
