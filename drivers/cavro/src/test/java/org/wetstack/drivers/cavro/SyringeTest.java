package org.wetstack.drivers.cavro;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.wetstack.hal.Delivered;
import org.wetstack.hal.spi.EndpointOptions;
import org.wetstack.hal.units.FlowRate;
import org.wetstack.hal.units.Volume;

class SyringeTest {

  @ParameterizedTest
  @CsvSource({
    "50, 25, 12",
    "100, 25, 6",
    "250, 125, 12",
    "500, 125, 6",
    "1000, 125, 3",
    "2500, 625, 6",
    "5000, 625, 3"
  })
  void aStepIsTheLeastWholeNumberOfMicrostepsAndOfNanoliters(
      int microliters, long nanoliters, long microsteps) {
    var syringe = new Syringe(Model.XCALIBUR, microliters);
    assertEquals(Volume.nanoliters(nanoliters), syringe.step());
    assertEquals(microsteps, syringe.steps(syringe.step()));
    assertEquals(Delivered.exactly(syringe.step()), syringe.volume(microsteps));
    assertEquals(Delivered.exactly(syringe.stroke()), syringe.volume(24_000));
  }

  @Test
  void partsOfAStepHaveBounds() {
    var syringe = new Syringe(Model.XCALIBUR, 1_000);
    assertEquals(new Delivered(Volume.nanoliters(41), Volume.nanoliters(42)), syringe.volume(1));
    assertEquals(Delivered.NOTHING, syringe.volume(0));
  }

  @Test
  void ratesAreWholePulses() {
    var syringe = new Syringe(Model.XCALIBUR, 1_000);
    assertEquals(FlowRate.nanolitersPerMinute(10_000), syringe.pulse());
    assertEquals(FlowRate.nanolitersPerMinute(50_000), syringe.slowest());
    assertEquals(FlowRate.nanolitersPerMinute(60_000_000), syringe.fastest());
    assertEquals(1_234, syringe.pulses(FlowRate.nanolitersPerMinute(12_340_000)));
    assertEquals("N1K100L14v50V5c50", Model.XCALIBUR.settings(5));
    assertEquals("N1K100L14v1000V6000c2700", Model.XCALIBUR.settings(6_000));
  }

  @ParameterizedTest
  @ValueSource(ints = {50, 100, 250, 500, 1_000, 2_500, 5_000})
  void aCentrisIsNeverFurtherFromADoseThanItsTolerance(int microliters) {
    var syringe = new Syringe(Model.CENTRIS, microliters);
    long step = syringe.step().nanoliters();
    long tolerance = syringe.tolerance().nanoliters();
    assertEquals((long) Math.ceil(microliters * 1_000.0 / 181_490), step);
    for (long dose = step; dose <= syringe.stroke().nanoliters(); dose += step * 997) {
      Delivered moved = syringe.volume(syringe.steps(Volume.nanoliters(dose)));
      assertTrue(moved.atLeast().nanoliters() >= dose - tolerance, moved + " for " + dose);
      assertTrue(moved.atMost().nanoliters() <= dose + tolerance, moved + " for " + dose);
    }
  }

  @Test
  void aCentrisGoesNoFasterThanItIsTold() {
    var syringe = new Syringe(Model.CENTRIS, 1_000);
    assertEquals(FlowRate.nanolitersPerMinute(331), syringe.pulse());
    assertTrue(syringe.pulses(syringe.slowest()) >= 802);
    assertEquals(0, syringe.slowest().nanolitersPerMinute() % 331);
    assertTrue(syringe.pulses(syringe.fastest()) <= 200_000);
    assertEquals(3_024, syringe.pulses(FlowRate.nanolitersPerMinute(1_000_000)));
    assertEquals("v801L8V3024c3024", Model.CENTRIS.settings(3_024));
    assertEquals("v801L8V200000c64000", Model.CENTRIS.settings(200_000));
  }

  private static Plumbing plumbing(String options) {
    return Plumbing.of(
        EndpointOptions.parse(
            URI.create("cable:x" + options), Set.of("valve", "outlet", "reservoir")));
  }

  @Test
  void anInitialisationExpelsIntoTheReservoir() {
    assertEquals(new Plumbing("Y0", "O", "I", "i"), plumbing(""));
    assertEquals(new Plumbing("Z0", "O", "I", "i"), plumbing("?valve=4-port&outlet=left"));
    assertEquals(
        new Plumbing("Z0,6,6", "I6", "I3", "3"), plumbing("?valve=9&outlet=3&reservoir=6"));
  }

  @Test
  void plumbingThatCannotBeIsRefused() {
    for (String options :
        new String[] {
          "?valve=2",
          "?valve=10",
          "?valve=t",
          "?outlet=top",
          "?reservoir=1",
          "?valve=3&outlet=4",
          "?valve=3&outlet=1&reservoir=1"
        }) {
      assertThrows(IllegalArgumentException.class, () -> plumbing(options), options);
    }
  }
}
