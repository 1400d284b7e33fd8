package org.wetstack.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LengthFramingTest {

  private static final int MAX = 600;

  @Test
  void messagesSurviveEveryChunking() {
    for (int seed = 0; seed < 2_000; seed++) {
      var random = new Random(seed);
      Framing framing = Framing.lengthPrefixed(MAX);
      var stream = new ByteArrayOutputStream();
      List<String> sent = new ArrayList<>();
      for (int i = random.nextInt(8); i >= 0; i--) {
        byte[] message = new byte[1 + random.nextInt(MAX)];
        random.nextBytes(message);
        sent.add(Received.hex(message));
        stream.writeBytes(Received.bytes(framing.wrap(ByteBuffer.wrap(message))));
      }
      int longest = 1 + random.nextInt(random.nextBoolean() ? 3 : 2_000);
      var received = new Received(framing);
      received.feedInPieces(stream.toByteArray(), random, longest);
      assertEquals(sent, received.messages(), "seed " + seed);
    }
  }

  @Test
  void lengthIsFourBytesBigEndian() {
    byte[] message = new byte[0x102];
    ByteBuffer frame = Framing.lengthPrefixed(MAX).wrap(ByteBuffer.wrap(message));
    assertEquals("00000102", Received.hex(frame.slice(0, 4)));
    assertEquals(4 + 0x102, frame.remaining());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, Integer.MIN_VALUE, Integer.MAX_VALUE, MAX + 1})
  void lengthThatCannotBeEndsTheStreamForGood(int length) {
    Framing framing = Framing.lengthPrefixed(MAX);
    var received = new Received(framing);
    received.feed(framing.wrap(ByteBuffer.wrap(new byte[] {1})));
    byte[] prefix = ByteBuffer.allocate(4).putInt(length).array();
    var refused = assertThrows(FramingException.class, () -> received.feed(prefix));
    assertTrue(refused.toString().contains(Integer.toUnsignedString(length)));
    ByteBuffer good = framing.wrap(ByteBuffer.wrap(new byte[] {2}));
    assertThrows(FramingException.class, () -> received.feed(good));
    assertEquals(List.of("01"), received.messages());
  }

  @Test
  void prefixThatArrivesByteByByteIsRefusedAtItsLastByte() {
    var received = new Received(Framing.lengthPrefixed(MAX));
    received.feed(new byte[] {0}).feed(new byte[] {0}).feed(new byte[] {0x7F});
    assertThrows(FramingException.class, () -> received.feed(new byte[] {(byte) 0xFF}));
  }

  @Test
  void longestMessagePasses() {
    Framing framing = Framing.lengthPrefixed(MAX);
    var received = new Received(framing);
    received.feed(framing.wrap(ByteBuffer.wrap(new byte[MAX])));
    assertEquals(1, received.messages().size());
  }

  @Test
  void randomBytesGiveMessagesOrTheOneException() {
    int refused = 0;
    for (int seed = 0; seed < 3_000; seed++) {
      var random = new Random(seed);
      byte[] noise = new byte[2_000];
      random.nextBytes(noise);
      for (int i = 0; i < noise.length && seed % 2 == 0; i++) {
        noise[i] &= (byte) random.nextInt(2);
      }
      try {
        new Received(Framing.lengthPrefixed(MAX)).feedInPieces(noise, random, 50);
      } catch (FramingException e) {
        refused++;
      }
    }
    assertTrue(refused > 1_500, refused + " refused");
  }

  @Test
  void wholeMessagesPassAsTheyAreUnlessEmptyOrTooLong() {
    Framing framing = Framing.whole(3);
    var received = new Received(framing);
    received.feed(new byte[0]).feed(new byte[4]).feed(new byte[] {1, 2, 3});
    received.feed(ByteBuffer.allocateDirect(1).put((byte) 4).flip());
    assertEquals(List.of("010203", "04"), received.messages());
    assertEquals(2, framing.broken());
    assertEquals("0102", Received.hex(framing.wrap(ByteBuffer.wrap(new byte[] {1, 2}))));
  }
}
