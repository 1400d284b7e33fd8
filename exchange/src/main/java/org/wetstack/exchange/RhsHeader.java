package org.wetstack.exchange;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.wetstack.hal.ArrayLayout;

/**
 * The header of an .rhs file. What a recording does not tell (bandwidths, impedances) is 0;
 * channels have the names that an Intan controller would give them, and the number of the electrode
 * as the name that its user gives.
 */
final class RhsHeader {

  /** Eight ports of 128. */
  static final int MOST_CHANNELS = 1_024;

  private static final int MAGIC = 0xd69127ac;
  private static final int STIM_RECORD_BOARD = 14;
  private static final int SMALL_PORT = 32;
  private static final int LARGE_PORT = 128;
  private static final int MOST_NOTE = 1_000;

  private final ArrayLayout layout;
  private final int stepNanoamps;
  private final String notes;
  private final String provenance;

  RhsHeader(ArrayLayout layout, int stepNanoamps, String notes, String provenance) {
    this.layout = layout;
    this.stepNanoamps = stepNanoamps;
    this.notes = notes;
    this.provenance = provenance;
  }

  /**
   * The header of a file that holds {@code stretch}.
   *
   * @param zero the device's number of the sample that has time 0
   */
  ByteBuffer bytes(Survey.Stretch stretch, long zero) {
    var out = new Out();
    out.u32(MAGIC).i16(3).i16(4).f32(layout.samplesPerSecond());
    // No DSP filter; bandwidths are not known.
    out.i16(0);
    for (int i = 0; i < 8; i++) {
      out.f32(0);
    }
    out.i16(0).f32(0).f32(0).i16(0).i16(0);
    out.f32(stepNanoamps * 1e-9f).f32(0).f32(0);
    String held =
        "samples %d to %d of the instrument are time %d to %d here; what follows them in the last"
            + " block is 0 V and was not recorded";
    out.text(cut(notes))
        .text(cut(provenance))
        .text(
            held.formatted(
                stretch.firstSample(),
                stretch.firstSample() + stretch.samples() - 1,
                stretch.firstSample() - zero,
                stretch.firstSample() - zero + stretch.samples() - 1));
    out.i16(0).i16(STIM_RECORD_BOARD).text("n/a");
    int perPort = layout.channels() <= 4 * SMALL_PORT ? SMALL_PORT : LARGE_PORT;
    int ports = (layout.channels() + perPort - 1) / perPort;
    out.i16(ports);
    for (int port = 0; port < ports; port++) {
      port(out, port, perPort);
    }
    return ByteBuffer.wrap(out.bytes.toByteArray());
  }

  private void port(Out out, int port, int perPort) {
    char letter = (char) ('A' + port);
    int first = port * perPort;
    int count = Math.min(perPort, layout.channels() - first);
    out.text("Port " + letter).text(String.valueOf(letter)).i16(1).i16(count).i16(count);
    for (int i = 0; i < count; i++) {
      String name = String.format(Locale.ROOT, "%s-%03d", letter, i);
      out.text(name).text("electrode " + layout.sites().get(first + i).electrode());
      // Orders, kind (amplifier), enabled, channel of the chip, command stream, board stream.
      out.i16(i).i16(i).i16(0).i16(1).i16(i % 16).i16(i % 16).i16(first / 16 + i / 16);
      out.i16(1).i16(0).i16(0).i16(0).f32(0).f32(0);
    }
  }

  private static String cut(String text) {
    return text.length() <= MOST_NOTE ? text : text.substring(0, MOST_NOTE) + " …";
  }

  /** Little-endian numbers, and texts in UTF-16 after their length in bytes. */
  private static final class Out {
    final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    private final ByteBuffer number = ByteBuffer.wrap(new byte[4]).order(ByteOrder.LITTLE_ENDIAN);

    private Out put(int size) {
      for (int i = 0; i < size; i++) {
        bytes.write(number.get(i));
      }
      return this;
    }

    Out u32(int value) {
      number.putInt(0, value);
      return put(4);
    }

    Out i16(int value) {
      number.putShort(0, (short) value);
      return put(2);
    }

    Out f32(float value) {
      number.putFloat(0, value);
      return put(4);
    }

    Out text(String text) {
      byte[] encoded = text.getBytes(StandardCharsets.UTF_16LE);
      u32(encoded.length);
      bytes.write(encoded, 0, encoded.length);
      return this;
    }
  }
}
