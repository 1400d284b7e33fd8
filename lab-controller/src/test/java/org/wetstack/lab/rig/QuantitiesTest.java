package org.wetstack.lab.rig;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A number is never taken in another unit than it was written in. */
class QuantitiesTest {

  @ParameterizedTest
  @CsvSource({
    "200us, 200000",
    "200 µs, 200000",
    "250ms, 250000000",
    "5s, 5000000000",
    "0.5 s, 500000000",
    "10 min, 600000000000",
    "24h, 86400000000000",
    "7 d, 604800000000000",
    "0 s, 0",
  })
  void durations(String text, long nanos) {
    assertEquals(Duration.ofNanos(nanos), Quantities.duration(text));
  }

  @ParameterizedTest
  @CsvSource({"1nM, 1", "100 uM, 100000", "2.5 μM, 2500", "10 mM, 10000000", "1 M, 1000000000"})
  void concentrations(String text, long nanomolar) {
    assertEquals(nanomolar, Quantities.concentration(text));
  }

  @ParameterizedTest
  @CsvSource({"500pC, 500", "3 nC, 3000", "0.001 nC, 1", "1 µC, 1000000"})
  void charges(String text, long picocoulombs) {
    assertEquals(picocoulombs, Quantities.charge(text));
  }

  @ParameterizedTest
  @CsvSource({"500pmol, 500", "1 nmol, 1000", "1 umol, 1000000", "1 mmol, 1000000000"})
  void amounts(String text, long picomoles) {
    assertEquals(picomoles, Quantities.amount(text));
  }

  @ParameterizedTest
  @CsvSource({"30um, 30", "30 µm, 30", "0.1 mm, 100"})
  void lengths(String text, int micrometers) {
    assertEquals(micrometers, Quantities.length(text));
  }

  @ParameterizedTest
  @CsvSource({"30 uC/cm2, 30", "30 µC/cm², 30", "0.4 mC/cm2, 400"})
  void chargeDensities(String text, int density) {
    assertEquals(density, Quantities.chargeDensity(text));
  }

  @ParameterizedTest
  @CsvSource({"10 %, 100", "10%, 100", "2.5 %, 25", "0.1 %, 1"})
  void shares(String text, int perMille) {
    assertEquals(perMille, Quantities.perMille(text));
  }

  @Test
  void percentAreWhole() {
    assertEquals(50, Quantities.percent("50 %"));
    refused(Quantities::percent, "2.5 %", "not a whole number of %");
  }

  @Test
  void aUnitIsNotAnotherInCapitals() {
    refused(Quantities::duration, "5 M", "not a time; write it as in 250ms, 5 s");
    refused(Quantities::duration, "5 S", "not a time");
    refused(Quantities::concentration, "10 mm", "not a concentration; write it as in 500nM");
    refused(Quantities::concentration, "10 MM", "not a concentration");
    refused(Quantities::charge, "3 NC", "not a charge");
    refused(Quantities::length, "30 uM", "not a length");
  }

  @Test
  void whatIsFinerThanTheUnitIsRefusedAndNotRounded() {
    refused(Quantities::concentration, "0.5 nM", "finer than is counted here");
    refused(Quantities::charge, "0.0005 nC", "finer than is counted here");
    refused(Quantities::duration, "0.0001 us", "finer than is counted here");
    refused(Quantities::duration, "999999999 d", "or too large");
    refused(Quantities::length, "9999999999 um", "too large");
  }

  @Test
  void somethingElseIsRefused() {
    for (String text :
        new String[] {"", "s", "5", "-5 s", "5 s s", "five s", "5e3 s", "1,5 s", ".5 s"}) {
      refused(Quantities::duration, text, "is not a time");
    }
  }

  @Test
  void bothEndsOfARangeAreInIt() {
    Function<String, Long> read = Quantities.between("1 pC", "1 nC", Quantities::charge);
    assertEquals(1, read.apply("1 pC"));
    assertEquals(1_000, read.apply("1000 pC"));
    refused(read, "0 pC", "'0 pC' is out of range: 1 pC to 1 nC may stand here");
    refused(read, "1001 pC", "out of range");
  }

  @ParameterizedTest
  @CsvSource({
    "2026-11-27, 2026-11-27T00:00:00Z",
    "2026-11-27T08:00Z, 2026-11-27T08:00:00Z",
    "2026-11-27T08:00:00+01:00, 2026-11-27T07:00:00Z",
  })
  void moments(String text, Instant at) {
    assertEquals(at, Quantities.instant(text));
  }

  @Test
  void aMomentWithoutAnOffsetIsNone() {
    refused(Quantities::instant, "2026-11-27T08:00", "is no moment: write it as in 2026-11-27T");
    refused(Quantities::instant, "27.11.2026", "is no moment");
    refused(Quantities::day, "2026-11-27T08:00Z", "is no day: write it as in 2026-11-27");
    refused(Quantities::day, "2026-02-30", "is no day");
  }

  @ParameterizedTest
  @CsvSource({
    "7d, 7 d",
    "36h, 36 h",
    "90min, 90 min",
    "1.5 s, 1500 ms",
    "450us, 450 us",
    "0 s, 0 s"
  })
  void durationsAreShownAsTheyAreWritten(String text, String shown) {
    assertEquals(shown, Quantities.shown(Quantities.duration(text)));
    assertEquals("1 ns", Quantities.shown(Duration.ofNanos(1)));
  }

  @Test
  void electrodesAreShownAsTheyAreWritten() {
    for (String text : new String[] {"0-31", "5", "0-7, 16", "0, 2, 4-5", "65535"}) {
      assertEquals(text, Sites.shown(Sites.parse(text)));
    }
    assertEquals("0-3", Sites.shown(Sites.parse("2-3, 0 - 1")));
  }

  private static void refused(Function<String, ?> read, String text, String because) {
    var e = assertThrows(IllegalArgumentException.class, () -> read.apply(text), text);
    assertTrue(String.valueOf(e.getMessage()).contains(because), e::toString);
  }
}
