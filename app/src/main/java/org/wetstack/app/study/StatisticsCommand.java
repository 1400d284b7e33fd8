package org.wetstack.app.study;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.wetstack.emulator.culture.Profile;
import org.wetstack.emulator.rig.Layout;
import org.wetstack.hal.ArrayLayout;
import org.wetstack.hal.ElectrodeArray;
import org.wetstack.hal.Instrument;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code wetstack study statistics}. */
@Command(
    name = "statistics",
    description = {
      "Records an emulated culture on 32 electrodes over the whole path, finds its spikes, and"
          + " compares its figures with those of real ones.",
      "Ends with 1 if a figure is out of range."
    },
    mixinStandardHelpOptions = true)
final class StatisticsCommand implements Callable<Integer> {

  private static final int MOST_MINUTES = 600;
  private static final int SAMPLES_PER_BLOCK = 150;

  @Spec private CommandSpec spec;
  @Mixin private Output output;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "which culture it is; default ${DEFAULT-VALUE}")
  private long seed;

  @Option(
      names = "--minutes",
      paramLabel = "N",
      defaultValue = "10",
      description = "of the culture's time; default ${DEFAULT-VALUE}")
  private int minutes;

  @Option(
      names = "--profile",
      paramLabel = "FILE",
      description = "of the culture; default the usual one")
  private @Nullable Path profileFile;

  @Override
  public Integer call() throws IOException {
    Numbers.require("--minutes", minutes, 1, MOST_MINUTES);
    Profile profile = Cultures.profile(profileFile);
    Path file = output.page("statistics");
    PrintWriter err = spec.commandLine().getErr();
    try (var rig = StudyRig.start(seed, StudyRig.array(Layout.FOUR_BY_EIGHT, profile))) {
      ElectrodeArray array = rig.array();
      ArrayLayout layout = array.layout();
      var recording = new SpikeRecording(layout);
      int block = Math.min(SAMPLES_PER_BLOCK, layout.maxSamplesPerBlock());
      try (Instrument.Subscription stream = array.record(block, recording)) {
        for (int minute = 1; minute <= minutes; minute++) {
          rig.time().advance(Duration.ofMinutes(1));
          err.println("recorded " + minute + " of " + minutes + " min");
          err.flush();
        }
      }
      var result = StatisticsResult.of(seed, layout, recording);
      StatisticsPage.of(
              result, profileFile == null ? "usual" : profileFile.toString(), layout, recording)
          .write(file);
      PrintWriter out = spec.commandLine().getOut();
      output.print(out, StatisticsResult.head(), result.rows(), result);
      output.say(out, "page: " + file);
      return result.ok() ? ExitCode.OK : ExitCode.SOFTWARE;
    }
  }
}
