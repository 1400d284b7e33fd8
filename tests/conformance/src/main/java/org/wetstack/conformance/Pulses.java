package org.wetstack.conformance;

import java.time.Duration;
import java.util.List;
import org.wetstack.hal.ElectrodeArray;
import org.wetstack.hal.LoadedStimulus;
import org.wetstack.hal.Stimulator;
import org.wetstack.hal.Stimulus;
import org.wetstack.hal.StimulusLimits;
import org.wetstack.hal.units.Current;

/** Stimuli for testing that fit any stimulator: weak, and on one electrode. */
final class Pulses {

  private Pulses() {}

  /** A biphasic pulse of at most 1 µA and about 200 µs a phase. */
  static Stimulus single(ElectrodeArray array) {
    StimulusLimits limits = array.stimulator().map(Stimulator::limits).orElseThrow();
    int step = limits.step().nanoamps();
    int most = Math.min(1_000, limits.maxAmplitude().nanoamps());
    int nanoamps = -Math.max(step, most / step * step);
    List<Integer> electrode = List.of(array.layout().sites().get(0).electrode());
    return Stimulus.biphasic(electrode, Current.nanoamps(nanoamps), Duration.ofNanos(200_000));
  }

  /** A train whose pulses come every 20 ms, or as fast as the stimulator can. */
  static Stimulus train(ElectrodeArray array, int pulses) {
    StimulusLimits limits = array.stimulator().map(Stimulator::limits).orElseThrow();
    return single(array).train(Math.min(limits.maxPulses(), pulses), period(limits, 20));
  }

  /** A train of half a minute or longer, where the stimulator plays so many pulses. */
  static Stimulus lasting(ElectrodeArray array) {
    StimulusLimits limits = array.stimulator().map(Stimulator::limits).orElseThrow();
    return single(array).train(Math.min(limits.maxPulses(), 600), period(limits, 50));
  }

  /** From the start of a pulse to the start of the next, in samples; whole by choice of period. */
  static long periodSamples(ElectrodeArray array, LoadedStimulus train) {
    return Math.multiplyFull(train.applied().periodTicks(), array.layout().samplesPerSecond())
        / train.applied().ticksPerSecond();
  }

  private static Duration period(StimulusLimits limits, int millis) {
    return Duration.ofMillis(Math.max(millis, 1_000 / limits.maxPulsesPerSecond() + 1));
  }
}
