package org.wetstack.lab.recording;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.wetstack.hal.ArrayLayout;

/** The numbers of {@code docs/reference/recording-format.md}. */
final class RecordFormat {

  static final String INFO_FILE = "recording.json";

  /** The first segment is this, the next ones {@code samples-000001.wet} and so on. */
  private static final String FIRST_SEGMENT = "samples.wet";

  private static final Pattern LATER_SEGMENT = Pattern.compile("samples-(\\d{6,9})\\.wet");
  static final int VERSION = 1;

  /** The bytes A5 57 45 54 as a little-endian number. */
  static final int SYNC = 0x544557A5;

  static final int LENGTH_AT = 4;
  static final int NUMBER_AT = 8;
  static final int TIME_AT = 12;
  static final int TYPE_AT = 20;
  static final int PAYLOAD_AT = 21;

  /** Bytes of a record around its payload. */
  static final int FRAME_BYTES = PAYLOAD_AT + 4;

  static final byte BEGIN = 1;
  static final byte SAMPLES = 2;
  static final byte GAP = 3;
  static final byte MARK = 4;
  static final byte PULSE = 5;
  static final byte SPIKE = 6;
  static final byte DOSE = 7;
  static final byte NOTE = 8;
  static final byte ALARM = 9;
  static final byte END = 10;
  static final byte EARLIER = 11;
  static final byte PLAN = 12;
  static final byte TRIAL = 13;
  static final byte READING = 14;
  static final byte STIMULUS = 15;

  static final int BEGIN_BYTES = 12;
  static final int SAMPLES_HEAD_BYTES = 22;
  static final int GAP_BYTES = 24;
  static final int MARK_BYTES = 16;
  static final int SPIKE_BYTES = 10;
  static final int DOSE_HEAD_BYTES = 41;
  static final int END_HEAD_BYTES = 32;
  static final int TRIAL_HEAD_BYTES = 32;
  static final int STIMULUS_HEAD_BYTES = 27;
  static final int PHASE_BYTES = 8;

  /** Longest text of a record. */
  static final int MOST_TEXT_BYTES = 2_048;

  /** Longest plan. */
  static final int MOST_PLAN_BYTES = 8_000;

  /** Most electrodes of a stimulus: with its longest name it still fits in a usual payload. */
  static final int MOST_STIMULUS_ELECTRODES = 1_500;

  /** Payloads may always be this long, whatever the layout. */
  static final int USUAL_PAYLOAD_BYTES = 8_192;

  /** No layout may need longer payloads than this. */
  static final int MOST_PAYLOAD_BYTES = 16 << 20;

  private RecordFormat() {}

  static String segmentFile(int segment) {
    return segment == 0 ? FIRST_SEGMENT : String.format(Locale.ROOT, "samples-%06d.wet", segment);
  }

  /** The number of the segment that a file of this name is; empty if it is none. */
  static OptionalInt segmentOf(String fileName) {
    if (fileName.equals(FIRST_SEGMENT)) {
      return OptionalInt.of(0);
    }
    Matcher later = LATER_SEGMENT.matcher(fileName);
    return later.matches() ? OptionalInt.of(Integer.parseInt(later.group(1))) : OptionalInt.empty();
  }

  /** Payload of the largest samples record. */
  static long samplesBytes(ArrayLayout layout) {
    return SAMPLES_HEAD_BYTES + 2L * layout.channels() * layout.maxSamplesPerBlock();
  }

  static int maxPayloadBytes(ArrayLayout layout) {
    return (int) Math.max(USUAL_PAYLOAD_BYTES, samplesBytes(layout));
  }

  /** UTF-8 of {@code text}; refuses what is too long for a record. */
  static byte[] text(String text, String what) {
    return text(text, what, MOST_TEXT_BYTES);
  }

  /** The same, of at most {@code most} bytes. */
  static byte[] text(String text, String what, int most) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    if (bytes.length > most) {
      throw new IllegalArgumentException(
          what + " is " + bytes.length + " bytes long; a recording takes " + most);
    }
    return bytes;
  }

  /** UTF-8 of {@code text}, visibly cut if it is too long: for words that others chose. */
  static byte[] cutText(String text) {
    // Three bytes hold any char of UTF-16.
    int most = MOST_TEXT_BYTES / 3;
    return text(text.length() <= most ? text : text.substring(0, most - 4) + " …", "text");
  }
}
