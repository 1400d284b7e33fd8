package org.wetstack.lab.safety;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.wetstack.lab.safety.Notebook.CULTURE;
import static org.wetstack.lab.safety.Notebook.DOSING;
import static org.wetstack.lab.safety.Notebook.ILLUMINATION;
import static org.wetstack.lab.safety.Notebook.STIMULATION;
import static org.wetstack.lab.safety.Notebook.refuses;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.wetstack.hal.units.Volume;
import org.wetstack.lab.journal.Kinds;

/** Limits become stricter at a word, looser by two people, and never looser than the rig file. */
class LimitBookTest {

  private static final CultureLimits RIG = new CultureLimits(STIMULATION, DOSING, ILLUMINATION);
  private static final Approval ANNA = new Approval("anna", Set.of(Approval.OPERATOR));
  private static final Approval OTTO = new Approval("otto", Set.of(Approval.OPERATOR));
  private static final Approval SUE = new Approval("sue", Set.of(Approval.SAFETY_OFFICER));
  private static final Approval EVE = new Approval("eve", Set.of("OBSERVER"));

  private final LimitBook limits = new LimitBook(Map.of(CULTURE, RIG));
  private final Notebook book = new Notebook(limits);

  private static long stricter(Limit limit, long value) {
    return limit.rule().endsWith(".pause") ? value + 1 : value - 1;
  }

  @ParameterizedTest
  @EnumSource(Limit.class)
  void eachLimitBecomesStricterAlone(Limit limit) {
    long rig = limit.of(RIG);
    long wanted = stricter(limit, rig);
    limits.checkChange(CULTURE, limit, wanted, Set.of(ANNA));
    book.set(limit.rule(), wanted, "anna");
    for (Limit each : Limit.values()) {
      assertEquals(
          each == limit ? wanted : each.of(RIG), each.of(limits.inForce(CULTURE)), each.rule());
    }
    limits.checkChange(CULTURE, limit, rig, Set.of(ANNA, SUE));
    book.set(limit.rule(), rig, "anna,sue");
    assertEquals(RIG, limits.inForce(CULTURE));
  }

  @ParameterizedTest
  @EnumSource(Limit.class)
  void noLimitIsEverLooserThanTheRigFile(Limit limit) {
    long rig = limit.of(RIG);
    long looser = limit.rule().endsWith(".pause") ? rig - 1 : rig + 1;
    refuses(
        "limit.hard",
        rig + " " + limit.unit(),
        limit.rule() + " of " + looser + " " + limit.unit(),
        () -> limits.checkChange(CULTURE, limit, looser, Set.of(ANNA, SUE)));
    limits.checkChange(CULTURE, limit, rig, Set.of(ANNA));
    book.set(limit.rule(), looser, "anna,sue");
    assertEquals(RIG, limits.inForce(CULTURE));
    assertEquals(limit, Limit.named(limit.rule()));
  }

  @Test
  void stricterTakesOneWhoMay() {
    Limit hour = Limit.DOSE_HOUR;
    LimitBook.checkChange(hour, 900, 1_000, 900, Set.of(SUE));
    LimitBook.checkChange(hour, 900, 1_000, 0, Set.of(SUE));
    refuses(
        "limit.approval",
        "1 person",
        "0 who may agree",
        () -> LimitBook.checkChange(hour, 900, 1_000, 900, Set.of(EVE)));
  }

  @Test
  void looserTakesTwoAndOneOfThemASafetyOfficer() {
    Limit hour = Limit.DOSE_HOUR;
    LimitBook.checkChange(hour, 900, 1_000, 901, Set.of(ANNA, SUE));
    refuses(
        "limit.approval",
        "2 people",
        "1 who may agree",
        () -> LimitBook.checkChange(hour, 900, 1_000, 901, Set.of(SUE)));
    refuses(
        "limit.approval",
        "2 people",
        "1 who may agree",
        () -> LimitBook.checkChange(hour, 900, 1_000, 901, Set.of(SUE, EVE)));
    refuses(
        "limit.approval",
        "2 people",
        "1 who may agree",
        () ->
            LimitBook.checkChange(
                hour,
                900,
                1_000,
                901,
                Set.of(SUE, new Approval("Sue", Set.of(Approval.OPERATOR)))));
    refuses(
        "limit.approval",
        "1 safety officer",
        "0 safety officers",
        () -> LimitBook.checkChange(hour, 900, 1_000, 901, Set.of(ANNA, OTTO)));
  }

  @Test
  void aShorterPauseIsLooser() {
    Limit pause = Limit.DOSE_PAUSE;
    LimitBook.checkChange(pause, 40_000, 30_000, 40_001, Set.of(ANNA));
    LimitBook.checkChange(pause, 40_000, 30_000, 39_999, Set.of(ANNA, SUE));
    refuses(
        "limit.approval",
        "2 people",
        "1 who may agree",
        () -> LimitBook.checkChange(pause, 40_000, 30_000, 39_999, Set.of(ANNA)));
  }

  @Test
  void nothingIsNegativeAndNoFlowIsNone() {
    refuses(
        "limit.value",
        "0 nL",
        "-1 nL",
        () -> limits.checkChange(CULTURE, Limit.DOSE_HOUR, -1, Set.of(ANNA)));
    limits.checkChange(CULTURE, Limit.DOSE_RATE, 1, Set.of(ANNA));
    refuses(
        "limit.value",
        "1 nL/min",
        "0 nL/min",
        () -> limits.checkChange(CULTURE, Limit.DOSE_RATE, 0, Set.of(ANNA)));
    book.set("dose.rate", -5, "anna");
    assertEquals(1, limits.dosing(CULTURE).rate().nanolitersPerMinute());
  }

  @Test
  void aPauseOfPartsOfAMillisecondIsRoundedUp() {
    DosingLimits dosing =
        new DosingLimits(
            Volume.ZERO,
            Volume.ZERO,
            Volume.ZERO,
            Volume.ZERO,
            DOSING.rate(),
            Duration.ofNanos(1_000_001),
            0);
    assertEquals(2, Limit.DOSE_PAUSE.of(new CultureLimits(STIMULATION, dosing)));
  }

  @Test
  void ofOtherCulturesNothing() {
    refuses("culture", "", "culture x", () -> limits.stimulation("x"));
    book.write(Kinds.LIMIT_SET, "culture", "x", "limit", "dose.hour", "value", "1", "by", "anna");
    assertEquals(STIMULATION, limits.stimulation(CULTURE));
    assertEquals(DOSING, limits.dosing(CULTURE));
    String message =
        String.valueOf(
            assertThrows(IllegalArgumentException.class, () -> book.set("dose.year", 1, "anna"))
                .getMessage());
    assertTrue(message.contains("dose.year") && message.contains("dose.hour"), message);
  }
}
