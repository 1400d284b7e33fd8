package org.wetstack.drivers.harp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.wetstack.drivers.fluidics.PumpOptions;
import org.wetstack.hal.Dose;
import org.wetstack.hal.spi.EndpointOptions;
import org.wetstack.hal.units.FlowRate;
import org.wetstack.hal.units.Volume;

class HarpPumpLimitsTest {

  private static HarpPumpLimits limits(String step, String options) {
    return HarpPumpLimits.of(
        StepVolume.parse(step),
        new PumpOptions(
            EndpointOptions.parse(URI.create("serial:x" + options), PumpOptions.NAMES)));
  }

  @ParameterizedTest
  @CsvSource({
    "10nl, 10, 1",
    "41.7nl, 417, 10",
    "41.667 nL, 41667, 1000",
    "0.25ul, 250, 1",
    "2.5nl, 5, 2",
    "125pl, 1, 8",
    "1pl, 1, 1000",
    "1.002nl, 501, 500",
  })
  void theStepIsTheLeastNumberOfMotorStepsThatIsWholeNanolitres(
      String text, long nanoliters, long steps) {
    HarpPumpLimits limits = limits(text, "");
    assertEquals(Volume.nanoliters(nanoliters), limits.limits().step());
    Dose least = new Dose(limits.limits().step(), limits.limits().maxRate());
    assertEquals(steps, limits.steps(least));
    assertEquals(least.volume(), limits.step().atLeast(steps));
    assertEquals(least.volume(), limits.step().atMost(steps));
  }

  @Test
  void itNeverGoesFasterThanItWasTold() {
    HarpPumpLimits limits = limits("41.7nl", "");
    for (long rate = limits.limits().minRate().nanolitersPerMinute();
        rate <= 2_502_000;
        rate += 997) {
      long period =
          limits.period(new Dose(Volume.nanoliters(417), FlowRate.nanolitersPerMinute(rate)));
      assertTrue(period >= 1 && period <= 65_535, "period " + period);
      assertTrue(41_700L * 60 <= rate * period, rate + " nL/min, period " + period);
      assertTrue(period == 1 || 41_700L * 60 > rate * (period - 1), "no slower than it must");
    }
    assertEquals(2_502_000, limits.limits().maxRate().nanolitersPerMinute());
  }

  @Test
  void whatThePumpCannotDoIsRefusedWithTheNameOfTheOption() {
    for (String option : new String[] {"max-dose=700ul", "max-rate=1ml/min", "max-rate=9nl/min"}) {
      var refused =
          assertThrows(IllegalArgumentException.class, () -> limits("10nl", "?" + option));
      assertTrue(String.valueOf(refused.getMessage()).contains(option.substring(0, 8)));
    }
    limits("10nl", "?max-dose=655.35ul&max-rate=600ul/min");
  }

  @ParameterizedTest
  @CsvSource({"10", "nl", "-1nl", "0nl", "1.2345nl", "1ml", "0.5pl", "101ul", "1e3nl"})
  void whatIsNoVolumeOfAStepIsRefused(String text) {
    assertThrows(IllegalArgumentException.class, () -> StepVolume.parse(text));
  }
}
