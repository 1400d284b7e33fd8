package org.wetstack.lab.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.wetstack.lab.rig.RigSpec.When;

class DueTest {

  private static final ZoneId ZURICH = ZoneId.of("Europe/Zurich");

  @Test
  void everySixHoursIsAtTheSameHoursWhateverIsRestarted() {
    var every = new When.Every(Duration.ofHours(6));
    assertEquals(at("2026-11-27T06:00:00Z"), latest(every, "2026-11-27T11:59:59.999Z"));
    assertEquals(at("2026-11-27T12:00:00Z"), latest(every, "2026-11-27T12:00:00Z"));
  }

  @Test
  void aTimeOfDayIsMeantInTheZoneOfTheRig() {
    var daily = new When.Daily(LocalTime.of(8, 0));
    assertEquals(at("2026-11-26T07:00:00Z"), latest(daily, "2026-11-27T06:59:59Z"));
    assertEquals(at("2026-11-27T07:00:00Z"), latest(daily, "2026-11-27T07:00:00Z"));
  }

  @Test
  void aDayWithTwoClocksHasOneRun() {
    var daily = new When.Daily(LocalTime.of(2, 30));
    // Clocks go back at 03:00 on 2026-10-25: 02:30 comes twice, and is meant the first time.
    assertEquals(at("2026-10-25T00:30:00Z"), latest(daily, "2026-10-25T23:00:00Z"));
    assertEquals(
        1, Due.times(daily, at("2026-10-24T12:00:00Z"), at("2026-10-25T12:00:00Z"), ZURICH));
    // They go forward at 02:00 on 2026-03-29: there is no 02:30, and it is meant at 03:30.
    assertEquals(at("2026-03-29T01:30:00Z"), latest(daily, "2026-03-29T12:00:00Z"));
  }

  @Test
  void whatIsDueOnceIsDueFromThenOn() {
    var once = new When.Once(at("2026-11-27T09:00:00Z"));
    assertEquals(Optional.empty(), Due.latest(once, at("2026-11-27T08:59:59Z"), ZURICH));
    assertEquals(at("2026-11-27T09:00:00Z"), latest(once, "2027-01-01T00:00:00Z"));
    assertEquals(
        1, Due.times(once, at("2026-11-26T00:00:00Z"), at("2027-01-01T00:00:00Z"), ZURICH));
  }

  @Test
  void missedRunsAreCountedWithoutTheOneThatWasDone() {
    var every = new When.Every(Duration.ofHours(6));
    assertEquals(
        12, Due.times(every, at("2026-11-24T06:00:00Z"), at("2026-11-27T06:00:00Z"), ZURICH));
    assertEquals(
        0, Due.times(every, at("2026-11-27T06:00:00Z"), at("2026-11-27T11:00:00Z"), ZURICH));
    var daily = new When.Daily(LocalTime.of(8, 0));
    assertEquals(
        3, Due.times(daily, at("2026-11-24T07:00:00Z"), at("2026-11-27T07:00:00Z"), ZURICH));
  }

  private static Instant latest(When when, String now) {
    return Due.latest(when, at(now), ZURICH).orElseThrow();
  }

  private static Instant at(String text) {
    return Instant.parse(text);
  }
}
