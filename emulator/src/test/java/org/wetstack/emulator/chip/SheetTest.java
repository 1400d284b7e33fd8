package org.wetstack.emulator.chip;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Words and tables that are published. */
class SheetTest {

  private static final String TABLES = "rhs2116-tables.txt";

  @Test
  void everyWordOfThePowerUpSequenceIsAnsweredAsTheSheetSays() {
    Rhs2116 chip = new Rhs2116(30_000, ChipParameters.usual(), 7);
    List<String[]> lines = Vectors.of("rhs2116-power-up.txt");
    for (int i = 0; i < lines.size() + 2; i++) {
      int word = i < lines.size() ? Integer.parseUnsignedInt(lines.get(i)[0], 16) : 0xC0FF0000;
      String reply = String.format("%08X", chip.exchange(word));
      if (i >= 2) {
        String expected = lines.get(i - 2)[1];
        if (expected.startsWith("x")) {
          assertTrue(reply.equals("80000000") || reply.equals("00000000"), reply);
        } else {
          assertEquals(expected, reply, "reply to " + lines.get(i - 2)[0]);
        }
      }
    }
  }

  @Test
  void theRecordedWordsOfAnRhd2164AreAnsweredAsTheChipDid() {
    Rhd2164 chip = new Rhd2164(30_000, ChipParameters.usual(), 7);
    List<String[]> lines = Vectors.of("rhd2164-capture.txt");
    for (int i = 0; i < lines.size() + 2; i++) {
      int word = i < lines.size() ? Integer.parseInt(lines.get(i)[0], 16) : 0xFF00;
      int reply = chip.exchange(word);
      if (i >= 2 && !lines.get(i - 2)[1].equals("-")) {
        String[] expected = lines.get(i - 2);
        assertEquals(expected[1], String.format("%04X", reply & 0xFFFF), "A to " + expected[0]);
        assertEquals(expected[2], String.format("%04X", reply >>> 16), "B to " + expected[0]);
      }
    }
  }

  @Test
  void everyListedSettingGivesItsListedCorner() {
    for (String[] row : Vectors.of(TABLES, "high")) {
      double hertz =
          Bandwidth.highHertz(Integer.parseInt(row[2], 16), Integer.parseInt(row[3], 16));
      assertEquals(1, hertz / Double.parseDouble(row[1]), 0.05, "fH " + row[1]);
    }
    for (String[] row : Vectors.of(TABLES, "low")) {
      double hertz = Bandwidth.lowHertz(Integer.parseInt(row[2], 16));
      assertEquals(Double.parseDouble(row[1]), hertz, 1e-9, "fL " + row[1]);
    }
  }

  @Test
  void everyListedSettingGivesItsListedCurrent() {
    for (String[] row : Vectors.of(TABLES, "step")) {
      double nanoamps = Double.parseDouble(row[1]);
      assertEquals(nanoamps, CurrentSteps.STIMULATION.nanoamps(Integer.parseInt(row[2], 16)), 1e-9);
      assertEquals(Integer.parseInt(row[3]), CurrentSteps.recommendedBias(nanoamps), row[1]);
    }
    for (String[] row : Vectors.of(TABLES, "limit")) {
      assertEquals(
          Double.parseDouble(row[1]),
          CurrentSteps.RECOVERY.nanoamps(Integer.parseInt(row[2], 16)),
          1e-9);
    }
  }

  /** A step decays by 1 - 2^-N each sample, which is what the cut-off means. */
  @Test
  void theDigitalHighPassHasItsListedCutOff() {
    for (String[] row : Vectors.of(TABLES, "dsp")) {
      int n = Integer.parseInt(row[1]);
      DspFilter filter = new DspFilter(1, ChipParameters.usual());
      filter.format(true, n, false, true);
      filter.convert(0, 0, true);
      double remaining = Math.exp(-2 * Math.PI * Double.parseDouble(row[2]));
      int y = (short) filter.convert(0, 30_000, false);
      assertEquals(30_000, y);
      int samples = 1 << n;
      for (int i = 0; i < samples; i++) {
        y = (short) filter.convert(0, 30_000, false);
      }
      double expected = 30_000 * Math.pow(remaining, samples);
      assertEquals(1, y / expected, 0.01, "N " + n);
    }
  }
}
