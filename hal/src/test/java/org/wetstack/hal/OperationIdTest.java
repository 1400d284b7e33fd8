package org.wetstack.hal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OperationIdTest {

  @Test
  void zeroIsNoName() {
    var refusal = assertThrows(IllegalArgumentException.class, () -> new OperationId(0));
    assertEquals("an operation id must not be 0", refusal.getMessage());
  }

  @ParameterizedTest
  @CsvSource({"1, 0000000000000001", "-1, ffffffffffffffff", "255, 00000000000000ff"})
  void itIsPrintedAsSixteenDigitsThatReadBack(long value, String digits) {
    assertEquals(digits, new OperationId(value).toString());
    assertEquals(value, Long.parseUnsignedLong(digits, 16));
  }

  @Test
  void freshNamesAreNotRepeated() {
    Set<OperationId> names = new HashSet<>();
    for (int i = 0; i < 1_000; i++) {
      assertTrue(names.add(OperationId.random()), "a name of 64 random bits came twice");
    }
  }
}
