package org.wetstack.emulator.culture.life;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LifeTest {

  private static final long HOUR = 3_600_000;
  private static final long DAY = 24 * HOUR;

  /** A seed whose culture lives for some 100 days. */
  private static final long LASTING = 3;

  private static final LifeProfile USUAL = LifeProfile.usual();

  private static Strain in(double celsius, double co2Percent) {
    return new Strain(0, 0, 0, 0, new Environment(celsius, co2Percent));
  }

  private static Strain starved(double hours) {
    return new Strain(0, 0, hours, 0, Environment.INCUBATOR);
  }

  @Test
  void caredForCulturesLiveForTwoToTwelveWeeksAndTheBestForMoreThanAHundredDays() {
    double[] days = new double[400];
    for (int seed = 0; seed < days.length; seed++) {
      var life = new Life(seed, USUAL, 0);
      while (!life.dead()) {
        life.step(6 * HOUR, Strain.NONE);
      }
      days[seed] = life.daysInVitro();
      assertEquals(life.lifetimeDays(), days[seed], 0.26, "it dies when its time has come");
    }
    Arrays.sort(days);
    double mean = Arrays.stream(days).average().orElseThrow();
    assertTrue(mean > 45 && mean < 60, "they live for " + mean + " days");
    assertTrue(days[20] > 14, "5 % die before " + days[20] + " days");
    assertTrue(days[340] < 84, "15 % live for more than " + days[340] + " days");
    assertTrue(days[399] > 100, "the best lives for " + days[399] + " days");
    // Weibull: 63.2 % are dead at 60 days.
    assertEquals(0.632, Arrays.stream(days).filter(d -> d < 60).count() / 400.0, 0.07);
  }

  @Test
  void whatIsAliveToStartWithDiesLater() {
    for (int seed = 0; seed < 200; seed++) {
      var old = new Life(seed, USUAL, 90);
      assertFalse(old.dead());
      assertTrue(old.lifetimeDays() > 90);
      assertTrue(old.lifetimeDays() > new Life(seed, USUAL, 0).lifetimeDays());
    }
  }

  @Test
  void activitySettlesInHoursAndBeginsWithBursts() {
    var life = new Life(LASTING, USUAL, 0);
    assertEquals(0, life.vigour());
    assertEquals(2.5, life.excitation(), 1e-9);
    life.step(6 * HOUR, Strain.NONE);
    assertEquals(1 - 1 / Math.E, life.vigour(), 0.001);
    assertTrue(life.excitation() < 1.1);
    life.step(DAY, Strain.NONE);
    assertTrue(life.vigour() > 0.99);
    assertEquals(1, life.excitation(), 1e-3);
  }

  @Test
  void theOldNeedMoreCurrentAndDecline() {
    var life = new Life(LASTING, USUAL, 0);
    assertEquals(1, life.threshold());
    life.step(50 * DAY, Strain.NONE);
    assertEquals(1.5, life.threshold(), 1e-9);
    assertTrue(life.vigour() > 0.95);
    life.step(Math.round((life.lifetimeDays() - 51) * DAY), Strain.NONE);
    assertFalse(life.dead());
    assertTrue(life.vigour() < 0.1, "a day before death: " + life.vigour());
    life.step(DAY, Strain.NONE);
    life.step(HOUR, Strain.NONE);
    assertTrue(life.dead());
  }

  static Strain[] strains() {
    return new Strain[] {
      Strain.NONE,
      starved(100),
      in(40.3, 5),
      in(25, 5),
      in(37, 1.5),
      new Strain(40_000, 0, 0, 0, Environment.INCUBATOR),
      new Strain(0, 0, 0, 0.03, Environment.INCUBATOR),
    };
  }

  @ParameterizedTest
  @MethodSource("strains")
  void daysAtOnceAreAsTheSameDaysInSeconds(Strain strain) {
    long days = strain.environment().celsius() == 25 ? 1 : 3;
    var coarse = new Life(LASTING, USUAL, 20);
    var fine = new Life(LASTING, USUAL, 20);
    coarse.step(days * DAY, strain);
    long steps = days * 8_640;
    for (long i = 1; i <= steps; i++) {
      double age = Math.max(0, strain.hoursWithoutMedium() - (steps - i) / 360.0);
      fine.step(
          10_000,
          new Strain(
              strain.dopamineNanomolar(),
              0,
              age,
              strain.harmfulMilliwattsPerSquareCentimeter(),
              strain.environment()));
    }
    assertFalse(coarse.dead());
    assertEquals(fine.viability(), coarse.viability(), 0.01 * fine.viability());
    assertEquals(fine.vigour(), coarse.vigour(), 0.01 * fine.vigour());
    assertEquals(strain.equals(Strain.NONE), coarse.damage() == 0, "damage " + coarse.damage());
  }

  @Test
  void deathIsForEver() {
    var life = new Life(LASTING, USUAL, 20);
    life.step(4 * HOUR, in(45, 5));
    assertTrue(life.dead());
    for (int day = 0; day < 10; day++) {
      life.step(DAY, Strain.NONE);
      assertEquals(0, life.viability());
      assertEquals(0, life.vigour());
    }
  }

  @Test
  void theNeglectedStarveWithinAWeekAndTheRescuedRecover() {
    var life = new Life(LASTING, USUAL, 20);
    var rescued = new Life(LASTING, USUAL, 20);
    int hours = 0;
    while (!life.dead()) {
      hours++;
      assertTrue(hours < 200, "it does without medium");
      life.step(HOUR, starved(hours));
      rescued.step(HOUR, hours < 72 ? starved(hours) : Strain.NONE);
      if (hours == 71) {
        assertTrue(rescued.vigour() < 0.5 && rescued.viability() > 0.7);
      }
    }
    assertTrue(hours > 4 * 24, "dead after " + hours + " hours");
    assertTrue(rescued.vigour() > 0.75, "fed again: " + rescued.vigour());
  }

  @Test
  void anOpenDoorQuietensForAWhileOnly() {
    var life = new Life(LASTING, USUAL, 20);
    life.step(20 * 60_000, in(30, 2));
    double cold = life.vigour();
    assertTrue(cold < 0.6, "after twenty minutes at the open door: " + cold);
    life.step(3 * HOUR, Strain.NONE);
    assertTrue(life.vigour() > 0.95, "two hours later: " + life.vigour());
  }

  @Test
  void damageIsAsTheProfileSays() {
    assertEquals(1, damage(HOUR, in(43, 5)), 1e-9);
    assertEquals(2, damage(HOUR, in(44, 5)), 1e-9);
    assertEquals(1 / 64.0, damage(HOUR, in(40, 5)), 1e-9);
    assertEquals(0, damage(DAY, in(39, 5)));
    assertEquals(1, damage(20 * HOUR, in(20, 5)), 1e-9);
    // Ten times too little CO2 is a shift of one pH.
    assertEquals(0.8 / 20, damage(HOUR, in(37, 0.5)), 1e-9);
    assertEquals((Math.log10(4) - 0.2) / 20, damage(HOUR, in(37, 20)), 1e-9);
    assertEquals(0, damage(DAY, in(37, 4)));
    assertEquals(1, damage(24 * HOUR, strain(110_000, 0, 0)), 1e-9);
    assertEquals(0, damage(24 * HOUR, strain(10_000, 0, 0)));
    assertEquals(0.5, damage(1_000, strain(0, 10_000, 0)), 1e-9);
    assertEquals(1, damage(300_000, strain(0, 0, 100)), 1e-9);
  }

  private static Strain strain(double dopamine, double charge, double light) {
    return new Strain(dopamine, charge, 0, light, Environment.INCUBATOR);
  }

  private static double damage(long millis, Strain strain) {
    var life = new Life(LASTING, USUAL, 20);
    life.step(millis, strain);
    return life.damage();
  }

  @Test
  void dopamineExcitesAndItsExcitementPasses() {
    var life = new Life(LASTING, USUAL, 20);
    life.step(1_000, strain(500, 0, 0));
    assertEquals(1.15, life.excitation(), 1e-9);
    life.step(1_000, Strain.NONE);
    assertEquals(1, life.excitation(), 1e-9);
  }

  @Test
  void whatMakesNoSenseIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> new Life(1, USUAL, -1));
    assertThrows(IllegalArgumentException.class, () -> new Life(1, USUAL, Double.NaN));
    assertThrows(IllegalArgumentException.class, () -> new Environment(80, 5));
    assertThrows(IllegalArgumentException.class, () -> new Environment(37, 0));
    assertThrows(IllegalArgumentException.class, () -> starved(-1));
    assertThrows(IllegalArgumentException.class, () -> starved(Double.NaN));
    var life = new Life(1, USUAL);
    assertThrows(IllegalArgumentException.class, () -> life.step(-1, Strain.NONE));
    assertThrows(IllegalArgumentException.class, () -> life.step(500 * DAY, Strain.NONE));
  }

  /** The same on Java 17 and 25, interpreted and compiled. */
  @Test
  void theNumbersAreTheSameToTheBitOnEveryMachine() {
    var life = new Life(LASTING, USUAL, 20);
    for (int i = 0; i < 100; i++) {
      life.step(100_000 + i, new Strain(20_000, 1, 50, 1, new Environment(41.5, 3)));
    }
    assertBits(0x40595cc531827ce5L, life.lifetimeDays());
    assertBits(0x3fdfa11de3cd49b5L, life.viability());
    assertBits(0x3fc4c146d1180c0aL, life.vigour());
    assertBits(0x3ff4aed44aed44afL, life.excitation());
  }

  private static void assertBits(long expected, double value) {
    assertEquals(Long.toHexString(expected), Long.toHexString(Double.doubleToLongBits(value)));
  }

  @Test
  void aSavedLifeGoesOnToTheBit() throws IOException {
    var here = new Life(LASTING, USUAL);
    here.step(10 * DAY, starved(60));
    here.step(1_000, in(33, 2));
    var there = restored(saved(here));
    for (Life each : new Life[] {here, there}) {
      each.step(1_000, strain(2_000, 3, 1));
    }
    assertEquals(here.vigour(), there.vigour());
    assertEquals(here.excitation(), there.excitation());
    assertEquals(here.threshold(), there.threshold());
    assertEquals(here.damage(), there.damage());
    here.step(DAY, in(45, 5));
    assertTrue(here.dead() && restored(saved(here)).dead());
  }

  @Test
  void aStateOfNonsenseIsRefused() throws IOException {
    byte[] state = saved(new Life(LASTING, USUAL));
    for (int number = 0; number < 5; number++) {
      byte[] wrong = state.clone();
      wrong[8 * number] = (byte) 0xFF;
      assertThrows(IOException.class, () -> restored(wrong), "number " + number);
    }
  }

  private static byte[] saved(Life life) throws IOException {
    var bytes = new ByteArrayOutputStream();
    life.save(new DataOutputStream(bytes));
    return bytes.toByteArray();
  }

  private static Life restored(byte[] state) throws IOException {
    var life = new Life(LASTING, USUAL);
    life.restore(new DataInputStream(new ByteArrayInputStream(state)));
    return life;
  }
}
