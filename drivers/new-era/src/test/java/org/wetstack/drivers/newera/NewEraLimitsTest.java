package org.wetstack.drivers.newera;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.net.URI;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.wetstack.drivers.fluidics.PumpOptions;
import org.wetstack.hal.PumpLimits;
import org.wetstack.hal.spi.EndpointOptions;
import org.wetstack.hal.spi.Link;
import org.wetstack.hal.spi.LinkHandler;
import org.wetstack.hal.spi.LinkProvider;
import org.wetstack.hal.spi.VirtualTimebase;

class NewEraLimitsTest {

  private static PumpLimits limits(String model, String diameter, String query) {
    var options = EndpointOptions.parse(URI.create("x:y" + query), PumpOptions.NAMES);
    return NewEraLimits.of(model, new BigDecimal(diameter), 0, new PumpOptions(options));
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0.000",
    "1, 0.001",
    "500, 0.500",
    "9999, 9.999",
    "12340, 12.34",
    "99990, 99.99",
    "750000, 750.0",
    "999900, 999.9",
    "1234000, 1234.",
    "9999000, 9999."
  })
  void numbersAreWrittenAsThePumpWritesThem(long thousandths, String text) {
    assertEquals(text, Digits.text(thousandths));
  }

  @ParameterizedTest
  @ValueSource(longs = {12_345, 100_001, 1_000_100, 10_000_000})
  void whatFourDigitsCannotSayIsNeverShortened(long thousandths) {
    assertThrows(IllegalArgumentException.class, () -> Digits.text(thousandths));
  }

  /** Rates of the manual's table of syringes, in nL/min. */
  @ParameterizedTest
  @CsvSource({"4.699, 884500, 100", "14.43, 8341000, 1000", "26.59, 28320000, 10000"})
  void theFastestRateIsTheManuals(String diameter, long fastest, long step) {
    PumpLimits limits = limits("NE1000", diameter, "");
    assertEquals(fastest, limits.maxRate().nanolitersPerMinute());
    assertEquals(step, limits.rateStep().nanolitersPerMinute());
    assertEquals(0, limits.minRate().nanolitersPerMinute() % step);
  }

  @ParameterizedTest
  @ValueSource(strings = {"9999nl", "50ul", "400ul", "3ml", "9.999ml", "80ml"})
  void everyDoseAndRateWithinTheLimitsCanBeTold(String most) {
    for (String diameter : new String[] {"4.699", "14.43", "26.59"}) {
      PumpLimits limits = limits("NE4000", diameter, "?max-dose=" + most);
      long step = limits.step().nanoliters();
      long max = limits.maxVolume().nanoliters();
      for (long volume = step; volume <= max; volume += step * (1 + max / step / 5_000)) {
        Digits.text(NewEraLimits.large(max) ? volume / 1_000 : volume);
      }
      long rateStep = limits.rateStep().nanolitersPerMinute();
      long fastest = limits.maxRate().nanolitersPerMinute();
      for (long rate = limits.minRate().nanolitersPerMinute();
          rate <= fastest;
          rate += rateStep * (1 + fastest / rateStep / 5_000)) {
        Digits.text(NewEraLimits.large(fastest) ? rate / 1_000 : rate);
      }
    }
  }

  @Test
  void aRateBeyondThePumpIsRefusedAndSaysWhatItCan() {
    var refused =
        assertThrows(
            IllegalArgumentException.class, () -> limits("NE1000", "4.699", "?max-rate=1ml/min"));
    assertTrue(String.valueOf(refused.getMessage()).contains("884"), refused::getMessage);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "?diameter=0.05",
        "?diameter=51",
        "?diameter=4.69951",
        "?diameter=x",
        "?diameter=5&address=100",
        "?diameter=5&silence=0",
        "?diameter=5&motor-step=0"
      })
  void wrongOptionsAreRefusedBeforeALinkIsOpened(String query) {
    var links =
        new LinkProvider() {
          @Override
          public Set<String> schemes() {
            return Set.of("x");
          }

          @Override
          public Link open(URI endpoint, LinkHandler handler) {
            throw new AssertionError("opened");
          }
        };
    URI endpoint = URI.create("x:y" + query);
    assertThrows(
        IllegalArgumentException.class,
        () -> new NewEraDriver().open(endpoint, links, new VirtualTimebase()));
  }
}
