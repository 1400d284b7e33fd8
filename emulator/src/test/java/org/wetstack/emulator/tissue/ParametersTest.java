package org.wetstack.emulator.tissue;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ParametersTest {

  /** A profile. */
  public record Bath(
      @Parameter(value = "how warm it is", unit = "°C", least = 20, most = 40) double celsius,
      @Parameter(value = "how deep it is", unit = "mm", least = 1, most = 9) int millimeters,
      @Parameter("whether it is covered") boolean covered) {}

  /** A profile that nobody explained. */
  public record Unexplained(double celsius) {}

  @ParameterizedTest
  @ValueSource(doubles = {19.999, 40.001, Double.NaN, Double.POSITIVE_INFINITY, -1})
  void whatIsOutOfRangeIsRefusedByItsName(double celsius) {
    var refused =
        assertThrows(
            IllegalArgumentException.class, () -> Parameters.check(new Bath(celsius, 5, true)));
    assertEquals("celsius of a Bath must be 20.0 to 40.0 °C, not " + celsius, refused.getMessage());
  }

  @Test
  void bothEndsOfARangeBelongToIt() {
    assertDoesNotThrow(() -> Parameters.check(new Bath(20, 1, true)));
    assertDoesNotThrow(() -> Parameters.check(new Bath(40, 9, false)));
    assertThrows(IllegalArgumentException.class, () -> Parameters.check(new Bath(40, 10, false)));
  }

  @Test
  void aNumberThatNobodyExplainsIsRefused() {
    var refused =
        assertThrows(IllegalArgumentException.class, () -> Parameters.check(new Unexplained(1)));
    assertEquals(
        "Unexplained.celsius has no @Parameter that says what it is", refused.getMessage());
  }
}
