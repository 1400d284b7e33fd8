package org.wetstack.lab.rig;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is allowed and still looks wrong is said. */
class RigWarningsTest {

  private static final Instant FRESH = Instant.parse("2026-11-28T00:00:00Z");

  private static List<String> warnings(String yaml, Instant now) {
    return RigWarnings.of(Rigs.parse(yaml), now);
  }

  @Test
  void limitsLooserThanTheUsualAreNamedAndStricterOnesAreNot() {
    assertEquals(
        List.of(
            "limits.stimulation.current is 5 µA, looser than the usual 3 µA",
            "limits.stimulation.charge-per-phase is 4 nC, looser than the usual 3 nC",
            "limits.dosing.total is 2000 µL, looser than the usual 1000 µL"),
        warnings(Rigs.FULL, FRESH));
    assertEquals(
        1,
        warnings(Rigs.SHORTEST + "limits: {dosing: {pause: 9 s}}\nusers: {tokens: t}", FRESH)
            .size());
  }

  @Test
  void aReservoirThatHasExpiredOrIsNotYetPreparedIsNamed() {
    Instant expired = Instant.parse("2026-11-29T00:00:00Z");
    assertTrue(warnings(Rigs.FULL, expired).toString().contains("reservoirs.dopamine expired at"));
    assertEquals(3, warnings(Rigs.FULL, expired.minusSeconds(1)).size());
    Instant prepared = Instant.parse("2026-11-27T07:00:00Z");
    assertEquals(3, warnings(Rigs.FULL, prepared).size());
    assertTrue(warnings(Rigs.FULL, prepared.minusSeconds(1)).toString().contains("still to come"));
  }

  @Test
  void aTaskWhoseTimeHasPassedIsNamed() {
    Instant due = Instant.parse("2026-12-01T12:00:00Z");
    String yaml = Rigs.full("2026-11-29", "2027-11-29");
    assertEquals(3, warnings(yaml, due.minusSeconds(1)).size());
    assertTrue(warnings(yaml, due).toString().contains("the task 'probe' was due at"));
  }

  @Test
  void aReservoirOfTwoCulturesIsNamed() {
    String yaml =
        Rigs.full("    electrodes: own\n", "    electrodes: own\n    reservoirs: [dopamine]\n");
    assertTrue(warnings(yaml, FRESH).toString().contains("reservoirs.dopamine feeds [c1, c2]"));
  }

  @Test
  void aDayThatFloodsTheWellIsNamed() {
    assertEquals(3, warnings(Rigs.full("well: 1 mL", "well: 80 uL"), FRESH).size());
    assertTrue(
        warnings(Rigs.full("well: 1 mL", "well: 79 uL"), FRESH)
            .contains("cultures.c1 may get 80 µL a day, more than its well of 79 µL holds"));
  }

  @Test
  void aChargeDensityBeyondThatOfTheMaterialIsNamed() {
    String more = Rigs.full("diameter: 30 um", "diameter: 30 um, charge-density: 1001 uC/cm2");
    assertTrue(
        warnings(more, FRESH)
            .contains(
                "electrodes.tin: 1001 µC/cm² is more than the usual 1000 of titanium-nitride"));
    assertEquals(3, warnings(more.replace("1001 uC", "1000 uC"), FRESH).size());
  }

  @Test
  void aRigForEverybodyIsNamed() {
    assertEquals(1, warnings(Rigs.SHORTEST, FRESH).size());
    assertEquals(List.of(), warnings(Rigs.SHORTEST + "users: {tokens: t}", FRESH));
  }
}
