package org.wetstack.drivers.newera;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PacketsTest {

  private final Packets packets = new Packets();
  private final List<String> frames = new ArrayList<>();

  private List<String> hear(byte... bytes) {
    packets.decode(
        ByteBuffer.wrap(bytes), frame -> frames.add(new String(frame, StandardCharsets.US_ASCII)));
    return frames;
  }

  private static byte[] hex(String text) {
    return HexFormat.ofDelimiter(" ").parseHex(text);
  }

  @Test
  void onlyWhatSaysComIsAComplaint() {
    assertTrue(packets.isComplaint("P07S?COM".getBytes(StandardCharsets.US_ASCII)));
    assertTrue(packets.isComplaint("P00A?S?COM".getBytes(StandardCharsets.US_ASCII)));
    assertFalse(packets.isComplaint("P00S?OOR".getBytes(StandardCharsets.US_ASCII)));
    assertFalse(packets.isComplaint("P00S".getBytes(StandardCharsets.US_ASCII)));
  }

  /** The first is the manual's own. */
  @ParameterizedTest
  @CsvSource({
    "SAF0, 02 08 53 41 46 30 55 43 03",
    "0SAF0, 02 09 30 53 41 46 30 59 AD 03",
    "0, 02 05 30 36 53 03",
    "00S, 02 07 30 30 53 AA A6 03",
    "00SNE1000V3.934, 02 13 30 30 53 4E 45 31 30 30 30 56 33 2E 39 33 34 D5 9F 03"
  })
  void packetsAreThoseOfTheSheetBothWays(String data, String bytes) {
    assertArrayEquals(hex(bytes), Packets.packet(data));
    assertEquals(List.of("P" + data), hear(hex(bytes)));
  }

  @Test
  void aPacketComesByteByByteAndBehindNoise() {
    for (byte b : hex("02 41 00 07 02 02 07 30 30 53 AA A6 03 FF 02 07 30 30 53 AA A6 03")) {
      hear(b);
    }
    assertEquals(List.of("P00S", "P00S"), frames);
  }

  @Test
  void everySingleBitErrorIsNoticed() {
    byte[] good = Packets.packet("00SI1.234W0.000UL");
    for (int bit = 0; bit < good.length * 8; bit++) {
      byte[] bad = good.clone();
      bad[bit / 8] ^= (byte) (1 << (bit % 8));
      packets.reset();
      hear(bad);
      packets.reset();
      assertEquals(List.of(), frames.stream().filter(f -> f.startsWith("P")).toList(), "" + bit);
      frames.clear();
    }
  }

  @Test
  void answersWithoutACheckAreToldApart() {
    hear("\u000200S\u0003\u000200A?R\u0003".getBytes(StandardCharsets.US_ASCII));
    assertEquals(List.of("B00S", "B00A?R"), frames);
  }

  @Test
  void noiseIsBoundedAndAPacketBehindItIsHeardInTheEnd() {
    var random = new Random(7);
    for (int i = 0; i < 20_000; i++) {
      byte[] noise = new byte[random.nextInt(30)];
      random.nextBytes(noise);
      hear(noise);
    }
    frames.clear();
    hear(new byte[50]);
    hear(Packets.packet("07I"));
    assertEquals("P07I", frames.get(frames.size() - 1));
  }
}
