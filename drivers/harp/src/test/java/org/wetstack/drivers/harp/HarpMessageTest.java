package org.wetstack.drivers.harp;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class HarpMessageTest {

  private static byte[] capture(String name) throws IOException {
    try (var in = HarpMessageTest.class.getResourceAsStream("/harp/" + name)) {
      return requireNonNull(in).readAllBytes();
    }
  }

  private static List<HarpMessage> decode(byte[] bytes) {
    return decode(new HarpCodec(), bytes);
  }

  private static List<HarpMessage> decode(HarpCodec codec, byte[] bytes) {
    List<HarpMessage> messages = new ArrayList<>();
    codec.decode(ByteBuffer.wrap(bytes), frame -> messages.add(HarpMessage.heard(frame)));
    return messages;
  }

  @Test
  void theRecordedReplyIsUnderstood() throws IOException {
    HarpMessage reply = decode(capture("device_0.bin")).get(0);
    assertTrue(reply.is(HarpMessage.Kind.READ, 0));
    assertFalse(reply.isError());
    assertEquals(0, reply.number(PayloadType.U16));
    assertEquals(0xE17BAFC8L * 1_000_000 + 0x36FB * 32, reply.deviceMicros());
  }

  @Test
  void theRecordedEventIsUnderstood() throws IOException {
    HarpMessage event = decode(capture("device_44.bin")).get(0);
    assertTrue(event.isEvent());
    assertEquals(44, event.address());
    assertEquals(1, event.number(PayloadType.S16));
    assertArrayEquals(new byte[] {1, 0, 0, 0, 2, 0}, event.payload());
    assertThrows(IllegalArgumentException.class, () -> event.number(PayloadType.U16));
  }

  @Test
  void theRecordedWritesAreWhatThisSendsToo() throws IOException {
    var sent = new ByteArrayOutputStream();
    for (int value : new int[] {0x22, 2, 4, 7}) {
      byte[] payload = HarpMessage.payload(PayloadType.U16, value);
      sent.writeBytes(HarpMessage.write(0, PayloadType.U16, payload));
    }
    assertArrayEquals(capture("write_0.bin"), sent.toByteArray());
    assertEquals(List.of(), decode(capture("write_0.bin")), "requests are not of a device");
  }

  @Test
  void numbersKeepTheirSignAndTheirSize() {
    for (PayloadType type : PayloadType.values()) {
      if (type != PayloadType.FLOAT) {
        byte[] payload = HarpMessage.payload(type, -2);
        long least = type.signed() || type == PayloadType.U64 ? -2 : (1L << (8 * type.bytes())) - 2;
        assertEquals(least, reply(type, payload).number(type), type::name);
      }
    }
    byte[] float_ = HarpMessage.payload(0.5f);
    assertEquals(0.5f, reply(PayloadType.FLOAT, float_).real());
  }

  private static HarpMessage reply(PayloadType type, byte[] payload) {
    byte[] frame = new byte[12 + payload.length];
    frame[0] = 1;
    frame[1] = (byte) (frame.length - 2);
    frame[3] = (byte) 0xFF;
    frame[4] = (byte) (type.code() | HarpMessage.TIMESTAMP);
    System.arraycopy(payload, 0, frame, 11, payload.length);
    frame[frame.length - 1] = HarpMessage.checksum(frame, frame.length - 1);
    return decode(frame).get(0);
  }

  @Test
  void everyMessageBehindNoiseIsFoundHoweverItIsCut() throws IOException {
    byte[] whole = capture("device_44.bin");
    for (long seed = 0; seed < 500; seed++) {
      var random = new Random(seed);
      var codec = new HarpCodec();
      byte[] noise = new byte[random.nextInt(40)];
      random.nextBytes(noise);
      List<HarpMessage> found = new ArrayList<>(decode(codec, noise));
      // Noise may look like the head of a long message: that many bytes later it is over.
      for (int i = 0; i < 16; i++) {
        int cut = random.nextInt(whole.length);
        found.addAll(decode(codec, Arrays.copyOf(whole, cut)));
        found.addAll(decode(codec, Arrays.copyOfRange(whole, cut, whole.length)));
      }
      int messages = (int) found.stream().filter(each -> each.address() == 44).count();
      assertTrue(messages == 16, "seed " + seed + ": " + messages);
    }
  }

  @Test
  void aFlippedBitIsNoMessage() throws IOException {
    byte[] whole = capture("device_44.bin");
    for (int bit = 0; bit < 8 * whole.length; bit++) {
      byte[] flipped = whole.clone();
      flipped[bit / 8] ^= (byte) (1 << (bit % 8));
      int number = bit;
      assertEquals(List.of(), decode(flipped), () -> "bit " + number);
    }
    assertEquals(
        "Harp message 03 10",
        decode(whole).get(0).toString().substring(0, 18),
        HexFormat.of()::toString);
  }
}
