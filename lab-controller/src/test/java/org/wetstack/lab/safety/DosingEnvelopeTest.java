package org.wetstack.lab.safety;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.wetstack.lab.safety.Notebook.CULTURE;
import static org.wetstack.lab.safety.Notebook.DOPAMINE;
import static org.wetstack.lab.safety.Notebook.DOSING;
import static org.wetstack.lab.safety.Notebook.MEDIUM;
import static org.wetstack.lab.safety.Notebook.START;
import static org.wetstack.lab.safety.Notebook.refuses;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.wetstack.hal.Dose;
import org.wetstack.hal.units.FlowRate;
import org.wetstack.hal.units.Volume;
import org.wetstack.lab.journal.Kinds;

/** Doses at each limit pass, and one more does not. */
class DosingEnvelopeTest {

  private DosingLimits limits = DOSING;
  private final DosingEnvelope envelope =
      new DosingEnvelope(CULTURE, List.of(DOPAMINE, MEDIUM), () -> limits);
  private final Notebook book = new Notebook(envelope);

  private void admit(Reservoir from, long nanoliters) {
    envelope.admit(from, dose(nanoliters, 6_000), book.now);
  }

  private static Dose dose(long nanoliters, long rate) {
    return new Dose(Volume.nanoliters(nanoliters), FlowRate.nanolitersPerMinute(rate));
  }

  private void give(String operation, Reservoir from, long nanoliters) {
    admit(from, nanoliters);
    book.dose(operation, from, nanoliters);
    book.doseBegun(operation, nanoliters);
    book.doseEnded(operation, nanoliters);
  }

  private static DosingLimits unlimited() {
    return new DosingLimits(
        Volume.nanoliters(1_000_000),
        Volume.nanoliters(1_000_000),
        Volume.nanoliters(1_000_000),
        Volume.nanoliters(1_000_000),
        FlowRate.nanolitersPerMinute(6_000),
        Duration.ZERO,
        1_000_000);
  }

  @Test
  void oneDose() {
    admit(DOPAMINE, 500);
    refuses("dose.volume", "500 nL", "501 nL", () -> admit(DOPAMINE, 501));
  }

  /** Also while a dose from another one has not ended. */
  @Test
  void aReservoirLosesOnlyWhatIsDrawnFromIt() {
    Reservoir small =
        new Reservoir(
            "small",
            "pump-3",
            "medium",
            0,
            "",
            Volume.nanoliters(500),
            MEDIUM.prepared(),
            MEDIUM.expires());
    var one = new DosingEnvelope(CULTURE, List.of(small, MEDIUM), DosingEnvelopeTest::unlimited);
    var notes = new Notebook(one);
    notes.dose("1", MEDIUM, 400);
    one.admit(small, dose(500, 6_000), notes.now);
    refuses(
        "dose.content", "500 nL", "501 nL", () -> one.admit(small, dose(501, 6_000), notes.now));
  }

  @Test
  void howFast() {
    envelope.admit(DOPAMINE, dose(1, 6_000), book.now);
    refuses(
        "dose.rate",
        "6000 nL/min",
        "6001 nL/min",
        () -> envelope.admit(DOPAMINE, dose(1, 6_001), book.now));
  }

  @Test
  void thePauseBeginsWhenTheLastDoseHasEnded() {
    book.dose("1", MEDIUM, 10);
    book.doseBegun("1", 10);
    book.passMillis(29_999);
    refuses("dose.pause", "30000 ms", "a dose that has not ended", () -> admit(DOPAMINE, 10));
    book.doseEnded("1", 10);
    book.passMillis(29_999);
    Refusal refusal = refuses("dose.pause", "30000 ms", "29999 ms", () -> admit(DOPAMINE, 10));
    assertTrue(
        String.valueOf(refusal.getMessage()).contains("wait until 2026-01-01T00:00:59.999Z"));
    book.passMillis(1);
    admit(DOPAMINE, 10);
  }

  @Test
  void withoutAPauseTwoReservoirsMayRunAtOnce() {
    limits = unlimited();
    book.dose("1", MEDIUM, 10);
    admit(DOPAMINE, 10);
  }

  @Test
  void dosesOfOtherCulturesAreNoReasonToPause() {
    book.dose("1", "organoid-2", MEDIUM, 10);
    admit(DOPAMINE, 10);
    book.doseEnded("1", 10);
    admit(MEDIUM, 10);
  }

