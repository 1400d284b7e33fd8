package org.wetstack.drivers.harp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.wetstack.drivers.harp.StepCount.Moment;

/** A protocol of 20 steps of 10 ms that begins at 5 s of the device's clock, 7 s of the host's. */
class StepCountTest {

  private final StepCount count = new StepCount(20, 10);

  private static Moment at(double millis) {
    return new Moment(
        5_000_000 + Math.round(millis * 1_000), 7_000_000_000L + Math.round(millis * 1e6));
  }

  private void begin() {
    count.sent(7_000_000_000L);
    count.begun(at(0.5));
  }

  private void step(int number) {
    count.step(at(0.5 + 10 * number));
  }

  @Test
  void everyStepThatIsHeardIsCertainAndNoMoreWerePossible() {
    begin();
    for (int i = 1; i <= 20; i++) {
      assertEquals(i - 1, count.atMost(at(10 * i - 2)));
      step(i);
      assertEquals(i, count.atLeast());
    }
    assertTrue(count.allMade());
  }

  @Test
  void stepsBeforeOneThatIsHeardAreCertainToo() {
    begin();
    step(7);
    assertEquals(7, count.atLeast());
    assertEquals(9, count.atMost(at(98)));
    assertFalse(count.allMade());
  }

  @Test
  void withoutAKnownBeginningWhatIsHeardCounts() {
    count.sent(7_000_000_000L);
    step(7);
    step(8);
    assertEquals(2, count.atLeast());
    assertEquals(9, count.atMost(at(90)), "by the host's clock");
  }

  @Test
  void ofAProtocolOfSomebodyElseAllIsPossible() {
    step(7);
    assertEquals(1, count.atLeast());
    assertEquals(20, count.atMost(at(90)));
  }

  @Test
  void onlyItsOwnEndSaysThatItLasted() {
    begin();
    count.ended(at(0.5 + 210));
    assertTrue(count.lasted());
    assertEquals(20, count.atMost(at(5_000)));
  }

  @Test
  void anEarlyEndLimitsWhatWasPossible() {
    begin();
    step(3);
    count.ended(at(55));
    assertFalse(count.lasted());
    assertEquals(3, count.atLeast());
    assertEquals(5, count.atMost(at(5_000)));
  }

  @Test
  void anEndThatIsOnlySeenLaterSaysNothingOfHowItEnded() {
    begin();
    count.over(at(1_000));
    count.ended(at(1_001));
    assertFalse(count.lasted());
    assertEquals(0, count.atLeast());
    assertEquals(20, count.atMost(at(5_000)));
  }

  @Test
  void aClockThatIsSetMeanwhileMakesNoSteps() {
    begin();
    step(2);
    Moment later = new Moment(900_000_000_000L, 7_031_000_000L);
    count.step(later);
    assertEquals(2, count.atLeast(), "two were heard of");
    assertEquals(3, count.atMost(later), "and there was time for three");
    count.ended(later);
    assertFalse(count.lasted());
  }
}
