package org.wetstack.lab.recording;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import org.wetstack.hal.ArrayLayout;

/**
 * The files of one recording: gives every record its number and its checksum, and goes on in a new
 * file when one is full. For the writer's thread alone.
 */
final class Segments implements Closeable {

  /** Makes the file of a segment. */
  @FunctionalInterface
  interface Maker {
    Disk make(int segment) throws IOException;
  }

  private static final int MOST_OWN_BYTES = 64;
  private static final int BEGIN_TOTAL = RecordFormat.FRAME_BYTES + RecordFormat.BEGIN_BYTES;

  private final Maker maker;
  private final long mostBytes;
  private final ArrayLayout layout;
  private final Entry.@Nullable Earlier earlier;
  private final ByteBuffer own =
      ByteBuffer.allocateDirect(MOST_OWN_BYTES).order(ByteOrder.LITTLE_ENDIAN);
  private final CRC32C crc = new CRC32C();
  private Disk disk;
  private int segment;
  private long bytes;
  private int number;

  /**
   * Segments of at most {@code mostBytes}, or of one record if that is longer.
   *
   * @param first where the first one goes
   * @param earlier what came before the recording; null if there was nothing
   */
  Segments(
      Disk first,
      Maker maker,
      ArrayLayout layout,
      long mostBytes,
      Entry.@Nullable Earlier earlier) {
    this.disk = first;
    this.maker = maker;
    this.layout = layout;
    this.mostBytes = mostBytes;
    this.earlier = earlier;
  }

  /** Writes what stands before all that is recorded. */
  void open() throws IOException {
    begin(0);
    if (earlier != null) {
      own.clear().position(RecordFormat.PAYLOAD_AT);
      own.putLong(earlier.firstSample()).putLong(earlier.samples()).putLong(earlier.events());
      putOwn(RecordFormat.EARLIER, earlier.nanos());
    }
  }

  /** Writes whole records, which get their numbers and checksums here. */
  void write(ByteBuffer records) throws IOException {
    int end = records.limit();
    int from = records.position();
    int at = from;
    while (at < end) {
      int total = RecordFormat.FRAME_BYTES + records.getInt(at + RecordFormat.LENGTH_AT);
      long filled = bytes + at - from;
      if (filled + total > mostBytes && filled > BEGIN_TOTAL) {
        long nanos = records.getLong(at + RecordFormat.TIME_AT);
        pass(records.limit(at).position(from));
        records.limit(end);
        next(nanos);
        from = at;
      }
      seal(records, at, total);
      at += total;
    }
    pass(records.limit(end).position(from));
  }

  void force() throws IOException {
    disk.force();
  }

  @Override
  public void close() throws IOException {
    disk.close();
  }

  /** The full segment is durable before the next one is there. */
  private void next(long nanos) throws IOException {
    disk.force();
    disk.close();
    segment++;
    disk = maker.make(segment);
    bytes = 0;
    begin(nanos);
  }

  private void begin(long nanos) throws IOException {
    own.clear().position(RecordFormat.PAYLOAD_AT);
    own.putShort((short) RecordFormat.VERSION).putShort((short) layout.channels());
    own.putInt(layout.samplesPerSecond()).putInt(layout.nanovoltsPerCount());
    putOwn(RecordFormat.BEGIN, nanos);
  }

  private void putOwn(byte type, long nanos) throws IOException {
    int payloadBytes = own.position() - RecordFormat.PAYLOAD_AT;
    own.putInt(0, RecordFormat.SYNC);
    own.putInt(RecordFormat.LENGTH_AT, payloadBytes);
    own.putLong(RecordFormat.TIME_AT, nanos);
    own.put(RecordFormat.TYPE_AT, type);
    int total = RecordFormat.FRAME_BYTES + payloadBytes;
    own.limit(total);
    seal(own, 0, total);
    pass(own.position(0));
  }

  private void seal(ByteBuffer records, int at, int total) {
    records.putInt(at + RecordFormat.NUMBER_AT, number);
    number++;
    int limit = records.limit();
    records.limit(at + total - 4).position(at + RecordFormat.LENGTH_AT);
    crc.reset();
    crc.update(records);
    records.limit(limit);
    records.putInt(at + total - 4, (int) crc.getValue());
  }

  private void pass(ByteBuffer whole) throws IOException {
    bytes += whole.remaining();
    disk.write(whole);
  }
}
