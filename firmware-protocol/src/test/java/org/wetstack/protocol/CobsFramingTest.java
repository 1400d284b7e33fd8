package org.wetstack.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CobsFramingTest {

  private static final int MAX = 2_000;

  @Test
  void messagesSurviveEveryChunking() {
    for (int seed = 0; seed < 2_000; seed++) {
      var random = new Random(seed);
      var stream = new ByteArrayOutputStream();
      List<String> sent = new ArrayList<>();
      Framing framing = Framing.cobs(MAX);
      for (int i = random.nextInt(8); i >= 0; i--) {
        byte[] message = message(random, 1 + random.nextInt(MAX));
        sent.add(Received.hex(message));
        stream.writeBytes(Received.bytes(framing.wrap(ByteBuffer.wrap(message))));
        stream.writeBytes(new byte[random.nextInt(3)]);
      }
      int longest = 1 + random.nextInt(random.nextBoolean() ? 4 : 3_000);
      var received = new Received(framing);
      received.feedInPieces(stream.toByteArray(), random, longest);
      assertEquals(sent, received.messages(), "seed " + seed);
      assertEquals(0, framing.broken(), "seed " + seed);
    }
  }

  @Test
  void everySplitInTwoOfAFrameIsPutTogether() {
    byte[] message = message(new Random(5), 700);
    byte[] frame = frame(message);
    for (int cut = 0; cut <= frame.length; cut++) {
      var received = new Received(Framing.cobs(MAX));
      received.feed(Arrays.copyOf(frame, cut));
      received.feed(Arrays.copyOfRange(frame, cut, frame.length));
      assertEquals(List.of(Received.hex(message)), received.messages());
    }
  }

  @Test
  void everySingleBitFlipIsRejectedAndTheNextFrameArrives() {
    byte[] next = message(new Random(2), 40);
    byte[] after = frame(next);
    for (int seed = 0; seed < 12; seed++) {
      var random = new Random(seed);
      byte[] message = message(random, 1 + random.nextInt(seed < 8 ? 60 : 600));
      byte[] frame = frame(message);
      for (int bit = 0; bit < frame.length * 8; bit++) {
        byte[] flipped = frame.clone();
        flipped[bit / 8] ^= (byte) (1 << (bit % 8));
        Framing framing = Framing.cobs(MAX);
        var received = new Received(framing);
        received.feed(flipped).feed(new byte[1]).feed(after);
        assertEquals(List.of(Received.hex(next)), received.messages(), seed + " bit " + bit);
        assertTrue(framing.broken() > 0, seed + " bit " + bit);
      }
    }
  }

  @Test
  void everyCutAndEveryLostByteIsRejectedAndTheNextFrameArrives() {
    byte[] message = message(new Random(3), 300);
    byte[] next = message(new Random(4), 20);
    byte[] frame = frame(message);
    for (int lost = 0; lost < frame.length - 1; lost++) {
      var missing = new ByteArrayOutputStream();
      missing.write(frame, 0, lost);
      missing.write(frame, lost + 1, frame.length - lost - 1);
      missing.writeBytes(frame(next));
      var received = new Received(Framing.cobs(MAX)).feed(missing.toByteArray());
      assertEquals(List.of(Received.hex(next)), received.messages(), "lost " + lost);

      var cut = new ByteArrayOutputStream();
      cut.write(frame, 0, lost);
      cut.write(0);
      cut.writeBytes(frame(next));
      received = new Received(Framing.cobs(MAX)).feed(cut.toByteArray());
      assertEquals(List.of(Received.hex(next)), received.messages(), "cut at " + lost);
    }
  }

  @Test
  void longestMessagePassesAndOneByteMoreIsDropped() {
    Framing framing = Framing.cobs(300);
    var received = new Received(framing);
    byte[] longest = message(new Random(1), 300);
    received.feed(frame(message(new Random(1), 301)));
    assertEquals(List.of(), received.messages());
    assertEquals(1, framing.broken());
    received.feed(frame(longest));
    assertEquals(List.of(Received.hex(longest)), received.messages());
    assertEquals(1, framing.broken());
  }

  @Test
  void endlessFrameCountsOnceAndTheNextOneArrives() {
    Framing framing = Framing.cobs(300);
    var received = new Received(framing);
    byte[] noise = new byte[1 << 20];
    Arrays.fill(noise, (byte) 0x55);
    received.feed(noise).feed(noise).feed(new byte[1]);
    assertEquals(1, framing.broken());
    received.feed(frame(new byte[] {7}));
    assertEquals(List.of("07"), received.messages());
  }

  @Test
  void emptyFramesAreNothingAndFramesWithoutMessageAreBroken() {
    Framing framing = Framing.cobs(MAX);
    var received = new Received(framing).feed(new byte[100]);
    assertEquals(0, framing.broken());
    // A frame of a CRC only, that of the empty message.
    received.feed(new byte[] {1, 1, 1, 1, 1, 0});
    assertEquals(1, framing.broken());
    received.feed(new byte[] {2, 9, 0});
    assertEquals(2, framing.broken());
    assertTrue(received.messages().isEmpty());
  }

  @Test
  void noiseGivesNothingAndLeavesTheDecoderUsable() {
    for (int seed = 0; seed < 500; seed++) {
      var random = new Random(seed);
      Framing framing = Framing.cobs(MAX);
      var received = new Received(framing);
      byte[] noise = new byte[20_000];
      random.nextBytes(noise);
      received.feedInPieces(noise, random, 5_000).feed(new byte[1]);
      assertTrue(received.messages().isEmpty(), "seed " + seed);
      assertTrue(framing.broken() > 0, "seed " + seed);
      received.feed(frame(new byte[] {1, 0, 2}));
      assertEquals(List.of("010002"), received.messages(), "seed " + seed);
    }
  }

  @Test
  void receiverThatThrowsDoesNotSpoilTheNextFrame() {
    Framing framing = Framing.cobs(MAX);
    ByteBuffer first = ByteBuffer.wrap(frame(new byte[] {1}));
    assertThrows(
        IllegalStateException.class,
        () ->
            framing.feed(
                first,
                message -> {
                  throw new IllegalStateException("the receiver's own");
                }));
    assertFalse(first.hasRemaining());
    assertEquals(List.of("02"), new Received(framing).feed(frame(new byte[] {2})).messages());
  }

  @Test
  void wrapLeavesTheMessageWhereItWas() {
    ByteBuffer message = ByteBuffer.wrap(new byte[] {9, 9, 1, 2, 3, 9}, 2, 3);
    Framing framing = Framing.cobs(MAX);
    ByteBuffer direct = ByteBuffer.allocateDirect(3).put(message.duplicate()).flip();
    assertEquals(framing.wrap(message), framing.wrap(direct));
    assertEquals(3, message.remaining());
    assertTrue(framing.wrap(message).hasArray());
    var received = new Received(framing).feed(framing.wrap(message));
    assertEquals(List.of("010203"), received.messages());
  }

  private static byte[] frame(byte[] message) {
    return Received.bytes(Framing.cobs(MAX).wrap(ByteBuffer.wrap(message)));
  }

  private static byte[] message(Random random, int length) {
    byte[] bytes = new byte[length];
    int kind = random.nextInt(3);
    for (int i = 0; i < length; i++) {
      int value = random.nextInt(256);
      bytes[i] = (byte) (kind == 0 ? value : kind == 1 ? value | 1 : value & 1);
    }
    return bytes;
  }
}
