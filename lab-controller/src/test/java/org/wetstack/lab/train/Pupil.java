package org.wetstack.lab.train;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.wetstack.hal.ArrayLayout;

/**
 * Answers each pulse with a spike on electrode 2 or 6, drawn, until it has had {@code lessons}
 * rewards; then on 2 only. May die in a trial, as a process does.
 */
final class Pupil implements Subject {

  static final class Killed extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  private final int lessons;
  private final Shuffle chance;
  final List<String> lived = new ArrayList<>();
  int diesAt = Integer.MAX_VALUE;
  int rewards;
  int corrections;
  int probes;
  Duration passed = Duration.ZERO;

  Pupil(int lessons, long seed) {
    this.lessons = lessons;
    chance = new Shuffle(seed);
  }

  @Override
  public List<ArrayLayout.Site> sites() {
    List<ArrayLayout.Site> sites = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      sites.add(new ArrayLayout.Site(i, i % 4 * 200, i / 4 * 400));
    }
    return sites;
  }

  @Override
  public Answer probe(List<Integer> electrodes) {
    if (probes == diesAt) {
      throw new Killed();
    }
    probes++;
    int[] spikes = new int[8];
    for (int each : electrodes) {
      spikes[rewards >= lessons || chance.below(2) == 0 ? 2 : 6]++;
      lived.add("pulse " + each);
    }
    passed = passed.plus(Duration.ofMillis(200L * electrodes.size()));
    return new Answer(spikes, 100L * probes, 100L * probes + 50);
  }

  @Override
  public void reward() {
    rewards++;
    lived.add("reward");
  }

  @Override
  public void correct(List<Planned> pulses) {
    corrections++;
    lived.add("correct " + pulses);
  }

  @Override
  public Given given() {
    return new Given(probes, probes * 800.0, rewards * 500L);
  }

  @Override
  public void pass(Duration span) {
    passed = passed.plus(span);
  }

  @Override
  public void close() {}
}
