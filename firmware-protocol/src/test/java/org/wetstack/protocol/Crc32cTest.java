package org.wetstack.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** The checksum that ends a frame, as RFC 3720, B.4 gives it in the byte order of the wire. */
class Crc32cTest {

  @Test
  void rfc3720ThirtyTwoZeros() {
    assertEquals("aa36918a", onTheWire(new byte[32]));
  }

  @Test
  void rfc3720ThirtyTwoOnes() {
    byte[] ones = new byte[32];
    Arrays.fill(ones, (byte) 0xFF);
    assertEquals("43aba862", onTheWire(ones));
  }

  @Test
  void rfc3720Incrementing() {
    byte[] up = new byte[32];
    for (int i = 0; i < up.length; i++) {
      up[i] = (byte) i;
    }
    assertEquals("4e79dd46", onTheWire(up));
  }

  @Test
  void rfc3720Decrementing() {
    byte[] down = new byte[32];
    for (int i = 0; i < down.length; i++) {
      down[i] = (byte) (31 - i);
    }
    assertEquals("5cdb3f11", onTheWire(down));
  }

  @Test
  void checkValueOfTheCatalogue() {
    byte[] digits = "123456789".getBytes(StandardCharsets.US_ASCII);
    byte[] wire = HexFormat.of().parseHex(onTheWire(digits));
    int value = ByteBuffer.wrap(wire).order(ByteOrder.LITTLE_ENDIAN).getInt();
    assertEquals(0xE3069283, value);
  }

  private static String onTheWire(byte[] message) {
    ByteBuffer frame = Framing.cobs(64).wrap(ByteBuffer.wrap(message));
    byte[] plain = new byte[message.length + 4];
    byte[] encoded = Received.bytes(frame);
    assertEquals(plain.length, Cobs.decode(encoded, 0, encoded.length - 1, plain, plain.length));
    return HexFormat.of().formatHex(plain, message.length, plain.length);
  }
}
