package org.wetstack.emulator.headstage;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The bias currents that the data sheets list for conversions a second, of all channels. */
class BandwidthsTest {

  /** Total kS/s up to which it holds, bias of the buffer, of the multiplexer, and the word. */
  @ParameterizedTest
  @CsvSource({
    "120, 32, 40, 0828", "140, 16, 40, 0428", "175, 8, 40, 0228", "220, 8, 32, 0220",
    "280, 8, 26, 021A", "350, 4, 18, 0112", "440, 3, 16, 00D0", "714, 3, 5, 00C5"
  })
  void theBiasOfAnRhs2116IsListed(int upTo, int buffer, int multiplexer, String word) {
    int register = Bandwidths.rhsBias(1_000 * upTo);
    assertEquals(word, String.format("%04X", register));
    assertEquals(buffer << 6 | multiplexer, register);
  }

  /** RHX writes the next row from these rates of a channel on, with 20 words of a frame. */
  @ParameterizedTest
  @CsvSource({
    "6001, 0428",
    "7001, 0228",
    "8751, 0220",
    "11001, 021A",
    "14001, 0112",
    "17501, 00D0",
    "22001, 00C5"
  })
  void theNextRowHoldsFromJustAboveTheLimit(int samplesPerSecond, String word) {
    assertEquals(word, String.format("%04X", Bandwidths.rhsBias(20 * samplesPerSecond)));
  }

  @ParameterizedTest
  @CsvSource({
    "120, 32, 40",
    "140, 16, 40",
    "175, 8, 40",
    "220, 8, 32",
    "280, 8, 26",
    "350, 4, 18",
    "440, 3, 16",
    "525, 3, 7",
    "700, 2, 4",
    "1050, 2, 4"
  })
  void theBiasOfAnRhd2132IsListed(int upTo, int buffer, int multiplexer) {
    assertArrayEquals(new int[] {buffer, multiplexer}, Bandwidths.rhdBias(1_000 * upTo));
  }
}
