package org.wetstack.hal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.wetstack.hal.units.FlowRate;
import org.wetstack.hal.units.Volume;

class DoseTest {

  private static Delivered between(long atLeast, long atMost) {
    return new Delivered(Volume.nanoliters(atLeast), Volume.nanoliters(atMost));
  }

  @Test
  void moreAtLeastThanAtMostIsRefused() {
    var refusal = assertThrows(IllegalArgumentException.class, () -> between(1_001, 1_000));
    assertEquals("at least 1.001 µL but at most 1 µL", refusal.getMessage());
  }

  @Test
  void boundsThatAreEqualAreExact() {
    assertTrue(Delivered.exactly(Volume.nanoliters(5)).exact());
    assertTrue(between(5, 5).exact());
    assertFalse(between(4, 5).exact());
    assertTrue(Delivered.NOTHING.exact());
    assertEquals(Volume.ZERO, Delivered.NOTHING.atMost());
  }

  @Test
  void sumsKeepTheBoundsApartAndInOrder() {
    long seed = 3;
    var random = new Random(seed);
    Delivered sum = Delivered.NOTHING;
    long atLeast = 0;
    long atMost = 0;
    for (int i = 0; i < 10_000; i++) {
      long lower = random.nextLong(1_000);
      long upper = lower + random.nextLong(10);
      sum = sum.plus(between(lower, upper));
      atLeast += lower;
      atMost += upper;
      assertEquals(between(atLeast, atMost), sum, "seed " + seed);
    }
  }

  @Test
  void aSumThatDoesNotFitIsAnError() {
    assertThrows(ArithmeticException.class, () -> between(0, Long.MAX_VALUE).plus(between(0, 1)));
  }

  @Test
  void aPersonReadsOneNumberIfExactAndTwoIfNot() {
    assertEquals("1.5 µL", between(1_500, 1_500).toString());
    assertEquals("1.5 µL to 2 µL", between(1_500, 2_000).toString());
    var dose = new Dose(Volume.nanoliters(1_500), FlowRate.nanolitersPerMinute(600));
    assertEquals("1.5 µL at 0.6 µL/min", dose.toString());
  }

  @Test
  void aReportKeepsWhatWasAppliedApartFromWhatWasDelivered() {
    var dose = new Dose(Volume.nanoliters(10), FlowRate.nanolitersPerMinute(60));
    var operation = new OperationId(1);
    // A pump that delivered too much must be able to say so.
    var report = new DoseReport(operation, dose, between(11, 12), DoseReport.End.FAULT);
    assertEquals(dose, report.applied());
    assertEquals(between(11, 12), report.delivered());
    assertEquals(DoseReport.End.FAULT, report.end());
    assertEquals(operation, report.operation());
  }
}
