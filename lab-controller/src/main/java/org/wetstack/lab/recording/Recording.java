package org.wetstack.lab.recording;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A recording on disk, finished or not. Immutable; may be read by many at once, also while it is
 * being written.
 */
public final class Recording {

  /**
   * What a whole reading came to.
   *
   * @param records sound records, of whatever kind
   * @param damages places where sound records are missing between others
   * @param damagedBytes bytes there
   * @param tornBytes at the end of the file that are no sound record: what a crash leaves
   * @param end the last record of a recording that was closed in order
   */
  public record Reading(
      long records, long damages, long damagedBytes, long tornBytes, Optional<Entry.End> end) {

    /** Whether the recording was closed in order and every byte of it is as it was written. */
    public boolean whole() {
      return end.isPresent() && damages == 0 && tornBytes == 0;
    }
  }

  private final Path directory;
  private final RecordingInfo info;

  private Recording(Path directory, RecordingInfo info) {
    this.directory = directory;
    this.info = info;
  }

  /** The recording in {@code directory}; its samples are not looked at yet. */
  public static Recording open(Path directory) throws IOException {
    return new Recording(directory, InfoFile.read(directory.resolve(RecordFormat.INFO_FILE)));
  }

  public RecordingInfo info() {
    return info;
  }

  /**
   * Hands all entries to {@code consumer} in the order of the file. Damage and a torn end are no
   * exceptions: everything that is sound is handed over, and what is not is told.
   *
   * @throws IOException if the disk cannot be read
   */
  public Reading read(Consumer<? super Entry> consumer) throws IOException {
    Path samples = directory.resolve(RecordFormat.SAMPLES_FILE);
    try (FileChannel file = FileChannel.open(samples, StandardOpenOption.READ)) {
      RecordScanner scanner =
          new RecordScanner(
              file, new EntryDecoder(info), RecordFormat.maxPayloadBytes(info.layout()));
      long records = 0;
      long damages = 0;
      long damagedBytes = 0;
      int expected = 0;
      Optional<Entry.End> end = Optional.empty();
      for (var found = scanner.next(); found != null; found = scanner.next()) {
        long lost = (found.number() - expected) & 0xFFFF_FFFFL;
        if (lost != 0 || found.skippedBytes() != 0) {
          damages++;
          damagedBytes += found.skippedBytes();
          long from = found.offset() - found.skippedBytes();
          consumer.accept(new Entry.Damage(found.nanos(), from, found.skippedBytes(), lost));
        }
        found.entry().ifPresent(consumer);
        end = found.entry().filter(Entry.End.class::isInstance).map(Entry.End.class::cast);
        records++;
        expected = found.number() + 1;
      }
      return new Reading(records, damages, damagedBytes, scanner.tornBytes(), end);
    }
  }
}
