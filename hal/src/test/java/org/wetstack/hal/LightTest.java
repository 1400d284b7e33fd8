package org.wetstack.hal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.wetstack.hal.units.Energy;
import org.wetstack.hal.units.Power;

class LightTest {

  private static final LightLimits LIMITS =
      new LightLimits(
          365,
          Power.parse("5 mW"),
          Power.microwatts(10),
          Duration.ofMillis(500),
          Energy.parse("1 mJ"));

  private static void assertRefused(String words, Executable call) {
    assertEquals(words, assertThrows(IllegalArgumentException.class, call).getMessage());
  }

  @ParameterizedTest
  @CsvSource({
    "1uW, 1",
    "2.5 mW, 2500",
    "1 W, 1000000",
    "0.25µW, -1",
    "1 mJ, -1",
    "0 W, -1",
    "-1 mW, -1",
    "mW, -1",
    "9999999999999999 W, -1"
  })
  void aPowerIsReadExactly(String text, long microwatts) {
    if (microwatts < 0) {
      assertThrows(IllegalArgumentException.class, () -> Power.parse(text));
    } else {
      assertEquals(microwatts, Power.parse(text).microwatts());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "1pJ, 1",
    "2.5 nJ, 2500",
    "0.001 uJ, 1000",
    "1.5mJ, 1500000000",
    "2 J, 2000000000000",
    "0 J, 0",
    "0.1 pJ, -1",
    "5 mW, -1",
    "1 J/s, -1"
  })
  void anEnergyIsReadExactly(String text, long picojoules) {
    if (picojoules < 0) {
      assertThrows(IllegalArgumentException.class, () -> Energy.parse(text));
    } else {
      assertEquals(picojoules, Energy.parse(text).picojoules());
    }
  }

  @Test
  void energyIsPowerTimesTime() {
    assertEquals(Energy.parse("500 uJ"), Energy.of(Power.parse("5 mW"), Duration.ofMillis(100)));
    assertEquals(Energy.picojoules(1), Energy.of(Power.microwatts(1), Duration.ofNanos(1_000)));
    assertEquals("0.5 µJ", Energy.parse("500 nJ").toString());
    assertEquals("2.5 mW", Power.microwatts(2_500).toString());
    assertRefused(
        "PT0.0000015S is not a whole number of microseconds",
        () -> Energy.of(Power.microwatts(1), Duration.ofNanos(1_500)));
    assertThrows(
        IllegalArgumentException.class,
        () -> Energy.of(Power.microwatts(Long.MAX_VALUE), Duration.ofSeconds(2)));
    assertRefused("a power must be positive: 0 µW", () -> Power.microwatts(0));
    assertRefused("negative energy: -1 pJ", () -> Energy.picojoules(-1));
  }

  @Test
  void aFlashIsRoundedDownAndNeverUp() {
    assertEquals(
        new Flash(Power.microwatts(1_230), Duration.ofNanos(100_001_000)),
        LIMITS.quantise(new Flash(Power.microwatts(1_239), Duration.ofNanos(100_001_999))));
  }

  @Test
  void whatIsOutsideIsRefusedNamingTheLimit() {
    Duration brief = Duration.ofMillis(1);
    assertRefused(
        "power of 5.01 mW exceeds the limit of 5 mW",
        () -> LIMITS.quantise(new Flash(Power.microwatts(5_010), brief)));
    assertRefused(
        "power of 0.009 mW is less than one step of 0.01 mW",
        () -> LIMITS.quantise(new Flash(Power.microwatts(9), brief)));
    assertRefused(
        "flash of PT0.500001S exceeds the limit of PT0.5S",
        () -> LIMITS.quantise(new Flash(Power.microwatts(10), Duration.ofNanos(500_001_000))));
    assertRefused(
        "flash of PT0.000000999S is less than 1 µs",
        () -> LIMITS.quantise(new Flash(Power.microwatts(10), Duration.ofNanos(999))));
    // 5 mW for 200 ms are exactly 1 mJ.
    assertEquals(
        LIMITS.maxEnergy(),
        LIMITS.quantise(new Flash(Power.parse("5 mW"), Duration.ofMillis(200))).energy());
    assertRefused(
        "flash of 5 mW for 200001 µs, 1000.005 µJ, exceeds the limit of 1000 µJ",
        () -> LIMITS.quantise(new Flash(Power.parse("5 mW"), Duration.ofNanos(200_001_000))));
    assertRefused(
        "a flash must take some time, not PT0S",
        () -> new Flash(Power.microwatts(10), Duration.ZERO));
  }

  @Test
  void aReportTellsTheEnergyGiven() {
    var flash = new Flash(Power.parse("2 mW"), Duration.ofMillis(50));
    var id = new OperationId(7);
    assertEquals(
        Energy.parse("20 uJ"),
        new FlashReport(id, flash, Duration.ofMillis(10), FlashReport.End.STOPPED).energy());
    assertThrows(
        IllegalArgumentException.class,
        () -> new FlashReport(id, flash, Duration.ofMillis(51), FlashReport.End.COMPLETE));
  }
}
