package org.wetstack.protocol;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CobsTest {

  /** The examples of Cheshire and Baker's paper and of Wikipedia's article, without the last 00. */
  @ParameterizedTest
  @CsvSource({
    "00, 0101",
    "0000, 010101",
    "001100, 01021101",
    "11220033, 0311220233",
    "11223344, 0511223344",
    "11000000, 0211010101",
    "4500002c4c79000040064f37, 024501042c4c79010540064f37",
  })
  void publishedExamples(String plain, String encoded) {
    check(plain.replace(" ", ""), encoded.replace(" ", ""));
  }

  @Test
  void publishedExamplesAroundTheLongestGroup() {
    check(run(0x01, 0xFE), "ff" + run(0x01, 0xFE));
    check("00" + run(0x01, 0xFE), "01ff" + run(0x01, 0xFE));
    check(run(0x01, 0xFF), "ff" + run(0x01, 0xFE) + "02ff");
    check(run(0x02, 0xFF) + "00", "ff" + run(0x02, 0xFF) + "0101");
    check(run(0x03, 0xFF) + "0001", "fe" + run(0x03, 0xFF) + "0201");
  }

  @Test
  void emptyLastGroupAfterAFullOneIsAccepted() {
    byte[] encoded = HexFormat.of().parseHex("ff" + run(0x01, 0xFE) + "01");
    byte[] out = new byte[300];
    assertEquals(254, Cobs.decode(encoded, 0, encoded.length, out, 254));
    assertEquals(run(0x01, 0xFE), Received.hex(Arrays.copyOf(out, 254)));
  }

  @Test
  void frameThatEndsWithinAGroupIsRefused() {
    assertEquals(-1, Cobs.decode(new byte[] {5, 1, 2, 3}, 0, 4, new byte[9], 9));
    assertEquals(-1, Cobs.decode(new byte[] {2, 1, 9}, 0, 3, new byte[9], 9));
  }

  @Test
  void frameLongerThanAllowedIsRefusedAndWritesNothingBeyond() {
    byte[] out = new byte[4];
    assertEquals(4, Cobs.decode(new byte[] {5, 1, 2, 3, 4}, 0, 5, out, 4));
    assertEquals(-1, Cobs.decode(new byte[] {5, 1, 2, 3, 4}, 0, 5, out, 3));
    assertEquals(-1, Cobs.decode(new byte[] {5, 1, 2, 3, 4, 1}, 0, 6, out, 4));
    assertEquals(-1, Cobs.decode(new byte[] {1, 1, 1, 1, 1, 1}, 0, 6, out, 4));
  }

  @Test
  void everyLengthAndDensityOfZerosSurvivesInPlace() {
    for (int seed = 0; seed < 3_000; seed++) {
      var random = new Random(seed);
      byte[] plain = new byte[random.nextInt(1_100)];
      int oneIn = 1 + random.nextInt(600);
      for (int i = 0; i < plain.length; i++) {
        plain[i] = (byte) (random.nextInt(oneIn) == 0 ? 0 : 1 + random.nextInt(255));
      }
      byte[] frame = Received.bytes(Cobs.encode(plain, plain.length));
      int end = frame.length - 1;
      String about = "seed " + seed;
      assertEquals(end, Cobs.indexOfZero(frame, 0, frame.length), about);
      assertEquals(true, end <= Cobs.maxEncoded(plain.length), about);
      assertEquals(plain.length, Cobs.decode(frame, 0, end, frame, plain.length), about);
      assertArrayEquals(plain, Arrays.copyOf(frame, plain.length), about);
    }
  }

  @Test
  void zeroIsFoundAtEveryPlaceAndOnlyWithinTheRange() {
    for (int length = 0; length < 40; length++) {
      for (int zero = 0; zero < length; zero++) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) (zero % 2 == 0 ? 0x01 : 0x80));
        bytes[zero] = 0;
        for (int from = 0; from <= length; from++) {
          for (int to = from; to <= length; to++) {
            int expected = zero >= from && zero < to ? zero : to;
            assertEquals(expected, Cobs.indexOfZero(bytes, from, to));
          }
        }
      }
    }
  }

  private static void check(String plain, String encoded) {
    byte[] data = HexFormat.of().parseHex(plain);
    assertEquals(encoded + "00", Received.hex(Cobs.encode(data, data.length)));
    byte[] frame = HexFormat.of().parseHex(encoded);
    byte[] out = new byte[data.length];
    assertEquals(data.length, Cobs.decode(frame, 0, frame.length, out, data.length));
    assertArrayEquals(data, out);
  }

  private static String run(int first, int last) {
    byte[] bytes = new byte[last - first + 1];
    IntStream.range(0, bytes.length).forEach(i -> bytes[i] = (byte) (first + i));
    return Received.hex(bytes);
  }
}
