package org.wetstack.emulator.culture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.wetstack.emulator.culture.life.Environment;
import org.wetstack.emulator.culture.network.Milieu;
import org.wetstack.emulator.tissue.Fluid;

/** Chemistry and life together, as the cells of a culture feel them. */
class ConditionsTest {

  private static final long DAY = 86_400;
  private static final Fluid STOCK = new Fluid(10_000, 0, false);

  private static Milieu seconds(Conditions conditions, int seconds) {
    Milieu milieu = conditions.millisecond();
    for (int millis = 1; millis < 1_000 * seconds; millis++) {
      milieu = conditions.millisecond();
      if (millis % 1_000 == 999) {
        conditions.second(0);
      }
    }
    return milieu;
  }

  @Test
  void aDoseIsFeltAndPasses() {
    var conditions = new Conditions(3, Profile.usual());
    assertEquals(0, seconds(conditions, 1).dopamineNanomolar());
    conditions.chemistry.infuse(STOCK, 500);
    Milieu dosed = seconds(conditions, 2);
    assertTrue(dosed.dopamineNanomolar() > 400, dosed::toString);
    assertTrue(dosed.excitation() > 1.1, dosed::toString);
    Milieu later = seconds(conditions, 12);
    assertTrue(later.dopamineNanomolar() < 20, later::toString);
    assertTrue(later.excitation() < 1.01 && later.vigour() > 0.99, later::toString);
  }

  @Test
  void overAHundredAndTwentyDaysTheCaredForAgeAndTheNeglectedDieInTheFirstWeek() {
    Profile neglected = ProfileFile.parse("neglected.yaml", "chemistry: {mediumChangeHours: 0}");
    int alive = 0;
    for (int seed = 0; seed < 20; seed++) {
      var caredFor = new Conditions(seed, Profile.usual());
      var alone = new Conditions(seed, neglected);
      alone.rest(7 * DAY, 0);
      assertTrue(alone.life.dead(), "seed " + seed);
      caredFor.rest(30 * DAY, 0);
      alive += caredFor.life.dead() ? 0 : 1;
      caredFor.rest(90 * DAY, 0);
      assertEquals(134, caredFor.life.daysInVitro(), 1e-9);
      assertEquals(caredFor.life.lifetimeDays() < 134, caredFor.life.dead(), "seed " + seed);
      assertEquals(0, caredFor.life.damage(), "an incubator harms nothing");
    }
    assertTrue(alive >= 8 && alive <= 19, alive + " of 20 live for 30 days more");
  }

  @Test
  void restIsAsTheSameTimeLived() {
    var rested = new Conditions(3, Profile.usual());
    var lived = new Conditions(3, Profile.usual());
    for (Conditions each : new Conditions[] {rested, lived}) {
      each.environment(new Environment(34, 3));
      each.chemistry.infuse(STOCK, 2_000);
    }
    rested.rest(7_200, 5_000_000);
    for (int second = 0; second < 7_200; second++) {
      for (int millis = 0; millis < 1_000; millis += 250) {
        lived.chemistry.step(250);
      }
      lived.second(second == 0 ? 5_000_000 : 0);
    }
    assertEquals(lived.life.viability(), rested.life.viability(), 1e-3);
    assertEquals(lived.life.vigour(), rested.life.vigour(), 0.01);
    assertTrue(rested.life.damage() > 0.2, "5 µC too much");
    assertEquals(lived.chemistry.hoursWithoutMedium(), rested.chemistry.hoursWithoutMedium(), 1e-9);
  }

  @Test
  void flashesOfLightTeachAndHarm() {
    var conditions = new Conditions(3, Profile.usual());
    conditions.chemistry.infuse(new Fluid(0, 1e6, true), 100_000);
    seconds(conditions, 60);
    assertEquals(0, conditions.chemistry.dopamineNanomolar());
    conditions.chemistry.light(10_000, 365);
    seconds(conditions, 1);
    conditions.chemistry.light(0, 365);
    Milieu flashed = seconds(conditions, 1);
    assertTrue(flashed.dopamineNanomolar() > 1_000, flashed::toString);
    assertTrue(conditions.life.damage() > 0, "light of short waves harms");
    assertFalse(conditions.life.dead());
  }

  @Test
  void whatIsSavedGoesOnToTheBit() throws IOException {
    var here = new Conditions(3, Profile.usual());
    here.environment(new Environment(36, 4));
    here.chemistry.infuse(STOCK, 777);
    seconds(here, 3);
    here.rest(40 * DAY, 1_000);
    here.chemistry.infuse(STOCK, 500);
    seconds(here, 1);
    var bytes = new ByteArrayOutputStream();
    here.save(new DataOutputStream(bytes));
    var there = new Conditions(3, Profile.usual());
    there.restore(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
    assertEquals(seconds(here, 2), seconds(there, 2));
    here.rest(DAY, 0);
    there.rest(DAY, 0);
    assertEquals(here.millisecond(), there.millisecond());
  }
}
