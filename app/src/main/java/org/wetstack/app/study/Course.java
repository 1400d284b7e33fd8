package org.wetstack.app.study;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.wetstack.lab.train.Shuffle;
import org.wetstack.lab.train.Subject;

/**
 * One culture's way through the experiment.
 *
 * @param firstWanted whether it was the first group that was wanted
 * @param before share of the trials before the training whose response would have been wanted: what
 *     success is by chance; less than half if a few strong responses make the mean
 * @param wanted whether the response of each trial was: leant to the wanted group more than it did
 *     on average before the training
 * @param rewarded whether it leant there more than it lately did, which is what doses are for: so
 *     there is something to earn for the worst pupil, and ever more to do for the best
 * @param spikes of both groups, mean of a trial, before the training: a culture that does not
 *     answer cannot be taught
 */
@SuppressWarnings("ArrayRecordComponent") // A plain carrier of results; never compared.
record Course(
    long seed,
    Condition condition,
    boolean firstWanted,
    double before,
    boolean[] wanted,
    boolean[] rewarded,
    double spikes) {

  /** Trials that count as lately, in the exponential mean. */
  private static final double MEMORY_TRIALS = 20;

  /**
   * How the success rate of {@code seed} develops under {@code condition}.
   *
   * @param earned trials in which a culture of this seed was rewarded: as many, at random, are the
   *     random rewards; pulses follow the other trials
   */
  static Course run(
      Subject subject, Protocol protocol, long seed, Condition condition, boolean[] earned) {
    // Which group is wanted is balanced over seeds: what drifts by itself cancels out.
    boolean firstWanted = Math.floorMod(seed, 2) == 0;
    var chance = new Shuffle(seed * 31 + condition.name().hashCode());
    boolean[] yoked = chance.likeIn(earned);
    subject.pass(protocol.settle());
    int sign = firstWanted ? 1 : -1;
    int[] leans = new int[protocol.baseline()];
    double spikes = 0;
    for (int trial = 0; trial < leans.length; trial++) {
      int[] counts = subject.probe(protocol.question()).spikes();
      leans[trial] = sign * lean(counts, protocol);
      int both = sum(counts, protocol.first()) + sum(counts, protocol.second());
      spikes += (double) both / protocol.baseline();
      subject.pass(protocol.period().minus(protocol.probing()));
    }
    double mark = Arrays.stream(leans).average().orElse(0);
    double before =
        Arrays.stream(leans).filter(lean -> lean > mark).count() / (double) leans.length;
    double lately = mark;
    boolean[] wanted = new boolean[protocol.trials()];
    boolean[] rewarded = new boolean[protocol.trials()];
    for (int trial = 0; trial < wanted.length; trial++) {
      int[] counts = subject.probe(protocol.question()).spikes();
      int lean = sign * lean(counts, protocol);
      wanted[trial] = lean > mark;
      rewarded[trial] = lean > lately;
      lately += (lean - lately) / MEMORY_TRIALS;
      // Pulses stir up what dopamine would strengthen. If they still followed just the unwanted
      // responses, doses at random would teach what is wanted: so both are drawn, or neither is.
      boolean good = condition == Condition.RANDOM ? yoked[trial] : rewarded[trial];
      if (good && condition != Condition.NONE) {
        subject.reward();
      }
      if (!good) {
        correct(subject, protocol, counts.length, chance);
      }
      subject.pass(protocol.period().minus(protocol.probing()));
    }
    return new Course(seed, condition, firstWanted, before, wanted, rewarded, spikes);
  }

  /** How many spikes more there are on the first group than on the second. */
  private static int lean(int[] counts, Protocol protocol) {
    return sum(counts, protocol.first()) - sum(counts, protocol.second());
  }

  private static void correct(Subject subject, Protocol protocol, int electrodes, Shuffle chance) {
    subject.correct(
        chance.pulses(protocol.correctionPulses(), protocol.correctionWithin(), electrodes));
  }

  private static int sum(int[] counts, List<Integer> electrodes) {
    int sum = 0;
    for (int i = 0; i < electrodes.size(); i++) {
      sum += counts[electrodes.get(i)];
    }
    return sum;
  }

  /** The share of wanted responses in part {@code part} of {@code parts}. */
  double success(int part, int parts) {
    int from = wanted.length * part / parts;
    int to = wanted.length * (part + 1) / parts;
    int successes = 0;
    for (int trial = from; trial < to; trial++) {
      successes += wanted[trial] ? 1 : 0;
    }
    return (double) successes / (to - from);
  }

  /** Success in the last quarter less that before the training. */
  double change() {
    return success(3, 4) - before;
  }

  /** How long this course takes, in the culture's time. */
  static Duration length(Protocol protocol) {
    return protocol
        .settle()
        .plus(protocol.period().multipliedBy((long) protocol.baseline() + protocol.trials()));
  }
}
