package org.wetstack.app.study;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.wetstack.hal.ArrayLayout;
import org.wetstack.lab.train.Subject;

/** The experiment with a subject that learns exactly as it is rewarded. */
class CourseTest {

  private static final Protocol PROTOCOL = Protocol.usual().withTrials(4, 40);

  /** Answers on electrode 2 or 6 in turns until it has had {@code lessons} rewards, then on 2. */
  private static final class Pupil implements Subject {
    final int lessons;
    int rewards;
    int corrections;
    int probes;
    Duration passed = Duration.ZERO;
    final List<Integer> corrected = new ArrayList<>();

    Pupil(int lessons) {
      this.lessons = lessons;
    }

    @Override
    public List<ArrayLayout.Site> sites() {
      return Cultures.sites();
    }

    @Override
    public Answer probe(List<Integer> electrodes) {
      probes++;
      passed = passed.plus(PROTOCOL.probing());
      int[] counts = new int[8];
      counts[rewards >= lessons || probes % 2 == 0 ? 2 : 6] = 3;
      return new Answer(counts, 0, 0);
    }

    @Override
    public void reward() {
      rewards++;
    }

    @Override
    public void correct(List<Planned> pulses) {
      corrections++;
      int before = -10;
      for (Planned each : pulses) {
        assertTrue(each.millis() < PROTOCOL.correctionWithin().toMillis());
        assertTrue(each.millis() - before >= 10, "never on each other's heels");
        before = each.millis();
        corrected.add(each.electrode());
      }
    }

    @Override
    public Given given() {
      return new Given(0, 0, 0);
    }

    @Override
    public void pass(Duration span) {
      passed = passed.plus(span);
    }

    @Override
    public void close() {}
  }

  private static Course run(Pupil pupil, long seed, Condition condition, boolean[] earned) {
    return Course.run(pupil, PROTOCOL, seed, condition, earned);
  }

  @Test
  void whatIsRewardedIsWhatIsWanted() {
    var pupil = new Pupil(8);
    Course course = run(pupil, 2, Condition.REWARD, new boolean[40]);
    assertEquals(0.5, course.before(), 1e-12);
    assertEquals(0.5, course.success(0, 4), 1e-12);
    assertEquals(1, course.success(3, 4), 1e-12);
    assertEquals(0.5, course.change(), 1e-12);
    assertEquals(3, course.spikes(), 1e-12);
    assertEquals(40, pupil.rewards + pupil.corrections);
    assertEquals(Course.length(PROTOCOL), pupil.passed, "trials follow at the period");
    assertTrue(pupil.corrected.stream().distinct().count() > 4, "they are unpredictable");
  }

  @Test
  void theOtherGroupIsWantedOfEveryOtherSeed() {
    Course course = run(new Pupil(0), 3, Condition.REWARD, new boolean[40]);
    assertFalse(course.firstWanted());
    // It answered on the first group only, before as well as after: never more than before.
    assertEquals(0, course.success(0, 1), 1e-12);
  }

  @Test
  void withoutRewardThereIsNone() {
    var pupil = new Pupil(8);
    Course course = run(pupil, 2, Condition.NONE, new boolean[40]);
    assertEquals(0, pupil.rewards);
    assertEquals(20, pupil.corrections);
    assertEquals(0, course.change(), 1e-12);
  }

  @Test
  void randomRewardsAreAsManyAsWereEarned() {
    boolean[] earned = new boolean[40];
    for (int i = 0; i < 13; i++) {
      earned[i] = true;
    }
    var pupil = new Pupil(100);
    run(pupil, 2, Condition.RANDOM, earned);
    assertEquals(13, pupil.rewards);
    assertEquals(27, pupil.corrections, "pulses follow the other trials, not the worse responses");
  }
}
