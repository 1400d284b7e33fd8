package org.wetstack.lab.train;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.wetstack.hal.ArrayLayout;

/**
 * A learner in software in the place of the culture, so that the same task can be asked of it: it
 * is stimulated, answers in spikes, and is rewarded and corrected. One logistic unit per electrode,
 * which spikes at random after each pulse; a reward makes what it just did likelier, a correction
 * less likely (REINFORCE, Williams 1992). It is no model of a culture.
 */
final class Silicon implements Subject {

  private static final double RATE = 0.3;
  private static final double PUNISHED = 0.3;
  private static final int SPIKES_PER_PULSE = 4;
  private static final int FINE = 1 << 20;

  private final List<ArrayLayout.Site> sites;
  private final Shuffle chance;
  private final double[][] weights;
  private final double[][] eligible;

  Silicon(long seed, List<ArrayLayout.Site> sites) {
    this.sites = List.copyOf(sites);
    chance = new Shuffle(seed);
    weights = new double[sites.size()][sites.size()];
    eligible = new double[sites.size()][sites.size()];
  }

  @Override
  public List<ArrayLayout.Site> sites() {
    return sites;
  }

  @Override
  public Answer probe(List<Integer> electrodes) {
    for (double[] row : eligible) {
      Arrays.fill(row, 0);
    }
    int[] spikes = new int[sites.size()];
    for (int stimulated : electrodes) {
      for (int unit = 0; unit < spikes.length; unit++) {
        double likely = 1 / (1 + Math.exp(-weights[stimulated][unit]));
        for (int i = 0; i < SPIKES_PER_PULSE; i++) {
          int spike = chance.below(FINE) < likely * FINE ? 1 : 0;
          spikes[unit] += spike;
          eligible[stimulated][unit] +=
              (spike - likely) / ((double) SPIKES_PER_PULSE * electrodes.size());
        }
      }
    }
    return new Answer(spikes, 0, 0);
  }

  @Override
  public void reward() {
    learn(RATE * SPIKES_PER_PULSE);
  }

  @Override
  public void correct(List<Planned> pulses) {
    learn(-PUNISHED * RATE * SPIKES_PER_PULSE);
  }

  private void learn(double rate) {
    for (int i = 0; i < weights.length; i++) {
      for (int k = 0; k < weights.length; k++) {
        weights[i][k] += rate * eligible[i][k];
      }
    }
  }

  @Override
  public Given given() {
    return new Given(0, 0, 0);
  }

  @Override
  public void pass(Duration span) {}

  @Override
  public void close() {}
}
