package org.wetstack.emulator.culture.chemistry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.wetstack.emulator.tissue.Fluid;

class ChemistryTest {

  private static final int HOUR = 3_600_000;
  private static final ChemistryProfile USUAL = ChemistryProfile.usual();
  private static final Fluid STOCK = new Fluid(USUAL.stockNanomolar(), 0, false);

  /** Nothing but what is given: no change of medium, hardly any oxidation. */
  private static ChemistryProfile plain(double perfusion, double uptake, double tonic) {
    return new ChemistryProfile(
        5_000, perfusion, 2_000_000, 0, uptake, tonic, 105, 12, 10_000, 2_000, 1e6, false, 1, true,
        1, 0.06, 5_000, 375, 30, 7, 20);
  }

  @ParameterizedTest
  @ValueSource(longs = {500, 1_000, 2_000})
  void aDoseOfTheUsualPumpTeachesInTimeForTheNextTrial(long nanoliters) {
    var chemistry = new Chemistry(USUAL);
    chemistry.infuse(STOCK, nanoliters);
    double peak = 0;
    int at = 0;
    for (int millis = 1; millis <= 10_000; millis++) {
      chemistry.step(1);
      if (chemistry.dopamineNanomolar() > peak) {
        peak = chemistry.dopamineNanomolar();
        at = millis;
      }
    }
    assertTrue(at > 500 && at < 2_000, "peak after " + at + " ms");
    assertTrue(peak > 300 && peak < 3_000, "peak of " + peak + " nM");
    assertTrue(chemistry.dopamineNanomolar() < 0.1 * peak, "left: " + chemistry.filmNanomolar());
  }

  @Test
  void uptakeAndTheWayToTheCellsFollowTheirClosedForm() {
    var chemistry = new Chemistry(plain(0, 0.3, 0));
    chemistry.infuse(STOCK, 1_000);
    double start = 10_000 * (1 - Math.exp(-0.2));
    assertEquals(start, chemistry.filmNanomolar(), 1e-9);
    double k = 0.3 + Math.log(2) / (1e6 * 3_600);
    double lag = 12 * 12 / (2 * 105.0);
    for (double seconds = 0.25; seconds <= 10; seconds += 0.25) {
      chemistry.step(250);
      double film = start * Math.exp(-k * seconds);
      double cells = start * (Math.exp(-k * seconds) - Math.exp(-seconds / lag)) / (1 - k * lag);
      assertEquals(film, chemistry.filmNanomolar(), 1e-9 * start);
      assertEquals(cells, chemistry.dopamineNanomolar(), 1e-9 * start);
    }
  }

  @Test
  void perfusionWashesAccordingToFlowAndVolume() {
    var chemistry = new Chemistry(plain(15_000, 0, 0));
    chemistry.infuse(STOCK, 500);
    double start = chemistry.filmNanomolar();
    chemistry.step(20_000);
    // V/Q is 20 s; what went round is 1/400 diluted.
    assertEquals(start / Math.E, chemistry.filmNanomolar(), start / 400);
  }

  @Test
  void nothingIsLostThatIsNotTakenUp() {
    var chemistry = new Chemistry(plain(15_000, 0, 0));
    chemistry.infuse(new Fluid(10_000, 20_000, false), 500);
    chemistry.light(10_000, 365);
    double before = amount(chemistry);
    // What the first dose pushed out of the film went into the loop, and from there 1/4000 away.
    assertEquals(500 * 30_000, before, 500 * 30_000 / 4_000.0);
    for (int i = 0; i < 100; i++) {
      chemistry.step(1 + i * 10L);
    }
    assertEquals(before, amount(chemistry), 1e-6 * before);
  }

  private static double amount(Chemistry chemistry) {
    return 5_000 * (chemistry.filmNanomolar() + chemistry.cagedNanomolar())
        + 2_000_000 * (chemistry.loopNanomolar() + chemistry.loopCagedNanomolar());
  }

