package org.wetstack.drivers.sensirion;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ShdlcCodecTest {

  private static final HexFormat HEX = HexFormat.of().withUpperCase();

  private final ShdlcCodec codec = new ShdlcCodec();

  private List<String> decode(String hex) {
    List<String> frames = new ArrayList<>();
    codec.decode(ByteBuffer.wrap(HEX.parseHex(hex)), frame -> frames.add(HEX.formatHex(frame)));
    return frames;
  }

  @Test
  void requestsAreThoseOfTheFactSheet() {
    assertEquals("7E000000FF7E", HEX.formatHex(ShdlcCodec.request(0, 0, new byte[0])));
    assertEquals(
        "7E7D5E7D5D047D31127D3314B67E",
        HEX.formatHex(ShdlcCodec.request(0x7E, 0x7D, new byte[] {0x11, 0x12, 0x13, 0x14})));
    assertEquals(
        "7E003304000A3608807E",
        HEX.formatHex(ShdlcCodec.request(0, 0x33, new byte[] {0, 0x0A, 0x36, 0x08})));
  }

  @Test
  void wholeRepliesComeOutAndNothingElse() {
    String version = "7E00D1000701070001000100" + "1D7E";
    String frame = "00D1000701070001000100";
    assertEquals(List.of(frame), decode(version));
    assertEquals(List.of(frame, frame), decode(version + version));
    assertEquals(List.of(frame), decode("0102" + version + "0D0A"));
    assertEquals(List.of(), decode("7E00D1000701070001000100" + "1C7E"), "checksum");
    assertEquals(List.of(), decode("7E00D1000601070001000100" + "1E7E"), "length");
    assertEquals(List.of(), decode("7E00D1" + "7E"), "too short");
    assertEquals(List.of("00350006000011F80000"), decode("7E0035000600007D31F80000BB7E"));
  }

  @Test
  void aFrameInCrumbsIsOneFrame() {
    List<String> frames = new ArrayList<>();
    for (byte each : HEX.parseHex("7E0035000600007D31F80000BB7E")) {
      codec.decode(ByteBuffer.wrap(new byte[] {each}), frame -> frames.add(HEX.formatHex(frame)));
    }
    assertEquals(List.of("00350006000011F80000"), frames);
  }

  @Test
  void aFrameThatHasOnlyBegunIsForgotten() {
    assertEquals(List.of(), decode("7E003500060000"));
    codec.reset();
    assertEquals(List.of(), decode("7D31F80000BB7E"));
    assertEquals(List.of("00340000"), decode("7E00340000CB7E"));
  }

  @Test
  void rubbishIsBoundedAndThenTheNextFrameIsHeard() {
    var random = new Random(1);
    byte[] rubbish = new byte[1 << 20];
    random.nextBytes(rubbish);
    for (int i = 0; i < rubbish.length; i++) {
      rubbish[i] = rubbish[i] == 0x7E ? 0 : rubbish[i];
    }
    codec.decode(ByteBuffer.wrap(new byte[] {0x7E}), frame -> {});
    codec.decode(ByteBuffer.wrap(rubbish), frame -> {});
    assertEquals(List.of("00340000"), decode("7E7E00340000CB7E"));
  }
}
