package org.wetstack.lab.safety;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.wetstack.hal.units.Current;
import org.wetstack.lab.safety.ChargeLimits.Binding;

/** Charges per phase are those of the literature, and of Python's decimals. */
class ChargeLimitsTest {

  private static ChargeLimits of(int diameter, int density, int derate, long cap) {
    return ChargeLimits.of(
        new ElectrodeProfile(
            "e", "platinum", diameter, density, derate, Optional.empty(), Optional.empty()),
        new StimulationLimits(Current.nanoamps(1), cap, 1, 1, 1, 1, 1));
  }

  /** Flat discs: platinum at 30 and 50 µC/cm², titanium nitride at 1 mC/cm², and Shannon. */
  @ParameterizedTest
  @CsvSource({
    "10, 23, 39, 785, 4983",
    "30, 212, 353, 7068, 14950",
    "50, 589, 981, 19634, 24918",
  })
  void theWorkedTable(int diameter, long pt30, long pt50, long nitride, long shannon) {
    assertEquals(pt30, of(diameter, 30, 100, 1_000_000).densityPicocoulombs());
    assertEquals(pt50, of(diameter, 50, 100, 1_000_000).densityPicocoulombs());
    assertEquals(nitride, of(diameter, 1_000, 100, 1_000_000).densityPicocoulombs());
    assertEquals(shannon, of(diameter, 30, 100, 1_000_000).shannonPicocoulombs());
  }

  /** The file is written by src/test/python/charge_limits.py. */
  @Test
  void asPythonComputesThem() throws Exception {
    try (var lines =
        new BufferedReader(
            new InputStreamReader(
                Objects.requireNonNull(getClass().getResourceAsStream("charge-limits.csv")),
                StandardCharsets.UTF_8))) {
      List<String> rows = lines.lines().skip(1).toList();
      assertTrue(rows.size() > 500, "rows: " + rows.size());
      for (String row : rows) {
        String[] cells = row.split(",", -1);
        ChargeLimits limits =
            of(
                Integer.parseInt(cells[0]),
                Integer.parseInt(cells[1]),
                Integer.parseInt(cells[2]),
                Long.MAX_VALUE);
        assertEquals(Long.parseLong(cells[3]), limits.densityPicocoulombs(), row);
        assertEquals(Long.parseLong(cells[4]), limits.shannonPicocoulombs(), row);
      }
    }
  }

  @Test
  void theLeastBindsAndSaysSo() {
    ChargeLimits cap = of(50, 30, 50, 293);
    assertEquals(293, cap.picocoulombs());
    assertEquals(Binding.CAP, cap.binding());
    ChargeLimits density = of(50, 30, 50, 294);
    assertEquals(294, density.picocoulombs());
    assertEquals(Binding.CHARGE_DENSITY, density.binding());
    assertEquals(Binding.CHARGE_DENSITY, of(50, 30, 50, 295).binding());
    ChargeLimits shannon = of(50, 100_000, 100, 24_919);
    assertEquals(24_918, shannon.picocoulombs());
    assertEquals(Binding.SHANNON, shannon.binding());
    assertEquals(Binding.SHANNON, of(50, 100_000, 100, 24_918).binding());
    assertEquals("Shannon's rule with k = 1.5", Binding.SHANNON.toString());
  }

  @Test
  void theLargestElectrodeFits() {
    ChargeLimits limits = of(10_000, 100_000, 100, Long.MAX_VALUE);
    assertEquals(78_539_816_325L, limits.densityPicocoulombs());
    assertEquals(4_983_620, limits.shannonPicocoulombs());
  }

  @Test
  void allowsExactlyAsMuchOfEitherSign() {
    ChargeLimits limits = of(50, 30, 50, 100);
    assertTrue(limits.allows(3_000, 30_000));
    assertTrue(limits.allows(-3_000, 30_000));
    assertFalse(limits.allows(3_001, 30_000));
    assertFalse(limits.allows(-3_001, 30_000));
    assertFalse(limits.allows(Long.MIN_VALUE, 30_000));
  }

  @Test
  void profilesAreOfElectrodes() {
    assertThrows(IllegalArgumentException.class, () -> of(0, 30, 50, 1));
    assertThrows(IllegalArgumentException.class, () -> of(10_001, 30, 50, 1));
    assertThrows(IllegalArgumentException.class, () -> of(1, 0, 50, 1));
    assertThrows(IllegalArgumentException.class, () -> of(1, 100_001, 50, 1));
    assertThrows(IllegalArgumentException.class, () -> of(1, 1, 0, 1));
    assertThrows(IllegalArgumentException.class, () -> of(1, 1, 101, 1));
    of(1, 1, 1, 1);
  }

  @Test
  void chargesAreWrittenAwayFromZero() {
    assertEquals("100 pC", Charge.text(3_000, 30_000));
    assertEquals("-100.034 pC", Charge.text(-3_001, 30_000));
    assertEquals("0 pC", Charge.text(BigInteger.ZERO, BigInteger.TEN));
    assertEquals("0.001 pC", Charge.text(1, 2_000_000));
  }
}
