package org.wetstack.lab.rig;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.wetstack.hal.Stimulus;
import org.wetstack.hal.units.Current;
import org.wetstack.hal.units.FlowRate;
import org.wetstack.hal.units.Volume;

/** What a scheduled task does, to one culture. The limits hold for it as for everybody. */
public sealed interface Action {

  String culture();

  /** Gives {@code volume} of a reservoir of the culture. */
  record Dose(String culture, String reservoir, Volume volume, FlowRate rate) implements Action {}

  /**
   * Draws {@code volume} from the well into reservoir {@code out}, and then gives as much of {@code
   * in}; each is a dose like any other.
   */
  record Exchange(String culture, String in, String out, Volume volume, FlowRate rate)
      implements Action {}

  /** Records the culture's array for so long. */
  record Recording(String culture, Duration length) implements Action {}

  /**
   * Listens to a culture for {@code length}, 1 s to 1 h, then to its answers to {@code probe},
   * whose train takes at most an hour.
   */
  record Observation(String culture, Duration length, Optional<Pulses> probe) implements Action {

    /** How long the train of the probe takes; zero without one. */
    public Duration probing() {
      return probe.map(Pulses::length).orElse(Duration.ZERO);
    }

    /** How long all of it takes. */
    public Duration whole() {
      return length.plus(probing());
    }
  }

  /**
   * A train of balanced pulses of two phases.
   *
   * @param sites electrodes of the culture, all with the same current
   * @param first of the first phase; negative is cathodic
   * @param width of each phase
   * @param gap between both
   */
  record Pulses(
      String culture,
      List<Integer> sites,
      Current first,
      Duration width,
      Duration gap,
      int pulses,
      Duration period)
      implements Action {

    public Pulses {
      sites = List.copyOf(sites);
    }

    public Stimulus stimulus() {
      Stimulus one = Stimulus.biphasic(sites, first, width).withInterphaseDelay(gap);
      return pulses == 1 ? one : one.train(pulses, period);
    }

    /** How long the train takes; a second for one pulse. */
    public Duration length() {
      return pulses == 1 ? Duration.ofSeconds(1) : period.multipliedBy(pulses);
    }

    /** Of one phase, rounded up. */
    public long picocoulombs() {
      long atto = Math.multiplyExact(Math.abs((long) first.nanoamps()), width.toNanos());
      return Math.floorDiv(atto + 999_999L, 1_000_000L);
    }
  }
}
