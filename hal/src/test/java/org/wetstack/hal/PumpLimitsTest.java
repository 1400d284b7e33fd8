package org.wetstack.hal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.wetstack.hal.units.FlowRate;
import org.wetstack.hal.units.Volume;

class PumpLimitsTest {

  /** Steps of 7 nL, at most 1 µL; 1 to 3 µL/min in steps of 30 nL/min. */
  private static final PumpLimits PUMP = limits(7, 1_000, 1_000, 3_000, 30);

  private static PumpLimits limits(
      long step, long most, long slowest, long fastest, long rateStep) {
    return new PumpLimits(
        Volume.nanoliters(step),
        Volume.nanoliters(most),
        Volume.nanoliters(5_000),
        FlowRate.nanolitersPerMinute(slowest),
        FlowRate.nanolitersPerMinute(fastest),
        FlowRate.nanolitersPerMinute(rateStep));
  }

  private static Dose dose(long nanoliters, long rate) {
    return new Dose(Volume.nanoliters(nanoliters), FlowRate.nanolitersPerMinute(rate));
  }

  @ParameterizedTest
  @CsvSource({
    "7, 1020, 7, 1020",
    "13, 1049, 7, 1020",
    "14, 1050, 14, 1050",
    "1000, 3000, 994, 3000",
    "999, 2999, 994, 2970"
  })
  void aDoseIsRoundedDownToWholeSteps(long volume, long rate, long applied, long appliedRate) {
    assertEquals(dose(applied, appliedRate), PUMP.quantise(dose(volume, rate)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1001 | 2000 | dose of 1.001 µL exceeds the limit of 1 µL",
        "500  | 3001 | rate of 3.001 µL/min exceeds the limit of 3 µL/min",
        "500  | 999  | rate of 0.999 µL/min is below the slowest, 1 µL/min",
        "6    | 2000 | dose of 0.006 µL is less than one step of 0.007 µL",
        "0    | 2000 | dose of 0 µL is less than one step of 0.007 µL",
        "500  | 1019 | rate of 1.019 µL/min falls below the slowest, 1 µL/min, when rounded down to"
            + " steps of 0.03 µL/min",
      })
  void aDoseOutsideTheLimitsIsRefusedInWords(long volume, long rate, String message) {
    var refusal =
        assertThrows(IllegalArgumentException.class, () -> PUMP.quantise(dose(volume, rate)));
    assertEquals(message, refusal.getMessage());
  }

  @Test
  void whatIsAppliedIsNeverMoreThanWantedAndLessByUnderOneStep() {
    long seed = 99;
    var random = new Random(seed);
    int accepted = 0;
    for (int i = 0; i < 50_000; i++) {
      long step = random.nextLong(1, 50);
      long rateStep = random.nextLong(1, 50);
      long slowest = random.nextLong(1, 1_000);
      var limits = limits(step, step + random.nextLong(2_000), slowest, slowest + 2_000, rateStep);
      Dose wanted = dose(random.nextLong(2_500), random.nextLong(1, 3_500));
      Dose applied;
      try {
        applied = limits.quantise(wanted);
      } catch (IllegalArgumentException e) {
        continue;
      }
      accepted++;
      String which = "seed " + seed + ": " + wanted + " on " + limits + " became " + applied;
      long volume = applied.volume().nanoliters();
      long rate = applied.rate().nanolitersPerMinute();
      long lessVolume = wanted.volume().nanoliters() - volume;
      long lessRate = wanted.rate().nanolitersPerMinute() - rate;
      assertTrue(volume % step == 0 && lessVolume >= 0 && lessVolume < step, which);
      assertTrue(rate % rateStep == 0 && lessRate >= 0 && lessRate < rateStep, which);
      assertTrue(volume > 0 && applied.volume().compareTo(limits.maxVolume()) <= 0, which);
      assertTrue(rate >= slowest && applied.rate().compareTo(limits.maxRate()) <= 0, which);
      assertEquals(applied, limits.quantise(applied), which);
    }
    assertTrue(accepted > 5_000, "seed " + seed + " had only " + accepted + " doses accepted");
  }

  @Test
  void limitsThatMakeNoSenseAreRefused() {
    assertRefused("a pump with a step of 0 µL delivers nothing", 0, 1_000, 1, 2);
    assertRefused("the largest dose, 0.005 µL, is less than one step of 0.006 µL", 6, 5, 1, 2);
    assertRefused(
        "the slowest flow, 0.003 µL/min, is faster than the fastest, 0.002 µL/min", 1, 5, 3, 2);
  }

  private static void assertRefused(
      String message, long step, long most, long slowest, long fastest) {
    var refusal =
        assertThrows(IllegalArgumentException.class, () -> limits(step, most, slowest, fastest, 1));
    assertEquals(message, refusal.getMessage());
  }
}
