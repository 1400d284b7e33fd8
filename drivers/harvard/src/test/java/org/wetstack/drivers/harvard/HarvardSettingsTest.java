package org.wetstack.drivers.harvard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
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
import org.wetstack.hal.units.FlowRate;
import org.wetstack.hal.units.Volume;

class HarvardSettingsTest {

  private static final Set<String> OPTIONS = PumpOptions.with("diameter", "syringe");

  private static HarvardSettings settings(String options) {
    return HarvardSettings.of(EndpointOptions.parse(URI.create("serial:x?" + options), OPTIONS));
  }

  /** As an Elite with 14.43 mm says them: 25.0404 nl/min to 26.0035 ml/min. */
  private static PumpLimits limits(String options) {
    return settings(options).limits(new BigDecimal("25.0404"), new BigDecimal("26003500"));
  }

  @Test
  void aDoseIsOfStepsThatThePumpCanTellAndPrint() {
    PumpLimits limits = limits("diameter=14.43");
    assertEquals(Volume.nanoliters(100), limits.step(), "not less than a motor step");
    assertEquals(Volume.nanoliters(12), limits.tolerance(), "26 µs at 26.0035 mL/min");
    assertEquals(Volume.nanoliters(1_000_000), limits.maxVolume());
    assertEquals(Volume.nanoliters(10_000_000), limits.maxVolumePerHour());
    assertEquals(FlowRate.nanolitersPerMinute(26), limits.minRate());
    assertEquals(FlowRate.nanolitersPerMinute(26_003_500), limits.maxRate());
    assertEquals(
        Volume.nanoliters(1_000),
        limits("diameter=14.43&syringe=500ml&max-dose=500ml").step(),
        "6 digits");
  }

  @Test
  void aPersonMayLimitMoreButNotBeyondThePumpAndTheSyringe() {
    PumpLimits limits = limits("diameter=14.43&max-rate=1ml/min&max-dose=2ul&max-per-hour=5ul");
    assertEquals(FlowRate.nanolitersPerMinute(1_000_000), limits.maxRate());
    assertEquals(Volume.nanoliters(2_000), limits.maxVolume());
    assertEquals(Volume.nanoliters(5_000), limits.maxVolumePerHour());
    var tooFast =
        assertThrows(
            IllegalArgumentException.class, () -> limits("diameter=14.43&max-rate=99ml/min"));
    assertTrue(String.valueOf(tooFast.getMessage()).contains("max-rate"), tooFast::toString);
    var refused =
        assertThrows(
            IllegalArgumentException.class,
            () -> limits("diameter=14.43&syringe=1ml&max-dose=2ml"));
    assertTrue(String.valueOf(refused.getMessage()).contains("max-dose"), refused::toString);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"name=p", "diameter=0", "diameter=14.43001", "diameter=wide", "diameter=-1"})
  void withoutARightDiameterNothingIsOpened(String options) {
    var refused = assertThrows(IllegalArgumentException.class, () -> settings(options));
    assertTrue(String.valueOf(refused.getMessage()).contains("diameter"), refused::toString);
  }

  @ParameterizedTest
  @CsvSource({
    "1, 1 nl",
    "999, 999 nl",
    "1000, 1 ul",
    "2500, 2.5 ul",
    "123456, 123.456 ul",
    "1000000, 1 ml",
    "26003500, 26.0035 ml"
  })
  void volumesAreWrittenExactly(long nanoliters, String text) {
    assertEquals(text, Figures.volume(nanoliters));
    String[] words = text.split(" ", -1);
    assertEquals(
        0, Figures.nanoliters(words[0], words[1]).compareTo(BigDecimal.valueOf(nanoliters)));
  }

  @Test
  void ratesAgreeInTheDigitsThatArePrinted() {
    assertTrue(Figures.agree(new BigDecimal("1234567"), new BigDecimal("1234570")));
    assertFalse(Figures.agree(new BigDecimal("1234567"), new BigDecimal("1234560")));
    assertEquals(
        0,
        Figures.nanolitersPerMinute("2.5", "ul", "hr")
            .compareTo(new BigDecimal("41.66666666666666666666666666666667")));
  }
}
