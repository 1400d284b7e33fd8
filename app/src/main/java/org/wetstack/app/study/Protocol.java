package org.wetstack.app.study;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import org.wetstack.hal.Dose;
import org.wetstack.hal.units.FlowRate;
import org.wetstack.hal.units.Volume;
import org.wetstack.lab.train.Procedure;
import org.wetstack.lab.train.Reward;

/**
 * The training experiment in numbers. One electrode is stimulated again and again; how often each
 * of two groups of electrodes answers within a window is compared. Success is to lean more towards
 * the wanted group than before the training; what is rewarded is to lean there more than lately.
 *
 * @param stimulated electrode that every trial begins with
 * @param first one group of electrodes
 * @param second the other
 * @param nanoamps of the cathodic-first, charge-balanced pulse
 * @param phase of the pulse
 * @param windowFrom counted from the pulse; beyond the direct response and the artefact
 * @param windowTo likewise
 * @param pulses that a trial begins with; the answers to all of them count
 * @param pulsePeriod from one of them to the next, no shorter than to the end of the window
 * @param period from trial to trial
 * @param settle before the first trial
 * @param baseline trials without consequences
 * @param trials with consequences
 * @param doseNanoliters of a reward
 * @param correctionPulses after an unwanted response, on electrodes and at times drawn at random
 * @param correctionWithin these follow within so long
 */
record Protocol(
    int stimulated,
    List<Integer> first,
    List<Integer> second,
    int nanoamps,
    Duration phase,
    Duration windowFrom,
    Duration windowTo,
    int pulses,
    Duration pulsePeriod,
    Duration period,
    Duration settle,
    int baseline,
    int trials,
    int doseNanoliters,
    int correctionPulses,
    Duration correctionWithin) {

  static final FlowRate DOSE_RATE = FlowRate.microlitersPerMinute(120);
  static final int LEAST_TRIALS = 8;
  static final int MOST_TRIALS = 10_000;

  /** What the documentation reports. */
  static Protocol usual() {
    return new Protocol(
        0,
        List.of(2, 3),
        List.of(6, 7),
        2_000,
        Duration.ofNanos(200_000),
        Duration.ofMillis(10),
        Duration.ofMillis(60),
        5,
        Duration.ofMillis(200),
        Duration.ofSeconds(10),
        Duration.ofSeconds(5),
        40,
        240,
        500,
        8,
        Duration.ofMillis(1_500));
  }

  /** What happens in a trial, without the question that is asked. */
  Procedure procedure() {
    return new Procedure(
        nanoamps,
        phase,
        pulsePeriod,
        windowFrom,
        windowTo,
        new Reward.Dosed(new Dose(Volume.nanoliters(doseNanoliters), DOSE_RATE)));
  }

  /** The electrodes of the pulses of a trial. */
  List<Integer> question() {
    return Collections.nCopies(pulses, stimulated);
  }

  /** How long a trial's pulses and windows take. */
  Duration probing() {
    return pulsePeriod.multipliedBy(pulses);
  }

  /** The same with other numbers of trials. */
  Protocol withTrials(int before, int trained) {
    if (trained < LEAST_TRIALS || trained > MOST_TRIALS) {
      throw new IllegalArgumentException(
          "--trials must be " + LEAST_TRIALS + " to " + MOST_TRIALS + ", not " + trained);
    }
    return new Protocol(
        stimulated,
        first,
        second,
        nanoamps,
        phase,
        windowFrom,
        windowTo,
        pulses,
        pulsePeriod,
        period,
        settle,
        before,
        trained,
        doseNanoliters,
        correctionPulses,
        correctionWithin);
  }
}
