package org.wetstack.lab.train;

import java.time.Duration;

/**
 * How a culture is handled in a trial.
 *
 * @param nanoamps of each pulse, cathodic first and balanced; more than 0
 * @param phase how long each of its two phases is
 * @param pulsePeriod from one pulse to the next, no shorter than to the end of the window
 * @param windowFrom counted from the pulse: beyond artefact and direct response
 * @param windowTo likewise; spikes in between count
 * @param reward for what deserves one
 */
public record Procedure(
    int nanoamps,
    Duration phase,
    Duration pulsePeriod,
    Duration windowFrom,
    Duration windowTo,
    Reward reward) {

  /** Pulses that one trial may begin with. */
  public static final int MOST_PULSES = 100;

  public Procedure {
    if (nanoamps <= 0 || phase.isNegative() || phase.isZero()) {
      throw new IllegalArgumentException(
          "a pulse has a current and lasts, not " + nanoamps + " nA for " + phase);
    }
    if (windowFrom.isNegative()
        || windowTo.compareTo(windowFrom) <= 0
        || pulsePeriod.compareTo(windowTo) < 0) {
      throw new IllegalArgumentException(
          "the window after a pulse ends after it begins and before the next pulse: from "
              + windowFrom
              + " to "
              + windowTo
              + " with a pulse each "
              + pulsePeriod);
    }
  }

  /** How long {@code pulses} and their windows take. */
  public Duration probing(int pulses) {
    return pulsePeriod.multipliedBy(pulses);
  }
}
