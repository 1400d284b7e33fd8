package org.wetstack.exchange;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import org.wetstack.hal.ArrayLayout;
import org.wetstack.hal.DeviceInfo;
import org.wetstack.lab.recording.RecordingInfo;

/** What every NWB file of a recording begins with: what it is, and the electrodes. */
final class NwbHead {

  static final String ELECTRODES = "/general/extracellular_ephys/electrodes";
  private static final String GROUP = "/general/extracellular_ephys/array";
  private static final String DEVICE = "/general/devices/array";

  private NwbHead() {}

  static String identifier(RecordingInfo info) {
    String what =
        info.startedAt() + " " + info.array() + " " + info.layout().channels() + " " + info.seed();
    return UUID.nameUUIDFromBytes(what.getBytes(StandardCharsets.UTF_8)).toString();
  }

  /**
   * @param start second 0 of all times in the file
   * @param provenance how this came about, in words
   */
  static void write(NwbFile file, RecordingInfo info, Instant start, String provenance)
      throws IOException {
    head(file.hdf, info, start, provenance);
    electrodes(file, info);
  }

  private static void head(HdfFile hdf, RecordingInfo info, Instant start, String provenance)
      throws IOException {
    String second0 = start.truncatedTo(ChronoUnit.MICROS).toString();
    hdf.text("/identifier", identifier(info));
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
  }

  private static void electrodes(NwbFile file, RecordingInfo info) throws IOException {
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
}
