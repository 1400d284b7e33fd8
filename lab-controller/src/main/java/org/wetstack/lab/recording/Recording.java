package org.wetstack.lab.recording;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
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
   * @param tornBytes at the end that are no sound record: what a crash leaves
   * @param segments files that were read
   * @param missingSegments files that are not there though later ones are
   * @param end the last record of a recording that was closed in order
   */
  public record Reading(
      long records,
      long damages,
      long damagedBytes,
      long tornBytes,
      int segments,
      int missingSegments,
      Optional<Entry.End> end) {

    /** Whether the recording was closed in order and every byte of it is as it was written. */
    public boolean whole() {
      return end.isPresent() && damages == 0 && tornBytes == 0 && missingSegments == 0;
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
    Path description = directory.resolve(RecordFormat.INFO_FILE);
    try {
      return new Recording(directory, InfoFile.read(description));
    } catch (NoSuchFileException e) {
      throw none(directory, RecordFormat.INFO_FILE);
    }
  }

  public RecordingInfo info() {
    return info;
  }

  /**
   * Hands all entries to {@code consumer} in the order of the files. Damage, missing files and a
   * torn end are no exceptions: everything that is sound is handed over, and what is not is told.
   *
   * @throws IOException if the disk cannot be read, or there is no file with samples at all
   */
  public Reading read(Consumer<? super Entry> consumer) throws IOException {
    var segments = SegmentFiles.in(directory);
    if (segments.isEmpty()) {
      throw none(directory, RecordFormat.segmentFile(0));
    }
    var reader = new SegmentReader(info, consumer);
    int expected = 0;
    for (var segment : segments.entrySet()) {
      reader.missing(expected, segment.getKey());
      reader.read(segment.getKey(), segment.getValue());
      expected = segment.getKey() + 1;
    }
    return reader.reading();
  }

  private static IOException none(Path directory, String file) {
    return new IOException("no recording in " + directory + ": there is no " + file);
  }
}