  @Test
  void anHourBeginsWithTheEndOfWhatItHolds() {
    give("1", DOPAMINE, 500);
    book.pass(Duration.ofMinutes(30));
    refuses(
        "dose.hour",
        "1000 nL",
        "1001 nL",
        () -> {
          limits = with(500 + 1);
          admit(DOPAMINE, 501);
        });
    give("2", DOPAMINE, 500);
    book.passMillis(30 * 60_000 - 1);
    refuses("dose.hour", "1000 nL", "1001 nL", () -> admit(DOPAMINE, 1));
    book.passMillis(1);
    admit(DOPAMINE, 500);
  }

  private static DosingLimits with(long dose) {
    return new DosingLimits(
        Volume.nanoliters(dose),
        DOSING.hour(),
        DOSING.day(),
        DOSING.total(),
        DOSING.rate(),
        DOSING.pause(),
        DOSING.picomolesPerDay());
  }

  @Test
  void aDay() {
    for (int i = 0; i < 6; i++) {
      give("" + i, MEDIUM, 500);
      book.pass(Duration.ofHours(1));
    }
    refuses("dose.day", "3000 nL", "3001 nL", () -> admit(MEDIUM, 1));
    book.pass(Duration.ofHours(18).minusMillis(1));
    refuses("dose.day", "3000 nL", "3001 nL", () -> admit(MEDIUM, 1));
    book.passMillis(1);
    admit(MEDIUM, 500);
    refuses("dose.volume", "500 nL", "501 nL", () -> admit(MEDIUM, 501));
  }

  @Test
  void everIntoOneWell() {
    for (int i = 0; i < 16; i++) {
      give("" + i, MEDIUM, 500);
      book.pass(Duration.ofDays(1));
    }
    refuses("dose.total", "8000 nL", "8001 nL", () -> admit(MEDIUM, 1));
    book.dose("x", "organoid-2", MEDIUM, 500);
    book.doseEnded("x", 500);
    refuses("dose.total", "8000 nL", "8001 nL", () -> admit(MEDIUM, 1));
  }

  @Test
  void whatRunsCountsTowardsTheTotal() {
    limits =
        new DosingLimits(
            Volume.nanoliters(500),
            Volume.nanoliters(1_000_000),
            Volume.nanoliters(1_000_000),
            Volume.nanoliters(1_000),
            FlowRate.nanolitersPerMinute(6_000),
            Duration.ZERO,
            1_000_000);
    give("1", MEDIUM, 500);
    book.dose("2", MEDIUM, 400);
    admit(DOPAMINE, 100);
    refuses("dose.total", "1000 nL", "1001 nL", () -> admit(DOPAMINE, 101));
  }

  /** 1 mM is a picomole in each nanolitre. */
  @Test
  void soMuchOfASubstanceInADay() {
    for (int i = 0; i < 5; i++) {
      give("" + i, DOPAMINE, 500);
      book.pass(Duration.ofHours(1));
    }
    refuses(
        "dose.substance", "2500 pmol in 24 h", "2501 pmol of dopamine", () -> admit(DOPAMINE, 1));
    admit(MEDIUM, 500);
    book.pass(Duration.ofHours(19).minusMillis(1));
    refuses(
        "dose.substance", "2500 pmol in 24 h", "2501 pmol of dopamine", () -> admit(DOPAMINE, 1));
    book.passMillis(1);
    admit(DOPAMINE, 500);
  }

  @Test
  void aPartOfAPicomoleIsTooMuchToo() {
    Reservoir weak =
        new Reservoir(
            "weak",
            "p",
            "dopamine",
            1,
            "",
            Volume.nanoliters(10_000_000),
            START,
            START.plusSeconds(60));
    limits =
        new DosingLimits(
            Volume.nanoliters(5_000_000),
            Volume.nanoliters(5_000_000),
            Volume.nanoliters(5_000_000),
            Volume.nanoliters(5_000_000),
            FlowRate.nanolitersPerMinute(6_000),
            Duration.ZERO,
            2);
    DosingEnvelope one = new DosingEnvelope(CULTURE, List.of(weak), () -> limits);
    one.admit(weak, dose(2_000_000, 6_000), START);
    refuses(
        "dose.substance",
        "2 pmol in 24 h",
        "3 pmol of dopamine",
        () -> one.admit(weak, dose(2_000_001, 6_000), START));
  }

