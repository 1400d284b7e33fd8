package org.wetstack.emulator.culture.chemistry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.wetstack.emulator.tissue.Fluid;

/** What comes out of a pump's tube, and when. */
class TubingTest {

  private static final int HOUR = 3_600_000;
  private static final Batch MEDIUM = new Batch(Fluid.MEDIUM, 0, 0);

  private final List<String> out = new ArrayList<>();
  private long volume;
  private double amount;

  private void take(Fluid fluid, long nanoliters) {
    out.add(nanoliters + " x " + Math.round(fluid.dopamineNanomolar()));
    volume += nanoliters;
    amount += nanoliters * fluid.dopamineNanomolar();
  }

  private static Batch dopamine(double nanomolar) {
    return new Batch(new Fluid(nanomolar, 0, false), 0, 0);
  }

  @Test
  void whatIsInTheTubeComesFirst() {
    var tube = new Tubing(2_000, MEDIUM);
    Batch stock = dopamine(10_000);
    tube.push(stock, 1_500, 0, this::take);
    tube.push(stock, 1_500, 0, this::take);
    tube.push(stock, 100, 0, this::take);
    assertEquals(List.of("1500 x 0", "500 x 0", "1000 x 10000", "100 x 10000"), out);
    assertEquals(2_000, tube.nanoliters(stock));
  }

  @Test
  void moreThanTheTubeHoldsGoesRightThrough() {
    var tube = new Tubing(100, MEDIUM);
    tube.push(dopamine(5), 1_000_000, 0, this::take);
    assertEquals(List.of("100 x 0", "999900 x 5"), out);
    out.clear();
    new Tubing(0, MEDIUM).push(dopamine(7), 25, 0, this::take);
    assertEquals(List.of("25 x 7"), out);
  }

  @Test
  void noVolumeAndNoDopamineIsLostHoweverManyPlugsThereAre() {
    long seed = new Random().nextLong();
    var random = new Random(seed);
    var tube = new Tubing(100_000, MEDIUM);
    long pushed = 0;
    double brought = 0;
    for (int i = 0; i < 3_000; i++) {
      long nanoliters = 1L + random.nextInt(500);
      double nanomolar = random.nextInt(1_000);
      tube.push(dopamine(nanomolar), nanoliters, i, this::take);
      pushed += nanoliters;
      brought += nanoliters * nanomolar;
      assertEquals(pushed, volume, "seed " + seed);
    }
    tube.push(MEDIUM, 100_000, 3_000, this::take);
    assertEquals(brought, amount, 1e-9 * brought, "seed " + seed);
  }

  @Test
  void dopamineOxidisesInItsBottleAndOnItsWay() {
    ChemistryProfile usual = ChemistryProfile.usual();
    var bottle = new Reservoir(usual, new Fluid(10_000, 300, false), -HOUR);
    // 2 h, twenty times as long with an antioxidant.
    double hourly = Math.pow(0.5, 1 / 40.0);
    assertEquals(10_000 * hourly, bottle.at(0).dopamineNanomolar(), 1e-9);
    assertEquals(300, bottle.at(0).cagedNanomolar());
    var tube = new Tubing(500, bottle.batch());
    tube.push(bottle.batch(), 500, 39L * HOUR, this::take);
    assertEquals(List.of("500 x 5000"), out);
    bottle.refill(new Fluid(8_000, 0, false), 39L * HOUR);
    tube.push(bottle.batch(), 1_000, 79L * HOUR, this::take);
    assertEquals(List.of("500 x 5000", "500 x 2500", "500 x 4000"), out);
  }

  @Test
  void howABottleIsKeptSaysHowFastItOxidises() {
    assertEquals(2, halfLife(false, true), 1e-9);
    assertEquals(2.0 / 3, halfLife(false, false), 1e-9);
    assertEquals(40, halfLife(true, true), 1e-9);
    assertEquals(40.0 / 3, halfLife(true, false), 1e-9);
  }

  private static double halfLife(boolean antioxidant, boolean dark) {
    var profile =
        new ChemistryProfile(
            5_000,
            0,
            2_000_000,
            0,
            0,
            0,
            105,
            12,
            10_000,
            2_000,
            2,
            antioxidant,
            20,
            dark,
            3,
            0.06,
            5_000,
            375,
            30,
            7,
            20);
    var bottle = new Reservoir(profile, new Fluid(1_000, 0, false), 0);
    return 10 * Math.log(2) / Math.log(1_000 / bottle.at(10L * HOUR).dopamineNanomolar());
  }

  @Test
  void whatMakesNoSenseIsRefused() {
    var tube = new Tubing(100, MEDIUM);
    assertThrows(IllegalArgumentException.class, () -> tube.push(MEDIUM, -1, 0, this::take));
    assertThrows(IllegalArgumentException.class, () -> new Tubing(-1, MEDIUM));
    var late = new Batch(Fluid.MEDIUM, 1_000, 0);
    assertThrows(IllegalArgumentException.class, () -> late.at(999));
    assertThrows(IllegalArgumentException.class, () -> new Batch(Fluid.MEDIUM, 0, Double.NaN));
  }
}
