package org.wetstack.lab.recording;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.util.Optional;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/** Goes through a file from record to record, over damage to the next sound one. */
final class RecordScanner {

  /**
   * A sound record.
   *
   * @param skippedBytes that were no sound record, just before it
   * @param offset of its first byte in the file
   */
  record Found(Optional<Entry> entry, int number, long nanos, long offset, long skippedBytes) {}

  private static final int USUAL_WINDOW_BYTES = 1 << 20;

  private final FileChannel file;
  private final EntryDecoder decoder;
  private final int maxPayloadBytes;
  private final ByteBuffer window;
  private final CRC32C crc = new CRC32C();
  private long offset;
  private long skipped;

  RecordScanner(FileChannel file, EntryDecoder decoder, int maxPayloadBytes) throws IOException {
    this.file = file;
    this.decoder = decoder;
    this.maxPayloadBytes = maxPayloadBytes;
    int most = maxPayloadBytes + RecordFormat.FRAME_BYTES;
    int usual = (int) Math.min(USUAL_WINDOW_BYTES, file.size());
    this.window = ByteBuffer.allocate(Math.max(usual, 2 * most)).order(ByteOrder.LITTLE_ENDIAN);
    window.limit(0);
  }

  /** The next sound record; null when there is none up to the end of the file. */
  @Nullable Found next() throws IOException {
    skipped = 0;
    while (has(1)) {
      Found found = here();
      if (found != null) {
        return found;
      }
      window.get();
      offset++;
      skipped++;
    }
    return null;
  }

  /** Bytes between the last sound record and the end, once {@link #next} has found none. */
  long tornBytes() {
    return skipped;
  }

  /** Where in the file they begin. */
  long tornOffset() {
    return offset - skipped;
  }

  private @Nullable Found here() throws IOException {
    if (!has(RecordFormat.FRAME_BYTES) || window.getInt(window.position()) != RecordFormat.SYNC) {
      return null;
    }
    int length = window.getInt(window.position() + RecordFormat.LENGTH_AT);
    if (length < 0 || length > maxPayloadBytes || !has(RecordFormat.FRAME_BYTES + length)) {
      return null;
    }
    int at = window.position();
    int payloadAt = at + RecordFormat.PAYLOAD_AT;
    crc.reset();
    crc.update(
        window.array(),
        at + RecordFormat.LENGTH_AT,
        RecordFormat.PAYLOAD_AT - RecordFormat.LENGTH_AT + length);
    if ((int) crc.getValue() != window.getInt(payloadAt + length)) {
      return null;
    }
    long nanos = window.getLong(at + RecordFormat.TIME_AT);
    ByteBuffer payload = window.slice(payloadAt, length).order(ByteOrder.LITTLE_ENDIAN);
    EntryDecoder.Decoded decoded =
        decoder.decode(window.get(at + RecordFormat.TYPE_AT), nanos, payload);
    if (decoded == null) {
      return null;
    }
    int number = window.getInt(at + RecordFormat.NUMBER_AT);
    Found found = new Found(decoded.entry(), number, nanos, offset, skipped);
    window.position(payloadAt + length + 4);
    offset += RecordFormat.FRAME_BYTES + length;
    return found;
  }

  /** Whether {@code bytes} more can be had; afterwards they are in the window. */
  private boolean has(int bytes) throws IOException {
    if (window.remaining() >= bytes) {
      return true;
    }
    window.compact();
    int read = 0;
    while (read >= 0 && window.hasRemaining()) {
      read = file.read(window);
    }
    window.flip();
    return window.remaining() >= bytes;
  }
}