  @Test
  void whatCameFromAReservoirThatTheRigNoLongerHasMayHaveBeenAnything() {
    Reservoir old =
        new Reservoir(
            "old", "p", "?", 1_000_000, "", Volume.nanoliters(1_000), START, START.plusSeconds(60));
    limits = unlimited();
    book.dose("1", old, 999_000);
    book.doseEnded("1", 999_000);
    admit(MEDIUM, 1_000);
    limits = DOSING;
    limits =
        new DosingLimits(
            unlimited().dose(),
            unlimited().hour(),
            unlimited().day(),
            unlimited().total(),
            unlimited().rate(),
            Duration.ZERO,
            999_001);
    admit(DOPAMINE, 1);
    refuses(
        "dose.substance",
        "999001 pmol in 24 h",
        "999002 pmol of dopamine",
        () -> admit(DOPAMINE, 2));
  }

  @Test
  void nothingFromAReservoirThatIsUnknownOrTooOldOrNotYetThere() {
    Reservoir other =
        new Reservoir(
            "dopamine",
            "pump-1",
            "dopamine",
            2,
            "",
            Volume.nanoliters(1),
            START,
            START.plusSeconds(1));
    refuses("dose.reservoir", "", "reservoir dopamine", () -> admit(other, 1));
    book.now = DOPAMINE.expires().minusNanos(1);
    admit(DOPAMINE, 1);
    book.now = DOPAMINE.expires();
    refuses(
        "dose.expired", "2026-01-31T00:00:00Z", "2026-01-31T00:00:00Z", () -> admit(DOPAMINE, 1));
    book.now = DOPAMINE.prepared();
    admit(DOPAMINE, 1);
    book.now = DOPAMINE.prepared().minusNanos(1);
    refuses(
        "dose.prepared",
        "2025-12-31T23:00:00Z",
        "2025-12-31T22:59:59.999999999Z",
        () -> admit(DOPAMINE, 1));
  }

  @Test
  void aReservoirIsEmptiedByAllCultures() {
    limits = unlimited();
    give("1", DOPAMINE, 50_000);
    book.dose("2", "organoid-2", DOPAMINE, 49_000);
    book.doseEnded("2", 49_000);
    admit(DOPAMINE, 1_000);
    refuses("dose.content", "100000 nL", "100001 nL", () -> admit(DOPAMINE, 1_001));
    admit(MEDIUM, 1_001);
  }

  @Test
  void aReservoirThatWasFilledAnewIsFull() {
    limits = unlimited();
    Reservoir fresh =
        new Reservoir(
            "dopamine",
            "pump-1",
            "dopamine",
            1,
            "",
            Volume.nanoliters(1_000),
            START.plusSeconds(100),
            DOPAMINE.expires());
    DosingEnvelope next = new DosingEnvelope(CULTURE, List.of(fresh), () -> limits);
    give("1", DOPAMINE, 1_000);
    book.pass(Duration.ofSeconds(100));
    give("2", DOPAMINE, 300);
    book.entries.forEach(next);
    next.admit(fresh, dose(700, 6_000), book.now);
    refuses(
        "dose.content", "1000 nL", "1001 nL", () -> next.admit(fresh, dose(701, 6_000), book.now));
  }

  @Test
  void oneDoseOfAReservoirAtATime() {
    limits = unlimited();
    book.dose("1", "organoid-2", DOPAMINE, 10);
    refuses(
        "dose.running",
        "1 dose at a time",
        "2 doses of reservoir dopamine",
        () -> admit(DOPAMINE, 1));
    book.outcome(Kinds.DOSE_UNKNOWN, "1");
    refuses(
        "dose.unknown",
        "1 dose at a time",
        "2 doses of reservoir dopamine",
        () -> admit(DOPAMINE, 1));
    book.doseBegun("1", 10);
    refuses(
        "dose.running",
        "1 dose at a time",
        "2 doses of reservoir dopamine",
        () -> admit(DOPAMINE, 1));
    book.doseEnded("1", 10);
    admit(DOPAMINE, 1);
  }

