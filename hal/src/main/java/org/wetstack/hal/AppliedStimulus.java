package org.wetstack.hal;

import java.util.List;
import org.wetstack.hal.units.Current;

/**
 * A stimulus as the hardware plays it: currents in whole current steps, times in whole ticks.
 *
 * @param ticksPerSecond rate of the stimulator's clock; a tick is not always a whole number of
 *     nanoseconds, which is why times are given in ticks
 * @param periodTicks 0 for a single pulse
 */
public record AppliedStimulus(
    List<Integer> electrodes,
    List<Phase> phases,
    int interphaseTicks,
    int pulses,
    int periodTicks,
    int settleTicks,
    int recoveryTicks,
    int ticksPerSecond) {

  /** One phase: exactly this current for exactly this many ticks. */
  public record Phase(Current amplitude, int ticks) {

    public Phase {
      if (amplitude.nanoamps() == 0 || ticks < 1) {
        throw new IllegalArgumentException(
            "a phase has a current and lasts a tick or more, not "
                + amplitude
                + " for "
                + ticks
                + " ticks");
      }
    }

    /** Charge of this phase in nanoampere-ticks, signed. */
    public long nanoampTicks() {
      return Math.multiplyFull(amplitude.nanoamps(), ticks);
    }
  }

  public AppliedStimulus {
    electrodes = List.copyOf(electrodes);
    phases = List.copyOf(phases);
    if (electrodes.isEmpty() || phases.isEmpty() || phases.size() > 3) {
      throw new IllegalArgumentException(
          "a stimulus has electrodes and 1 to 3 phases, not "
              + electrodes.size()
              + " and "
              + phases.size());
    }
    if (interphaseTicks < 0 || periodTicks < 0 || settleTicks < 0 || recoveryTicks < 0) {
      throw new IllegalArgumentException("a time of a stimulus must not be negative");
    }
    if (pulses < 1 || ticksPerSecond < 1) {
      throw new IllegalArgumentException(
          "a train has at least 1 pulse and its clock ticks, not "
              + pulses
              + " pulses at "
              + ticksPerSecond
              + " ticks per second");
    }
  }

  /** Net charge of one pulse per electrode in nanoampere-ticks: 0 exactly if it is balanced. */
  public long residualNanoampTicks() {
    return phases.stream().mapToLong(Phase::nanoampTicks).sum();
  }

  /** Ticks from the start of a pulse to the end of its last phase. */
  public long pulseTicks() {
    return phases.stream().mapToLong(Phase::ticks).sum()
        + Math.multiplyFull(interphaseTicks, phases.size() - 1);
  }

  /** Ticks from the start of the first pulse to the end of everything, settling included. */
  public long totalTicks() {
    return Math.multiplyFull(periodTicks, pulses - 1)
        + pulseTicks()
        + Math.max(settleTicks, recoveryTicks);
  }
}
