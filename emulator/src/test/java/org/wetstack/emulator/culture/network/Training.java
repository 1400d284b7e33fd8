package org.wetstack.emulator.culture.network;

import java.util.ArrayList;
import java.util.List;
import org.wetstack.emulator.tissue.Dice;

/**
 * An experiment with one organoid: an electrode is stimulated every few seconds, and the organoid
 * is to answer more on one pair of electrodes, less on another, than it did before. What is wanted
 * is rewarded with a pulse of dopamine, which comes a second later and takes seconds to go; what is
 * not is followed by electrical pulses at random times on random electrodes.
 */
final class Training {

  /** What becomes of an answer. */
  enum Condition {
    /** Dopamine for what is wanted. */
    REWARDED(1),
    /** Never any dopamine. */
    UNREWARDED(0),
    /** As often as when it is rewarded, but for any answers. */
    RANDOM(1),
    /** As rewarded, but all but a fiftieth of the dopamine has oxidised. */
    DEPLETED(0.02);

    private final double share;

    Condition(double share) {
      this.share = share;
    }
  }

  /** How long it lasts. */
  record Plan(int before, int trials, int periodMillis) {}

  private static final int STIMULATED = 0;
  private static final int WANTED = 1 << 2 | 1 << 3;
  private static final int OTHER = 1 << 6 | 1 << 7;
  private static final int NANOAMPS = 2_000;
  private static final int MICROS = 200;
  private static final int FROM_MILLIS = 10;
  private static final int TO_MILLIS = 60;
  private static final int DELAY_MILLIS = 1_000;
  private static final double DECAY_MILLIS = 3_000;
  private static final double PEAK_NANOMOLAR = 500;
  private static final int CORRECTIONS = 4;

  /** A pulse to come. */
  private record Correction(long at, int electrode) {}

  private final Organoid organoid;
  private final Dice dice;
  private final int plus;
  private final int minus;
  private final int[] seenBy;
  private final List<Correction> corrections = new ArrayList<>();
  private final List<Long> rewards = new ArrayList<>();
  private long millis;
  private double dopamine;
  private int difference;
  private boolean counting;

  private Training(long seed) {
    organoid = Site.organoid(seed);
    dice = new Dice(Dice.mix(~seed));
    // Every other seed wants the other pair, so that a habit of the model cannot look like success.
    plus = seed % 2 == 0 ? WANTED : OTHER;
    minus = seed % 2 == 0 ? OTHER : WANTED;
    seenBy = new int[organoid.neurons()];
    for (int n = 0; n < seenBy.length; n++) {
      seenBy[n] = Site.seenBy(organoid, n);
    }
  }

  /**
   * Does it.
   *
   * @param random of {@link Condition#RANDOM}: which trials get dopamine
   * @return for each trial whether the answer was the wanted one
   */
  static boolean[] run(long seed, Condition condition, Plan plan, boolean[] random) {
    var training = new Training(seed);
    training.pass(5_000);
    double usual = 0;
    for (int i = 0; i < plan.before(); i++) {
      usual += training.answer() / (double) plan.before();
      training.pass(plan.periodMillis() - TO_MILLIS);
    }
    boolean[] wanted = new boolean[plan.trials()];
    for (int i = 0; i < wanted.length; i++) {
      wanted[i] = training.answer() > usual;
      boolean reward = condition == Condition.RANDOM ? random[i] : wanted[i];
      if (reward && condition.share > 0) {
        training.rewards.add(training.millis + DELAY_MILLIS);
      }
      if (!wanted[i]) {
        training.correct();
      }
      training.pass(plan.periodMillis() - TO_MILLIS, condition.share);
    }
    return wanted;
  }

  /** Spikes on the wanted pair less those on the other, after a stimulus. */
  private int answer() {
    Site.pulse(organoid, STIMULATED, NANOAMPS, MICROS);
    pass(FROM_MILLIS);
    difference = 0;
    counting = true;
    pass(TO_MILLIS - FROM_MILLIS);
    counting = false;
    return difference;
  }

  private void correct() {
    for (int i = 0; i < CORRECTIONS; i++) {
      corrections.add(new Correction(millis + 300 + dice.below(700), dice.below(Site.ELECTRODES)));
    }
  }

  private void pass(int count) {
    pass(count, 1);
  }

  private void pass(int count, double share) {
    for (int i = 0; i < count; i++) {
      if (rewards.remove((Long) millis)) {
        dopamine += PEAK_NANOMOLAR * share;
      }
      for (int c = corrections.size() - 1; c >= 0; c--) {
        if (corrections.get(c).at() == millis) {
          Site.pulse(organoid, corrections.remove(c).electrode(), NANOAMPS, MICROS);
        }
      }
      organoid.step(new Milieu(dopamine, 1, 1, 1), this::count);
      dopamine -= dopamine / DECAY_MILLIS;
      millis++;
    }
  }

  private void count(int neuron, int micros, boolean evoked) {
    if (counting) {
      difference += (seenBy[neuron] & plus) != 0 ? 1 : 0;
      difference -= (seenBy[neuron] & minus) != 0 ? 1 : 0;
    }
  }
}