  @Test
  void whatIsUnknownCountsWholeUntilSomebodyKnows() {
    limits = unlimited();
    book.dose("1", DOPAMINE, 500);
    book.outcome(Kinds.DOSE_UNKNOWN, "1");
    book.pass(Duration.ofDays(3));
    limits = DOSING;
    limits =
        new DosingLimits(
            DOSING.dose(),
            DOSING.hour(),
            DOSING.day(),
            DOSING.total(),
            DOSING.rate(),
            Duration.ZERO,
            2_500);
    admit(MEDIUM, 500);
    limits =
        new DosingLimits(
            DOSING.dose(),
            Volume.nanoliters(999),
            DOSING.day(),
            DOSING.total(),
            DOSING.rate(),
            Duration.ZERO,
            2_500);
    refuses("dose.hour", "999 nL", "1000 nL", () -> admit(MEDIUM, 500));
    book.doseEnded("1", 100);
    admit(MEDIUM, 500);
  }

  @Test
  void whatWasNotDoneIsFree() {
    book.dose("1", DOPAMINE, 500);
    assertEquals(1, envelope.unresolved().size());
    book.outcome(Kinds.DOSE_NOT_DONE, "1");
    assertEquals(List.of(), envelope.unresolved());
    give("2", DOPAMINE, 500);
    book.pass(Duration.ofSeconds(30));
    admit(DOPAMINE, 500);
  }

  @Test
  void whatHasBegunCannotBeUndone() {
    book.dose("1", DOPAMINE, 500);
    book.doseBegun("1", 500);
    book.outcome(Kinds.DOSE_NOT_DONE, "1");
    book.pass(Duration.ofSeconds(30));
    limits = with(1_000);
    admit(DOPAMINE, 500);
    refuses("dose.hour", "1000 nL", "1001 nL", () -> admit(DOPAMINE, 501));
  }

  @Test
  void theMoreOfIntendedAndQuantisedCountsWhileItRuns() {
    limits = unlimited();
    book.dose("1", DOPAMINE, 500);
    book.doseBegun("1", 520);
    assertEquals(Volume.nanoliters(520), envelope.unresolved().get(0).volume());
    book.dose("2", MEDIUM, 500);
    book.doseBegun("2", 480);
    assertEquals(Volume.nanoliters(500), envelope.unresolved().get(1).volume());
  }

  @Test
  void anotherReportRaisesWhatWasDeliveredAndNeverLowersIt() {
    limits = with(1_000);
    book.dose("1", DOPAMINE, 500);
    book.doseEnded("1", 400);
    book.doseEnded("1", 450);
    book.doseEnded("1", 100);
    book.outcome(Kinds.DOSE_UNKNOWN, "1");
    book.pass(Duration.ofSeconds(30));
    admit(DOPAMINE, 550);
    refuses("dose.hour", "1000 nL", "1001 nL", () -> admit(DOPAMINE, 551));
    assertEquals(List.of(), envelope.unresolved());
  }

  @Test
  void aCrashLeavesADoseThatTheSupervisorAsksFor() {
    book.dose("1", DOPAMINE, 500);
    book.write(Kinds.STARTED, "rig", "r", "file", "f", "version", "v");
    DosingEnvelope after = new DosingEnvelope(CULTURE, List.of(DOPAMINE, MEDIUM), () -> DOSING);
    book.entries.forEach(after);
    assertEquals(
        List.of(
            new DosingEnvelope.Unresolved(
                "1", CULTURE, "dopamine", Volume.nanoliters(500), START, false)),
        after.unresolved());
    refuses(
        "dose.running",
        "1 dose at a time",
        "2 doses of reservoir dopamine",
        () -> after.admit(DOPAMINE, dose(1, 1), book.now));
    book.doseBegun("1", 500);
    after.accept(book.entries.get(2));
    assertTrue(after.unresolved().get(0).begun());
  }

  @Test
  void aClockSetBackFreesNothing() {
    give("1", DOPAMINE, 500);
    book.pass(Duration.ofSeconds(30));
    give("2", DOPAMINE, 500);
    book.pass(Duration.ofDays(-10));
    refuses("dose.pause", "30000 ms", "0 ms", () -> admit(DOPAMINE, 1));
    book.write(Kinds.STARTED, "rig", "r", "file", "f", "version", "v");
    book.now = START.plusSeconds(60);
    refuses("dose.hour", "1000 nL", "1001 nL", () -> admit(DOPAMINE, 1));
    book.now = START.plusSeconds(30 + 3_600);
    admit(DOPAMINE, 500);
  }

