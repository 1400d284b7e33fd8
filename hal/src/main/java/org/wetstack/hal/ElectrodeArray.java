package org.wetstack.hal;

import java.util.Optional;

/** A multi-electrode array: it records, and may stimulate. */
public interface ElectrodeArray extends Device {

  /** Electrode positions, sampling rate and scale. Everything needed to read the samples. */
  ArrayLayout layout();

  /**
   * Starts the sample stream. Returns once the device has confirmed. One stream per array at a
   * time.
   *
   * @param samplesPerBlock 1 to {@link ArrayLayout#maxSamplesPerBlock()}: small for a short closed
   *     loop (3 to 10), larger for recording (30)
   * @throws IllegalArgumentException if {@code samplesPerBlock} is out of range
   * @throws IllegalStateException if this array is already being recorded
   * @throws DeviceException if the device refused or did not answer
   */
  Instrument.Subscription record(int samplesPerBlock, SampleHandler handler);

  /** The stimulating half; empty if this array cannot stimulate. */
  Optional<Stimulator> stimulator();

  /** What measures the impedance of its electrodes; empty if nothing does. */
  default Optional<ImpedanceMeter> impedanceMeter() {
    return Optional.empty();
  }
}
