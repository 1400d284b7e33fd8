package org.wetstack.hal;

import java.util.Optional;

/** The stimulating half of an electrode array. */
public interface Stimulator {

  StimulusLimits limits();

  /**
   * Uploads a waveform, verifies what the device made of it, and arms it. Takes milliseconds; done
   * before the experiment, so that triggering is one tiny frame.
   *
   * @throws IllegalArgumentException if {@link StimulusLimits#quantise} refuses {@code stimulus};
   *     nothing is sent
   * @throws IllegalStateException if all of {@link StimulusLimits#slots()} are in use
   * @throws DeviceException if the device refused, or holds something other than what was agreed
   */
  LoadedStimulus load(Stimulus stimulus);

  /**
   * What the device knows of an earlier trigger; empty if it knows nothing of it and therefore
   * never fired it.
   *
   * @throws DeviceException if the device did not answer, or no longer remembers so far back
   */
  Optional<Receipt> receipt(OperationId operation);

  /**
   * Stops every output at once and disarms every loaded stimulus. Idempotent; allowed in every
   * state.
   */
  void stop();
}