  @Test
  void howTimeIsCutChangesNothing() {
    long seed = new Random().nextLong();
    var random = new Random(seed);
    var whole = new Chemistry(USUAL);
    var cut = new Chemistry(USUAL);
    for (Chemistry each : new Chemistry[] {whole, cut}) {
      each.infuse(new Fluid(10_000, 1e6, true), 3_000);
      each.light(2_000, 405);
    }
    long millis = 28L * HOUR;
    whole.step(millis);
    for (long left = millis; left > 0; ) {
      long step =
          Math.min(left, 1 + random.nextInt(random.nextInt(100) == 0 ? 20_000_000 : 60_000));
      cut.step(step);
      left -= step;
    }
    String with = "seed " + seed;
    assertEquals(whole.filmNanomolar(), cut.filmNanomolar(), 1e-6, with);
    assertEquals(whole.dopamineNanomolar(), cut.dopamineNanomolar(), 1e-6, with);
    assertEquals(whole.cagedNanomolar(), cut.cagedNanomolar(), 1e-6, with);
    assertEquals(whole.hoursWithoutMedium(), cut.hoursWithoutMedium(), 1e-9, with);
    assertEquals(4, whole.hoursWithoutMedium(), 1e-9, "the medium was changed after 24 hours");
  }

  @Test
  void howADoseIsCutChangesNothing() {
    var whole = new Chemistry(USUAL);
    var cut = new Chemistry(USUAL);
    for (Chemistry each : new Chemistry[] {whole, cut}) {
      each.step(HOUR);
    }
    whole.infuse(new Fluid(10_000, 500, true), 4_000);
    for (int i = 0; i < 160; i++) {
      cut.infuse(new Fluid(10_000, 500, true), 25);
    }
    assertEquals(whole.filmNanomolar(), cut.filmNanomolar(), 1e-9);
    assertEquals(whole.cagedNanomolar(), cut.cagedNanomolar(), 1e-9);
    // What leaves the film early is richer than what leaves late; the loop hardly overflows.
    assertEquals(whole.loopNanomolar(), cut.loopNanomolar(), 0.001 * whole.loopNanomolar());
    assertEquals(whole.hoursWithoutMedium(), cut.hoursWithoutMedium(), 1e-12);
  }

  @Test
  void aTissueThatMakesDopamineKeepsItsLevel() {
    var chemistry = new Chemistry(plain(15_000, 0.3, 90));
    chemistry.step(1);
    assertEquals(90, chemistry.dopamineNanomolar(), 1e-9);
    chemistry.infuse(Fluid.MEDIUM, 5_000);
    chemistry.step(5_000);
    assertTrue(chemistry.dopamineNanomolar() < 85, "medium washes it out");
    chemistry.step(24L * HOUR);
    assertEquals(90, chemistry.dopamineNanomolar(), 0.01);
  }

  @Test
  void lightFreesCagedDopamineAsItsPhotonsSay() {
    var chemistry = new Chemistry(plain(0, 0, 0));
    chemistry.infuse(new Fluid(0, 1e6, false), 50_000);
    double caged = chemistry.cagedNanomolar();
    chemistry.step(10_000);
    assertEquals(caged, chemistry.cagedNanomolar(), 1e-6, "in the dark nothing happens");

    chemistry.light(10_000, 375);
    chemistry.step(500);
    // 10 mW on 7 mm² of 375 nm, 6 % of what 5000 /(M cm) absorbs.
    double photons = 0.01 / 0.07 / (6.62607015e-34 * 299_792_458 / 375e-9);
    double rate = 0.06 * Math.log(10) * 5_000 * 1_000 * photons / 6.02214076e23;
    assertEquals(caged * Math.exp(-rate * 0.5), chemistry.cagedNanomolar(), 1e-6 * caged);
    assertEquals(caged, chemistry.cagedNanomolar() + chemistry.filmNanomolar(), 1e-6 * caged);

    chemistry.light(0, 375);
    double left = chemistry.cagedNanomolar();
    chemistry.step(1_000);
    assertEquals(left, chemistry.cagedNanomolar(), 1e-6);
  }

  @Test
  void lightsOfSeveralColoursAddAndLongWavesHarmLess() {
    var chemistry = new Chemistry(USUAL);
    chemistry.light(7_000, 365);
    assertEquals(100, chemistry.harmfulMilliwattsPerSquareCentimeter(), 1e-9);
    chemistry.light(7_000, 405);
    assertEquals(100 + 100 * Math.exp(-2), chemistry.harmfulMilliwattsPerSquareCentimeter(), 1e-9);
    chemistry.light(0, 365);
    chemistry.light(0, 405);
    assertEquals(0, chemistry.harmfulMilliwattsPerSquareCentimeter());
    for (int i = 0; i < 16; i++) {
      chemistry.light(1, 300 + i);
    }
    assertThrows(IllegalStateException.class, () -> chemistry.light(1, 500));
  }

