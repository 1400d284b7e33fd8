package org.wetstack.emulator.chip;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class RhdTest {

  private final Rhd2164 chip = new Rhd2164(30_000, ChipParameters.flat(), 3);

  @Test
  void nineWordsAfterACalibrateAreIgnored() {
    send(0x8400 | 0x40); // no DSP, two's complement
    int[] replies = new int[12];
    chip.exchange(0x5500);
    for (int i = 0; i < 12; i++) {
      int reply = chip.exchange(0x8333);
      replies[i] = reply & 0xFFFF;
    }
    // The first is of what was before; then one of CALIBRATE and nine of what was ignored.
    for (int i = 1; i < 11; i++) {
      assertEquals(0, replies[i], "reply " + i);
    }
    assertEquals(0xFF33, replies[11]);
  }

  @Test
  void bothLinesConvertTheirHalves() {
    send(0x8400);
    for (int address = 0x8E; address <= 0x95; address++) {
      send(address << 8 | 0xFF);
    }
    send(0x8000 | 0xDE);
    int[] nanovolts = new int[64];
    for (int i = 0; i < 64; i++) {
      nanovolts[i] = (i - 20) * 195;
    }
    chip.sense(nanovolts, 0);
    for (int i = 0; i < 32; i++) {
      int reply = send(i << 8);
      assertEquals(0x8000 + i - 20, reply & 0xFFFF);
      assertEquals(0x8000 + i + 12, reply >>> 16);
    }
    // The power of channel 32 is the highest bit of register 18, which is read on B only.
    send(0x9200 | 0x7F);
    chip.sense(nanovolts, 0);
    assertEquals(0x8000, send(0) >>> 16);
    assertEquals(0x8000 + 13, send(1 << 8) >>> 16);
    assertEquals(0x007F_0000, send(0xD200));
  }

  @Test
  void temperatureIsTheDifferenceOfTwoConversions() {
    chip.sensors().temperature(36.9);
    send(0x8300 | 0x0C);
    int a = send(49 << 8) & 0xFFFF;
    send(0x8300 | 0x14);
    int b = send(49 << 8) & 0xFFFF;
    assertEquals(36.9, (b - a) / 98.9 - 273.15, 0.02);
  }

  @Test
  void theRomTellsWhichChipItIs() {
    StringBuilder text = new StringBuilder();
    for (int address : new int[] {40, 41, 42, 43, 44, 48, 49, 50}) {
      text.append((char) (send(0xC000 | address << 8) & 0xFF));
    }
    assertEquals("INTANRHD", text.toString());
    assertEquals(0x003A_0035, send(0xC000 | 59 << 8));
    assertEquals(64, send(0xC000 | 62 << 8) & 0xFF);
    Rhd2132 other = new Rhd2132(30_000, ChipParameters.flat(), 3);
    other.exchange(0xFF00);
    other.exchange(0xFF00);
    assertEquals(1, other.exchange(0xFF00));
  }

  private int send(int word) {
    chip.exchange(word);
    chip.exchange(0xFF00);
    return chip.exchange(0xFF00);
  }
}
