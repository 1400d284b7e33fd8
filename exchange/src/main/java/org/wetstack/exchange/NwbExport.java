package org.wetstack.exchange;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import org.wetstack.hal.ArrayLayout;
import org.wetstack.hal.DeviceInfo;
import org.wetstack.lab.recording.Entry;
import org.wetstack.lab.recording.Recording;
import org.wetstack.lab.recording.RecordingInfo;

/**
 * A recording as NWB 2.7 in HDF5: samples as they are, in counts, with their conversion to volts.
 * Missing samples are left out and nothing is put in their place: a recording with gaps has a time
 * for every sample, and the gaps in {@code /intervals/invalid_times}.
 */
final class NwbExport {

  static final String ELECTRODES = "/general/extracellular_ephys/electrodes";
  private static final String GROUP = "/general/extracellular_ephys/array";
  private static final String DEVICE = "/general/devices/array";

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
    try (NwbFile file = new NwbFile(path, identifier())) {
      head(file);
      electrodes(file);
      new NwbEvents(file, survey).write();
      samplesAndSpikes(file);
    }
  }

  private String identifier() {
    String what =
        info.startedAt() + " " + info.array() + " " + info.layout().channels() + " " + info.seed();
    return UUID.nameUUIDFromBytes(what.getBytes(StandardCharsets.UTF_8)).toString();
  }

  private void head(NwbFile file) throws IOException {
    HdfFile hdf = file.hdf;
    Instant start = info.startedAt().plusNanos(survey.timeline().zeroNanos());
    String second0 = start.truncatedTo(ChronoUnit.MICROS).toString();
    hdf.text("/identifier", identifier());
    hdf.text(
        "/session_description",
        info.notes().isEmpty() ? "A recording of " + info.array().model() : info.notes());
    hdf.text("/session_start_time", second0);
    hdf.text("/timestamps_reference_time", second0);
    hdf.texts("/file_create_date", List.of(second0));
    for (String group :
        List.of(
            "/acquisition",
            "/analysis",
            "/processing",
            "/stimulus",
            "/stimulus/presentation",
            "/stimulus/templates",
            "/intervals",
            "/general",
            "/general/devices",
            "/general/extracellular_ephys")) {
      hdf.group(group);
    }
    hdf.text("/general/data_collection", provenance);
    hdf.text("/general/notes", info.notes());
    if (!survey.plans().isEmpty()) {
      hdf.text(
          "/general/protocol",
          String.join("\n", survey.plans().stream().map(Entry.Plan::json).toList()));
    }
  }

  private void electrodes(NwbFile file) throws IOException {
    DeviceInfo array = info.array();
    file.group(DEVICE, "Device");
    file.hdf.attribute(
        DEVICE,
        "description",
        "%s, serial number %s, firmware %s"
            .formatted(array.model(), array.serialNumber(), array.firmwareVersion()));
    file.group(GROUP, "ElectrodeGroup");
    file.hdf.attribute(GROUP, "description", "All recorded electrodes of the array");
    file.hdf.attribute(GROUP, "location", "in vitro");
    file.hdf.link(GROUP + "/device", DEVICE);
    List<ArrayLayout.Site> sites = info.layout().sites();
    int count = sites.size();
    double[] x = sites.stream().mapToDouble(ArrayLayout.Site::xMicrometers).toArray();
    double[] y = sites.stream().mapToDouble(ArrayLayout.Site::yMicrometers).toArray();
    long[] numbers = sites.stream().mapToLong(ArrayLayout.Site::electrode).toArray();
    file.table(ELECTRODES, "DynamicTable", "The recorded electrodes, in the order of the channels")
        .texts("location", "Where the electrode is", Collections.nCopies(count, "in vitro"))
        .references("group", "The group of the electrode", Collections.nCopies(count, GROUP))
        .texts("group_name", "Name of that group", Collections.nCopies(count, "array"))
        .numbers("rel_x", "Position along x in micrometers", x)
        .numbers("rel_y", "Position along y in micrometers", y)
        .numbers("electrode_number", "Number of the electrode on the instrument", numbers)
        .end(count);
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
    file.region(path + "/electrodes", "All of them", rows, ELECTRODES);
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
        .region("electrodes", "The electrode of each unit", rows, ELECTRODES)
        .index("electrodes", each)
        .end(rows.length);
  }
}
