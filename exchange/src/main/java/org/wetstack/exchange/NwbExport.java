package org.wetstack.exchange;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.wetstack.lab.recording.Entry;
import org.wetstack.lab.recording.Recording;
import org.wetstack.lab.recording.RecordingInfo;

/**
 * A recording as NWB 2.7 in HDF5: samples as they are, in counts, with their conversion to volts.
 * Missing samples are left out and nothing is put in their place: a recording with gaps has a time
 * for every sample, and the gaps in {@code /intervals/invalid_times}.
 */
final class NwbExport {

  private final Recording recording;
  private final RecordingInfo info;
  private final Survey survey;
  private final String provenance;
  private final int deflate;

  /**
   * @param deflate 0 (none) to 9 (smallest)
   * @param provenance how this came about, in words
   */
  NwbExport(Recording recording, Survey survey, int deflate, String provenance) {
    this.recording = recording;
    this.info = recording.info();
    this.survey = survey;
    this.deflate = deflate;
    this.provenance = provenance;
  }

  void write(Path path) throws IOException {
    try (NwbFile file = new NwbFile(path, NwbHead.identifier(info))) {
      Instant start = info.startedAt().plusNanos(survey.timeline().zeroNanos());
      NwbHead.write(file, info, start, provenance);
      if (!survey.plans().isEmpty()) {
        file.hdf.text(
            "/general/protocol",
            String.join("\n", survey.plans().stream().map(Entry.Plan::json).toList()));
      }
      new NwbEvents(file, survey).write();
      samplesAndSpikes(file);
    }
  }

  private void samplesAndSpikes(NwbFile file) throws IOException {
    long[] rows = new long[info.layout().channels()];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = i;
    }
    String path = "/acquisition/ElectricalSeries";
    boolean gaps = survey.stretches().size() > 1;
    file.series(
        path,
        "ElectricalSeries",
        gaps
            ? "Raw samples. Some are missing, see /intervals/invalid_times: each has its time"
            : "Raw samples, none missing");
    try (NwbSamples samples = new NwbSamples(file.hdf, path, survey, deflate, gaps);
        NwbSpikes spikes = new NwbSpikes(file.hdf, survey)) {
      recording.read(
          entry -> {
            try {
              if (entry instanceof Entry.Block block) {
                samples.put(block);
              } else if (entry instanceof Entry.Spike spike) {
                spikes.put(spike);
              }
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          });
      samples.finish();
      spikes.finish();
    }
    double volts = info.layout().nanovoltsPerCount() * 1e-9;
    file.unit(path, "volts", volts, volts);
    if (gaps) {
      file.timestampAttributes(path);
    } else {
      file.startingTime(path, 0, info.layout().samplesPerSecond());
    }
    file.region(path + "/electrodes", "All of them", rows, NwbHead.ELECTRODES);
    units(file, rows);
  }

  /** One unit a channel: spikes are told apart by where they were found, not by their shape. */
  private void units(NwbFile file, long[] rows) throws IOException {
    long[] counts = survey.spikes();
    List<Long> ends = new ArrayList<>();
    long end = 0;
    for (long count : counts) {
      end += count;
      ends.add(end);
    }
    long[] each = new long[rows.length];
    for (int i = 0; i < each.length; i++) {
      each[i] = i + 1L;
    }
    file.core("/units", "Units");
    file.hdf.attribute(
        "/units", "description", "Spikes found online by threshold, one unit a channel; unsorted");
    file.columnsOf("/units")
        .column("spike_times", "Seconds at which spikes were found", "VectorData")
        .index("spike_times", ends.stream().mapToLong(Long::longValue).toArray())
        .region("electrodes", "The electrode of each unit", rows, NwbHead.ELECTRODES)
        .index("electrodes", each)
        .end(rows.length);
  }
}
