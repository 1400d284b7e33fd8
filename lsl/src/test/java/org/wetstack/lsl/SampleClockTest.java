package org.wetstack.lsl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Times from blocks that come late, at a device whose crystal is off, in computed time. */
class SampleClockTest {

  private static final int RATE = 30_000;
  private static final int BLOCK = 30;
  private static final double TRANSIT_NANOS = 400_000;
  private static final long START_NANOS = 5_000_000_000_000L;
  private static final long SEED = 20_261_127;

  private final SplittableRandom random = new SplittableRandom(SEED);
  private final SampleClock clock = new SampleClock(RATE);
  private long sample = 1_000_000;

  /** When {@code of} was taken, in nanoseconds, by a crystal that is 80 ppm too slow. */
  private static double taken(long of) {
    return START_NANOS + of * (1e9 / RATE) * 1.000_08;
  }

  /** Blocks for so long; each comes {@code extraNanos} late and up to 5 ms more. */
  private void run(double seconds, double extraNanos) {
    long end = sample + (long) (seconds * RATE);
    for (; sample < end; sample += BLOCK) {
      long last = sample + BLOCK - 1;
      double jitter = 5e6 * random.nextDouble() * random.nextDouble();
      clock.arrived(last, Math.round(taken(last) + TRANSIT_NANOS + jitter + extraNanos));
    }
  }

  private double errorMillis(long of) {
    return (clock.seconds(of) - (taken(of) + TRANSIT_NANOS) / 1e9) * 1e3;
  }

  private void assertSpacing(long from, long to) {
    for (long at = from; at < to; at += 7) {
      double off = (clock.seconds(at + 7) - clock.seconds(at)) * RATE / 7 - 1;
      assertTrue(Math.abs(off) < 7e-4, "spacing is off by " + off + " at " + at);
    }
  }

  @Test
  void timesFollowACrystalThatIsOffAndNotTheBlocksThatCameLate() {
    assertFalse(clock.isSet());
    run(1.9, 0);
    assertFalse(clock.isSet(), "the first second may be late as a whole");
    run(0.2, 0);
    assertTrue(clock.isSet());
    for (int second = 0; second < 120; second++) {
      run(1, 0);
      assertTrue(
          Math.abs(errorMillis(sample)) < 1.2, () -> "off by " + errorMillis(sample) + " ms");
      assertSpacing(sample - RATE, sample);
    }
    assertEquals(0, errorMillis(sample), 0.15, "off by so many ms after two minutes");
    assertEquals(0, clock.step().seconds());
  }

  @Test
  void whatIsLostShiftsNothing() {
    run(60, 0);
    long before = sample;
    sample += 10L * RATE + 17;
    run(0.5, 0);
    assertEquals(0, errorMillis(before), 0.3);
    assertEquals(0, errorMillis(sample), 0.3);
    run(5, 0);
    assertEquals(0, errorMillis(sample), 0.3);
    assertEquals(0, clock.step().seconds());
  }

  @Test
  void aSecondInWhichEverythingCameLateShiftsNextToNothing() {
    run(60, 0);
    run(1.5, 800e6);
    run(3, 0);
    assertEquals(0, clock.step().seconds(), "no jump");
    assertTrue(Math.abs(errorMillis(sample)) < 1.5, () -> "off by " + errorMillis(sample) + " ms");
    run(40, 0);
    assertEquals(0, errorMillis(sample), 0.3);
  }

  @Test
  void aClockThatStoodStillIsToldAsAJumpAndNotSmearedOverMinutes() {
    run(60, 0);
    run(12, 3e9);
    SampleClock.Step step = clock.step();
    assertEquals(3, step.seconds(), 0.01);
    assertEquals(3_000, errorMillis(sample), 1);
    // Bent by at most 0.6 ms a second, for the ten seconds in which it was not believed.
    assertEquals(0, errorMillis(step.sample() - 1), 6, "what was before stays as it was");
    run(3, 0);
    assertEquals(-3, clock.step().seconds(), 0.01, "times after the blocks have come cannot be");
    assertEquals(0, errorMillis(sample), 1);
  }

  @Test
  void aReaderThatLagsHasTheTimesOfThen() {
    run(30, 0);
    long then = sample - 1;
    double was = clock.seconds(then);
    run(5, 0);
    assertEquals(was, clock.seconds(then), 1e-9);
  }
}
