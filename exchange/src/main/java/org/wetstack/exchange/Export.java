package org.wetstack.exchange;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.wetstack.lab.recording.Recording;
import org.wetstack.lab.recording.RecordingInfo;

/**
 * Makes an export of a recording, whole or not at all: it bears its name only when it is complete
 * and durable. Reads the recording twice, in memory that does not grow with its samples. The
 * recording may be unfinished or damaged; what is missing is in the export as a gap.
 */
public final class Export {

  /** Effort of deflate that is worth its time. */
  public static final int MOST_DEFLATE = 9;

  /** The HDF5 library is not thread-safe. */
  private static final ReentrantLock HDF5 = new ReentrantLock();

  /**
   * What came of it.
   *
   * @param remarks in words, on what the format could not say
   */
  public record Made(Path target, Survey survey, List<String> remarks) {
    public Made {
      remarks = List.copyOf(remarks);
    }
  }

  private Export() {}

  /**
   * Exports the recording in {@code directory} to {@code target}.
   *
   * @param deflate 0 for none to {@link #MOST_DEFLATE}; for NWB only
   * @throws IOException if the recording cannot be read or the export not be written
   * @throws IllegalArgumentException if {@code target} is there already, or the format cannot say
   *     what the recording holds; nothing is left behind
   */
  public static Made of(Path directory, ExportFormat format, Path target, int deflate)
      throws IOException {
    if (deflate < 0 || deflate > MOST_DEFLATE) {
      throw new IllegalArgumentException("deflate is 0 to " + MOST_DEFLATE + ", not " + deflate);
    }
    Recording recording = Recording.open(directory);
    try (Partial partial =
        format == ExportFormat.NWB ? Partial.file(target) : Partial.folder(target)) {
      Survey survey = Survey.of(recording);
      List<String> remarks = new ArrayList<>();
      String provenance = provenance(survey);
      switch (format) {
        case NWB -> nwb(new NwbExport(recording, survey, deflate, provenance), partial.path());
        case RHS ->
            remarks.addAll(new RhsExport(recording, survey, partial.path(), provenance).write());
        case CSV -> new TableExport(recording, survey, new CsvTables(partial.path())).write();
        case PARQUET ->
            new TableExport(recording, survey, new ParquetTables(partial.path(), provenance))
                .write();
      }
      partial.finish();
      return new Made(target, survey, remarks);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private static void nwb(NwbExport export, Path path) throws IOException {
    HDF5.lock();
    try {
      export.write(path);
    } finally {
      HDF5.unlock();
    }
  }

  private static String provenance(Survey survey) {
    RecordingInfo info = survey.info();
    Recording.Reading reading = survey.reading();
    return "Exported by wetstack from its own recording of %s (serial number %s, firmware %s, boot %016x, %s), begun %s; %s. %s"
        .formatted(
            info.array().model(),
            info.array().serialNumber(),
            info.array().firmwareVersion(),
            info.array().bootId(),
            info.array().verifiedOnHardware()
                ? "driver verified on hardware"
                : "driver not verified on hardware",
            info.startedAt(),
            info.seed().isPresent()
                ? "emulated from seed " + info.seed().getAsLong()
                : "no seed: a real instrument, or one that does not say",
            reading.whole()
                ? "The recording is whole."
                : "The recording is not whole: %s, %d places damaged, %d bytes torn off, %d files missing."
                    .formatted(
                        reading.end().isPresent() ? "closed in order" : "not closed in order",
                        reading.damages(),
                        reading.tornBytes(),
                        reading.missingSegments()));
  }
}
