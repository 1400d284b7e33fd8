package org.wetstack.lab.recording;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Reads the segments of a recording one after another, and keeps in mind what was not sound until
 * the next sound record tells whether it is damage or the torn end.
 */
final class SegmentReader {

  /** Bytes that are no sound record; none if a whole segment is missing. */
  private record Unsound(int segment, long offset, long bytes) {}

  private final RecordingInfo info;
  private final Consumer<? super Entry> consumer;
  private final List<Unsound> unsound = new ArrayList<>();
  private long records;
  private long damages;
  private long damagedBytes;
  private int segments;
  private int missingSegments;
  private int expected;
  private Optional<Entry.End> end = Optional.empty();

  SegmentReader(RecordingInfo info, Consumer<? super Entry> consumer) {
    this.info = info;
    this.consumer = consumer;
  }

  /** The segments from {@code from} to before {@code to} are not there. */
  void missing(int from, int to) {
    if (from < to) {
      missingSegments += to - from;
      unsound.add(new Unsound(from, 0, 0));
    }
  }

  void read(int segment, Path path) throws IOException {
    segments++;
    try (FileChannel file = FileChannel.open(path, StandardOpenOption.READ)) {
      var scanner =
          new RecordScanner(
              file, new EntryDecoder(info), RecordFormat.maxPayloadBytes(info.layout()));
      for (var found = scanner.next(); found != null; found = scanner.next()) {
        long from = found.offset() - found.skippedBytes();
        skipped(segment, from, found.skippedBytes());
        long lost = (found.number() - expected) & 0xFFFF_FFFFL;
        if (lost != 0 && unsound.isEmpty()) {
          unsound.add(new Unsound(segment, from, 0));
        }
        tellDamage(found.nanos(), lost);
        found.entry().ifPresent(consumer);
        end = found.entry().filter(Entry.End.class::isInstance).map(Entry.End.class::cast);
        records++;
        expected = found.number() + 1;
      }
      skipped(segment, scanner.tornOffset(), scanner.tornBytes());
    }
  }

  private void skipped(int segment, long offset, long bytes) {
    if (bytes > 0) {
      unsound.add(new Unsound(segment, offset, bytes));
    }
  }

  /** The records that are missing are told with the first place where they may have been. */
  private void tellDamage(long nanos, long lost) {
    long untold = lost;
    for (Unsound place : unsound) {
      damages++;
      damagedBytes += place.bytes();
      consumer.accept(
          new Entry.Damage(nanos, place.segment(), place.offset(), place.bytes(), untold));
      untold = 0;
    }
    unsound.clear();
  }

  Recording.Reading reading() {
    long torn = unsound.stream().mapToLong(Unsound::bytes).sum();
    return new Recording.Reading(
        records, damages, damagedBytes, torn, segments, missingSegments, end);
  }
}
