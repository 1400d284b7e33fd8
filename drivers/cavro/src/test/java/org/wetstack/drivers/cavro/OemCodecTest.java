package org.wetstack.drivers.cavro;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class OemCodecTest {

  /** Status ready, data 10: the checksum is the exclusive or of all before it. */
  private static final byte[] TEN = {2, '0', '`', '1', '0', 3, 2 ^ '0' ^ '`' ^ '1' ^ '0' ^ 3};

  private static final byte[] BUSY = {2, '0', '@', 3, 'q'};

  private final OemCodec codec = new OemCodec();
  private final List<byte[]> frames = new ArrayList<>();

  private void decode(byte... bytes) {
    codec.decode(ByteBuffer.wrap(bytes), frames::add);
  }

  @Test
  void requestsHaveAddressSequenceRepeatFlagAndChecksum() {
    assertArrayEquals(
        new byte[] {2, '1', '3', 'Q', 3, 2 ^ '1' ^ '3' ^ 'Q' ^ 3},
        OemCodec.request(0x31, 3, false, "Q"));
    assertArrayEquals(
        new byte[] {2, '?', ';', 'T', 3, 2 ^ '?' ^ ';' ^ 'T' ^ 3},
        OemCodec.request(0x3F, 3, true, "T"));
  }

  @Test
  void answersAreFoundInPiecesAndBetweenNoise() {
    decode((byte) 0xFF, (byte) 'x', (byte) 3);
    decode(TEN);
    decode((byte) 2, (byte) '0');
    for (byte each : BUSY) {
      decode(each);
    }
    assertEquals(2, frames.size());
    assertEquals(new Answer(0, true, "10"), Answer.of(frames.get(0)));
    assertEquals(new Answer(0, false, ""), Answer.of(frames.get(1)));
  }

  @Test
  void aWrongChecksumOrAddressIsNoAnswer() {
    byte[] wrong = TEN.clone();
    wrong[3] = '2';
    decode(wrong);
    decode((byte) 2, (byte) '1', (byte) '@', (byte) 3, (byte) 'p');
    decode((byte) 2, (byte) 3, (byte) 1);
    assertTrue(frames.isEmpty());
    decode(TEN);
    assertEquals(1, frames.size());
    decode((byte) 2, (byte) '0', (byte) '`');
    codec.reset();
    decode((byte) 3, (byte) 'Q');
    assertEquals(1, frames.size(), "its beginning is forgotten");
  }

  @Test
  void checksumsThatLookLikeFrameBytesAreTakenAsWhatTheyAre() {
    for (char letter = 'a'; letter <= 'z'; letter++) {
      byte[] bytes = {2, '0', '`', (byte) letter, '1', 3, 0};
      bytes[6] = (byte) (2 ^ '0' ^ '`' ^ letter ^ '1' ^ 3);
      decode(bytes);
    }
    assertEquals(26, frames.size());
  }

  @Test
  void noiseOfAnyLengthIsSkipped() {
    var random = new Random(1);
    byte[] noise = new byte[5_000];
    random.nextBytes(noise);
    decode(noise);
    decode(new byte[] {2});
    decode(new byte[1_000]);
    frames.clear();
    decode(TEN);
    assertEquals(1, frames.size());
  }

  @Test
  void answersAreToldApartByTheirData() {
    byte[] words = OemCodec.request('0', 0, false, "XCalibur 3-port valve");
    byte[] place = OemCodec.request('0', 0, false, "i");
    assertTrue(Answer.isWords(words));
    assertFalse(Answer.isWords(place));
    assertFalse(Answer.isWords(TEN));
    assertFalse(Answer.isWords(BUSY));
    assertTrue(Answer.isStatus(BUSY));
    assertFalse(Answer.isStatus(TEN));
    assertTrue(Answer.isNumber(TEN));
    assertFalse(Answer.isNumber(BUSY));
    assertTrue(Answer.isPosition(place));
    assertFalse(Answer.isPosition(words));
  }
}
