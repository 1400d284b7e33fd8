package org.wetstack.app;

import org.jspecify.annotations.Nullable;
import org.wetstack.hal.ElectrodeArray;
import org.wetstack.hal.Instrument;
import org.wetstack.hal.Instruments;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which array is to be shown to programs of others. */
final class ArrayOptions {

  @Parameters(paramLabel = "ENDPOINT", description = "where the array is, or a culture of a rig")
  private String endpoint = "";

  @Option(
      names = "--driver",
      paramLabel = "NAME",
      description = "which driver knows it; default remote for lab:, and firmware for others")
  private @Nullable String driver;

  @Option(
      names = "--array",
      paramLabel = "NAME",
      description = "which of its arrays; not needed if there is one")
  private @Nullable String name;

  Instrument open() {
    return Instruments.open(driver(), endpoint);
  }

  private String driver() {
    if (driver != null) {
      return driver;
    }
    return "lab".equals(Instruments.uri(endpoint).getScheme()) ? "remote" : "firmware";
  }

  ElectrodeArray of(Instrument instrument) {
    return name == null
        ? instrument.device(ElectrodeArray.class)
        : instrument.device(ElectrodeArray.class, name);
  }
}
