package org.wetstack.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.wetstack.emulator.CableFaults;
import org.wetstack.hal.Instrument;

/** Every pump with a flow sensor behind it, through a day of leaks, clamps, bubbles and siphons. */
class VerifiedPumpsTest {

  private static final double TWO_INTERVALS = 0.2;

  /** What answers that are lost cost: docs/how-to/verify-doses.md. */
  private static final double NOISE = 3;

  @ParameterizedTest
  @EnumSource
  void ofADayOfDosesNoneIsShortInSilenceAndEveryAlarmIsInTime(WatchedPump.Kind kind)
      throws IOException {
    DayResult day = DayOfDoses.of(kind, 200, CableFaults.none(), kind.seed);
    check(day, 0);
    assertTrue(day.shorts() > 40 && day.overs() > 5 && day.strays() > 5, day::toString);
  }

  @ParameterizedTest
  @EnumSource
  void overNoisyLinesNoneIsEither(WatchedPump.Kind kind) throws IOException {
    check(DayOfDoses.of(kind, 40, CableFaults.noisyLine(), kind.seed), NOISE);
  }

  @Test
  void aNoisyLineIsNotALostSensor() throws IOException {
    try (var pump = new WatchedPump(WatchedPump.Kind.NEW_ERA, CableFaults.noisyLine(), 1)) {
      List<String> alarms = new ArrayList<>();
      try (Instrument instrument = pump.open()) {
        instrument.onAlarm(alarm -> alarms.add(alarm.code()));
        pump.pass(600);
      }
      alarms.removeIf("flow-gap"::equals);
      assertEquals(List.of(), alarms);
    }
  }

  private static void check(DayResult day, double later) {
    System.out.println("\nDoses with a flow sensor, " + (later > 0 ? "noisy lines, " : "") + day);
    assertEquals(0, day.wrong().size(), () -> String.join("\n", day.wrong()));
    assertTrue(
        day.underSeconds() <= StatedTolerance.SETTLING_SECONDS + TWO_INTERVALS + later,
        day::toString);
    assertTrue(day.overSeconds() <= TWO_INTERVALS + later, day::toString);
    assertTrue(day.straySeconds() <= 3 + TWO_INTERVALS + later, day::toString);
    assertTrue(day.worstSteps() <= 1, day::toString);
  }
}