  @Test
  void mediumAgesUnlessSomethingNourishingComes() {
    var chemistry = new Chemistry(plain(15_000, 0.3, 0));
    chemistry.step(50L * HOUR);
    assertEquals(50, chemistry.hoursWithoutMedium(), 1e-9);
    chemistry.infuse(STOCK, 1_000_000);
    assertEquals(50, chemistry.hoursWithoutMedium(), 1e-9, "dopamine in water is no food");
    chemistry.infuse(Fluid.MEDIUM, 2_000_000);
    assertEquals(50 / Math.E, chemistry.hoursWithoutMedium(), 1e-9);
  }

  @Test
  void whatMakesNoSenseIsRefused() {
    var chemistry = new Chemistry(USUAL);
    assertThrows(IllegalArgumentException.class, () -> chemistry.infuse(STOCK, -1));
    assertThrows(IllegalArgumentException.class, () -> chemistry.step(-1));
    assertThrows(IllegalArgumentException.class, () -> chemistry.step(Long.MAX_VALUE));
    assertThrows(IllegalArgumentException.class, () -> chemistry.light(-1, 365));
    assertThrows(IllegalArgumentException.class, () -> chemistry.light(Double.NaN, 365));
    assertThrows(IllegalArgumentException.class, () -> chemistry.light(1, 10));
    var wrong =
        assertThrows(
            IllegalArgumentException.class, () -> new Chemistry(plain(15_000, Double.NaN, 0)));
    assertTrue(String.valueOf(wrong.getMessage()).contains("uptakePerSecond"), wrong::toString);
  }

  /** The same on Java 17 and 25, interpreted and compiled. */
  @Test
  void theNumbersAreTheSameToTheBitOnEveryMachine() {
    var chemistry = new Chemistry(plain(15_000, 0.3, 20));
    chemistry.infuse(new Fluid(10_000, 1e6, true), 777);
    chemistry.light(10_000, 405);
    for (int i = 0; i < 3_000; i++) {
      chemistry.step(1);
    }
    chemistry.step(12_345);
    assertBits(0x40b654d409fcbd4bL, chemistry.dopamineNanomolar());
    assertBits(0x40b2f697d0420737L, chemistry.filmNanomolar());
    assertBits(0x40a770668a9e3e9bL, chemistry.cagedNanomolar());
    assertBits(0x404db5d302d89645L, chemistry.loopNanomolar());
    assertBits(0x4033556796c12a02L, chemistry.harmfulMilliwattsPerSquareCentimeter());
  }

  private static void assertBits(long expected, double value) {
    assertEquals(Long.toHexString(expected), Long.toHexString(Double.doubleToLongBits(value)));
  }

  @Test
  void aSavedDishGoesOnToTheBit() throws IOException {
    var here = new Chemistry(USUAL);
    here.infuse(new Fluid(12_345, 67_890, true), 777);
    here.step(30L * HOUR + 17);
    here.infuse(STOCK, 500);
    here.step(321);
    var there = restored(saved(here));
    for (Chemistry each : new Chemistry[] {here, there}) {
      each.step(1_000);
      each.infuse(STOCK, 25);
      each.step(20L * HOUR);
      each.infuse(STOCK, 25);
      each.step(1);
    }
    assertEquals(here.dopamineNanomolar(), there.dopamineNanomolar());
    assertEquals(here.cagedNanomolar(), there.cagedNanomolar());
    assertEquals(here.loopNanomolar(), there.loopNanomolar());
    assertEquals(here.hoursWithoutMedium(), there.hoursWithoutMedium());
  }

  @Test
  void aStateOfNonsenseIsRefused() throws IOException {
    byte[] state = saved(new Chemistry(USUAL));
    for (int number = 0; number < 7; number++) {
      byte[] wrong = state.clone();
      wrong[8 * number] = (byte) 0xFF;
      assertThrows(IOException.class, () -> restored(wrong), "number " + number);
    }
  }

  private static byte[] saved(Chemistry chemistry) throws IOException {
    var bytes = new ByteArrayOutputStream();
    chemistry.save(new DataOutputStream(bytes));
    return bytes.toByteArray();
  }

  private static Chemistry restored(byte[] state) throws IOException {
    var chemistry = new Chemistry(USUAL);
    chemistry.restore(new DataInputStream(new ByteArrayInputStream(state)));
    return chemistry;
  }
}