  @Test
  void whatIsForgottenAfterADayIsRememberedInSums() {
    limits = unlimited();
    for (int i = 0; i < 300; i++) {
      give("" + i, DOPAMINE, 300);
      book.pass(Duration.ofHours(2));
    }
    admit(DOPAMINE, 10_000);
    refuses("dose.content", "100000 nL", "100001 nL", () -> admit(DOPAMINE, 10_001));
  }

  @Test
  void tenThousandDosesADayAndNoMore() {
    limits = unlimited();
    for (int i = 0; i < 9_999; i++) {
      book.dose("" + i, MEDIUM, 1);
      book.doseEnded("" + i, 1);
    }
    give("last", MEDIUM, 1);
    refuses("dose.count", "10000 doses in 24 h", "10001 doses", () -> admit(MEDIUM, 1));
    book.pass(Duration.ofDays(1));
    admit(MEDIUM, 1);
  }

  @Test
  void numbersThatCannotBeAddedAreTooLarge() {
    limits = unlimited();
    book.dose("1", DOPAMINE, Long.MAX_VALUE);
    book.doseEnded("1", Long.MAX_VALUE);
    book.dose("2", MEDIUM, Long.MAX_VALUE);
    book.doseEnded("2", Long.MAX_VALUE);
    refuses("dose.hour", "1000000 nL", Long.MAX_VALUE + " nL", () -> admit(DOPAMINE, 1));
  }

  @Test
  void anOperationThatIsIntendedTwiceIsStillOne() {
    book.dose("1", DOPAMINE, 500);
    book.dose("1", DOPAMINE, 400);
    assertEquals(1, envelope.unresolved().size());
    book.doseEnded("1", 500);
    book.dose("1", DOPAMINE, 400);
    assertEquals(List.of(), envelope.unresolved());
    assertDoesNotThrow(() -> book.doseEnded("unheard", 5));
    assertDoesNotThrow(() -> book.doseBegun("unheard", 5));
    assertDoesNotThrow(() -> book.outcome(Kinds.DOSE_UNKNOWN, "unheard"));
    assertDoesNotThrow(() -> book.outcome(Kinds.DOSE_NOT_DONE, "unheard"));
  }

  @Test
  void whatWasDeniedIsFreeAnHourLater() {
    book.dose("1", MEDIUM, 500);
    book.doseBegun("1", 500);
    book.outcome(Kinds.DOSE_NOT_DONE, "1");
    book.dose("2", "organoid-2", DOPAMINE, 2_500);
    book.doseEnded("2", 2_500);
    book.pass(Duration.ofHours(1));
    give("3", DOPAMINE, 500);
    book.pass(Duration.ofMinutes(1));
    admit(MEDIUM, 500);
  }

  @Test
  void aLaterReportRaisesWhatTheReservoirLost() {
    limits = unlimited();
    book.dose("1", DOPAMINE, 500);
    book.doseEnded("1", 400);
    book.doseEnded("1", 450);
    admit(DOPAMINE, 99_550);
    refuses("dose.content", "100000 nL", "100001 nL", () -> admit(DOPAMINE, 99_551));
  }

  @Test
  void limitsMakeSense() {
    assertThrows(
        IllegalArgumentException.class,
        () ->
            new DosingLimits(
                Volume.ZERO,
                Volume.ZERO,
                Volume.ZERO,
                Volume.ZERO,
                DOSING.rate(),
                Duration.ofNanos(-1),
                0));
    assertThrows(
        IllegalArgumentException.class,
        () ->
            new DosingLimits(
                Volume.ZERO,
                Volume.ZERO,
                Volume.ZERO,
                Volume.ZERO,
                DOSING.rate(),
                Duration.ZERO,
                -1));
    assertThrows(
        IllegalArgumentException.class,
        () ->
            new DosingLimits(
                Volume.ZERO,
                Volume.ZERO,
                Volume.ZERO,
                Volume.ZERO,
                DOSING.rate(),
                Duration.ZERO,
                Long.MAX_VALUE / 1_000_000 + 1));
    assertThrows(
        IllegalArgumentException.class,
        () -> new DosingEnvelope(CULTURE, List.of(DOPAMINE, DOPAMINE), () -> DOSING));
    assertFalse(CULTURE.isEmpty());
  }
}
