package org.wetstack.exchange;

import java.util.stream.Collectors;
import org.wetstack.hal.AppliedStimulus;

/** Stimuli in words and in numbers, as exports have them. */
final class Waveforms {

  private Waveforms() {}

  /** As in {@code 3 4}. */
  static String electrodes(AppliedStimulus applied) {
    return applied.electrodes().stream().map(String::valueOf).collect(Collectors.joining(" "));
  }

  /** As in {@code -2000x6 2000x6}: nanoamperes by ticks. */
  static String phases(AppliedStimulus applied) {
    return applied.phases().stream()
        .map(phase -> phase.amplitude().nanoamps() + "x" + phase.ticks())
        .collect(Collectors.joining(" "));
  }

  /** The current in nanoamperes at {@code tick} of one pulse; 0 between and after its phases. */
  static int nanoampsAt(AppliedStimulus applied, long tick) {
    long start = 0;
    for (AppliedStimulus.Phase phase : applied.phases()) {
      if (tick >= start && tick < start + phase.ticks()) {
        return phase.amplitude().nanoamps();
      }
      start += phase.ticks() + (long) applied.interphaseTicks();
    }
    return 0;
  }

  /** Seconds from the beginning of a pulse to the end of its last phase. */
  static double pulseSeconds(AppliedStimulus applied) {
    return (double) applied.pulseTicks() / applied.ticksPerSecond();
  }
}
