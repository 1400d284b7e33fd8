package org.wetstack.drivers.intanrhx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.wetstack.hal.DeviceException.Reason;
import org.wetstack.hal.spi.Link;
import org.wetstack.hal.spi.VirtualTimebase;

/** What RHX 3.4.0 really sent, through the decoder, in pieces of any size. */
class CapturedSamplesTest {

  private final VirtualTimebase time = new VirtualTimebase();
  private final Tape tape = new Tape();

  static byte[] capture(String name) throws IOException {
    try (InputStream in = CapturedSamplesTest.class.getResourceAsStream("/captures/" + name)) {
      return Objects.requireNonNull(in, name).readAllBytes();
    }
  }

  private Session hear(List<ChannelName> channels, byte[] bytes, int blockSize, int piece) {
    var layout = new FrameLayout(30_000, channels, List.of(Band.WIDE), List.of());
    var conversation = new Conversation(time, mode -> {}, loss -> {});
    var session = new Session(time, layout, 1, conversation);
    WaveformStream stream = session.waveforms();
    stream.store().add(stream.recording(Band.WIDE, blockSize, tape, (recording, failure) -> {}));
    Link none = new FakeRhx(time).new End(stream, false);
    for (int at = 0; at < bytes.length; at += piece) {
      int length = Math.min(piece, bytes.length - at);
      stream.onBytes(none, ByteBuffer.wrap(bytes, at, length));
    }
    return session;
  }

  private static short word(byte[] capture, int block, int frame, int words, int word) {
    int at = block * (4 + 128 * (4 + 2 * words)) + 4 + frame * (4 + 2 * words) + 4 + 2 * word;
    return ByteBuffer.wrap(capture).order(ByteOrder.LITTLE_ENDIAN).getShort(at);
  }

  @Test
  void oneChannel() throws IOException {
    byte[] capture = capture("waveform-1-channel.bin");
    for (int piece : new int[] {1, 7, 771, 772, 4_096, capture.length}) {
      tape.pieces.clear();
      tape.firstChannel.clear();
      Session session = hear(List.of(ChannelName.parse("A-010")), capture, 128, piece);
      assertTrue(session.open());
      assertEquals(200, tape.pieces.size());
      assertEquals(0, tape.missed());
      tape.checkCounter();
      assertEquals(0, tape.pieces.get(0).first() % 4);
      for (int i = 0; i < 200 * 128; i++) {
        short raw = word(capture, i / 128, i % 128, 1, 0);
        assertEquals((Integer.valueOf(raw) & 0xffff) - 32_768, (int) tape.firstChannel.get(i));
      }
      assertTrue(
          tape.firstChannel.stream().mapToInt(Short::intValue).map(Math::abs).max().orElse(0)
              < 10_000,
          "microvolts, not rubbish");
    }
  }

  @Test
  void tenWords() throws IOException {
    byte[] capture = capture("waveform-10-words.bin");
    List<ChannelName> ten =
        IntStream.range(0, 10).mapToObj(number -> new ChannelName(0, number)).toList();
    Session session = hear(ten, capture, 1_000, 1_400);
    assertTrue(session.open());
    assertEquals(60 * 128 / 1_000, tape.pieces.size());
    tape.checkCounter();
    for (int i = 0; i < tape.lastChannel.size(); i++) {
      short raw = word(capture, i / 128, i % 128, 10, 9);
      assertEquals((short) (raw ^ 0x8000), tape.lastChannel.get(i));
    }
    assertEquals(0x0100, word(capture, 3, 5, 10, 4), "an idle STIM word");
  }

  @Test
  void aLayoutThatChangesEndsTheSessionWithoutAFalseSample() throws IOException {
    byte[] capture = capture("waveform-layout-change.bin");
    int before = 0;
    while (magic(capture, (before + 1) * 772)) {
      before++;
    }
    assertTrue(before > 10 && magic(capture, (before + 1) * 772) == false);
    Session session = hear(List.of(ChannelName.parse("A-010")), capture, 1, 333);
    assertFalse(session.open());
    assertEquals(Reason.PROTOCOL, session.ended().join().orElseThrow().reason());
    tape.checkCounter();
    assertEquals(0, tape.missed());
    assertTrue(tape.pieces.size() >= before * 128 && tape.pieces.size() <= (before + 1) * 128);
    for (int i = 0; i < before * 128; i++) {
      short raw = word(capture, i / 128, i % 128, 1, 0);
      assertEquals((short) (raw ^ 0x8000), tape.firstChannel.get(i));
    }
  }

  private static boolean magic(byte[] capture, int at) {
    return ByteBuffer.wrap(capture).order(ByteOrder.LITTLE_ENDIAN).getInt(at) == 0x2ef07a08;
  }
}
