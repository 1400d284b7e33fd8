package org.wetstack.drivers.intanrhx;

import org.wetstack.hal.DeviceException;
import org.wetstack.hal.StimulusLimits;
import org.wetstack.hal.units.Current;

/** What may be stimulated with: the smaller of what RHX can play and what its options allow. */
final class StimulationLimits {

  private static final int MAX_PULSES = 256;
  private static final int MAX_STEPS = 255;

  private StimulationLimits() {}

  /**
   * What RHX can play on {@code electrodes} electrodes, and what its options allow.
   *
   * @throws DeviceException REJECTED/NOT_DONE if that is nothing
   */
  static StimulusLimits of(Controller controller, RhxOptions options, int electrodes) {
    int step = StimulusParameters.stepNanoamps(controller.stepText());
    if (step == 0) {
      throw Controller.refused(
          "RHX was started with a stimulation step of "
              + controller.stepText()
              + ", which is no number: choose one in µA when it starts, or add stimulate=none");
    }
    int steps = Math.min(MAX_STEPS, options.maxNanoamps() / step);
    if (steps == 0) {
      throw Controller.refused(
          "one stimulation step of RHX is "
              + step
              + " nA, more than max-current-na="
              + options.maxNanoamps()
              + ": start RHX with a smaller step");
    }
    return new StimulusLimits(
        electrodes,
        Current.nanoamps(steps * step),
        Current.nanoamps(step),
        options.maxPicocoulombs(),
        controller.samplesPerSecond(),
        options.maxPulsesPerSecond(),
        MAX_PULSES,
        RhxStimulator.SLOTS);
  }
}
