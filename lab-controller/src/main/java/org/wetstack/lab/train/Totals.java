package org.wetstack.lab.train;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a whole run was given and cost, which its trials do not tell; written at its end. */
final class Totals {

  private Totals() {}

  static void write(Path file, Trained trained) throws IOException {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("pulses", trained.total().pulses());
    all.put("picocoulombs", trained.total().picocoulombs());
    all.put("nanoliters", trained.total().nanoliters());
    all.put("picojoules", trained.total().picojoules());
    all.put("cpuNanos", trained.cpuNanos());
    Files.writeString(file, JsonMapper.shared().writeValueAsString(all) + "\n");
  }

  /** What became of a run whose trials are {@code lines}. */
  static Trained read(Path file, Plan plan, long seed, Arm arm, List<TrialLine> lines)
      throws IOException {
    String text = Files.readString(file);
    try {
      JsonNode all = JsonMapper.shared().readTree(text);
      var given =
          new Subject.Given(
              all.required("pulses").longValue(),
              all.required("picocoulombs").doubleValue(),
              all.required("nanoliters").longValue(),
              all.required("picojoules").longValue());
      return Trained.of(plan, seed, arm, lines, given, all.required("cpuNanos").longValue());
    } catch (RuntimeException e) {
      throw new IllegalArgumentException(
          file + " is damaged: delete it, and the run is gone through again", e);
    }
  }
}
