package org.wetstack.hal.units;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.time.Duration;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UnitsTest {

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "-0.0, 0",
    "0.001, 1",
    "0.1, 100",
    "0.3, 300",
    "2.5, 2500",
    "1.005, 1005",
    "4.35, 4350",
    "1e3, 1000000",
    "1234567.891, 1234567891"
  })
  void aDecimalVolumeIsTakenExactly(double microliters, long nanoliters) {
    assertEquals(nanoliters, Volume.microliters(microliters).nanoliters());
  }

  @Test
  void everyThousandthComesBackAsItWasWritten() {
    long seed = 20_260_101L;
    var random = new Random(seed);
    for (int i = 0; i < 200_000; i++) {
      long nanoliters = random.nextLong(1L << random.nextInt(1, 49));
      assertEquals(
          nanoliters,
          Volume.microliters(nanoliters / 1_000.0).nanoliters(),
          () -> "seed " + seed + ": " + nanoliters + " nL");
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.0001, 0.1 + 0.2, 1.0 / 3, 1e-300, 1e16, 1e300})
  void whatIsNotAWholeNumberOfNanolitresIsRefusedAndNotRounded(double microliters) {
    var refusal =
        assertThrows(IllegalArgumentException.class, () -> Volume.microliters(microliters));
    assertEquals(
        microliters + " µL is not a whole number of nL, or too large", refusal.getMessage());
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
  void whatIsNoNumberIsRefusedInEveryUnit(double value) {
    String number = value + " µ";
    assertRefused(number + "L is not a number", () -> Volume.microliters(value));
    assertRefused(number + "L/min is not a number", () -> FlowRate.microlitersPerMinute(value));
    assertRefused(number + "A is not a number", () -> Current.microamps(value));
  }

  @Test
  void aNegativeVolumeIsRefused() {
    assertRefused("negative volume: -1 nL", () -> Volume.nanoliters(-1));
    assertRefused("negative volume: -2500 nL", () -> Volume.microliters(-2.5));
  }

  @Test
  void aSumThatDoesNotFitIsAnErrorAndNotANegativeVolume() {
    var most = Volume.nanoliters(Long.MAX_VALUE);
    assertEquals(most, most.plus(Volume.ZERO));
    assertThrows(ArithmeticException.class, () -> most.plus(Volume.nanoliters(1)));
    assertEquals(Volume.nanoliters(7), Volume.nanoliters(3).plus(Volume.nanoliters(4)));
  }

  @ParameterizedTest
  @ValueSource(longs = {0, -1, Long.MIN_VALUE})
  void aFlowThatDoesNotFlowForwardIsRefused(long rate) {
    assertRefused(
        "a flow rate must be positive: " + rate + " nL/min",
        () -> FlowRate.nanolitersPerMinute(rate));
  }

  @Test
  void aRateIsTakenExactlyOrRefused() {
    assertEquals(FlowRate.nanolitersPerMinute(12_345), FlowRate.microlitersPerMinute(12.345));
    assertThrows(IllegalArgumentException.class, () -> FlowRate.microlitersPerMinute(0.00049));
    assertThrows(IllegalArgumentException.class, () -> FlowRate.microlitersPerMinute(0));
  }

  @ParameterizedTest
  @CsvSource({
    "1000, 60000, PT1S", "0, 1, PT0S", "1, 60000000000, PT0.000000001S",
    "1, 120000000000, PT0.000000001S", "1, 7, PT8.571428572S", "1000000, 1, PT60000000S"
  })
  void theTimeForAVolumeIsRoundedUp(long nanoliters, long rate, Duration expected) {
    var time = FlowRate.nanolitersPerMinute(rate).timeFor(Volume.nanoliters(nanoliters));
    assertEquals(expected, time);
  }

  @Test
  void theTimeForAVolumeIsEnoughAndNotANanosecondMore() {
    long seed = 7;
    var random = new Random(seed);
    for (int i = 0; i < 20_000; i++) {
      long volume = random.nextLong(1, 1L << random.nextInt(1, 40));
      long rate = random.nextLong(1, 1L << random.nextInt(1, 40));
      Duration time = FlowRate.nanolitersPerMinute(rate).timeFor(Volume.nanoliters(volume));
      String which = "seed " + seed + ": " + volume + " nL at " + rate + " nL/min";
      assertTrue(moved(rate, time).compareTo(minuteNanos(volume)) >= 0, which);
      assertTrue(moved(rate, time.minusNanos(1)).compareTo(minuteNanos(volume)) < 0, which);
    }
  }

  private static BigInteger moved(long rate, Duration time) {
    return BigInteger.valueOf(time.getSeconds())
        .multiply(BigInteger.valueOf(1_000_000_000L))
        .add(BigInteger.valueOf(time.getNano()))
        .multiply(BigInteger.valueOf(rate));
  }

  private static BigInteger minuteNanos(long volume) {
    return BigInteger.valueOf(volume).multiply(BigInteger.valueOf(60_000_000_000L));
  }

  @ParameterizedTest
  @CsvSource({"-1.5, -1500", "0.001, 1", "2147483.647, 2147483647", "-2147483.647, -2147483647"})
  void aCurrentIsTakenExactlyWithItsSign(double microamps, int nanoamps) {
    assertEquals(Current.nanoamps(nanoamps), Current.microamps(microamps));
  }

  @Test
  void aCurrentThatDoesNotFitIsRefusedAndDoesNotTurnRound() {
    assertRefused(
        "2147483.648 µA is too large: at most ±2147483 µA", () -> Current.microamps(2147483.648));
    assertRefused(
        "-4294967.296 µA is too large: at most ±2147483 µA", () -> Current.microamps(-4294967.296));
    assertRefused(
        "-2147483648 nA is too large: its opposite cannot be written",
        () -> Current.nanoamps(Integer.MIN_VALUE));
    assertThrows(IllegalArgumentException.class, () -> Current.microamps(0.0005));
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0 µL",
    "1, 0.001 µL",
    "10, 0.01 µL",
    "1000, 1 µL",
    "1500, 1.5 µL",
    "100000, 100 µL",
    "9223372036854775807, 9223372036854775.807 µL"
  })
  void aVolumeIsPrintedInFullWithoutTrailingZeros(long nanoliters, String text) {
    assertEquals(text, Volume.nanoliters(nanoliters).toString());
  }

  @Test
  void everyUnitIsPrintedWithItsNameWhateverTheLanguage() {
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.GERMANY);
      assertEquals("-1.5 µA", Current.nanoamps(-1_500).toString());
      assertEquals("0.25 µL/min", FlowRate.nanolitersPerMinute(250).toString());
      assertEquals("1234567.8 µL", Volume.nanoliters(1_234_567_800).toString());
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void volumesAndRatesAreOrderedBySize() {
    assertTrue(Volume.nanoliters(2).compareTo(Volume.nanoliters(10)) < 0);
    assertEquals(0, Volume.microliters(1).compareTo(Volume.nanoliters(1_000)));
    assertTrue(
        FlowRate.nanolitersPerMinute(Long.MAX_VALUE).compareTo(FlowRate.nanolitersPerMinute(1))
            > 0);
  }

  private static void assertRefused(String message, Runnable attempt) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, attempt::run).getMessage());
  }
}
