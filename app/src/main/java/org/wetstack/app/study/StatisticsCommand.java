package org.wetstack.app.study;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
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
      "Records emulated cultures on 32 electrodes each over the whole path, finds their spikes,"
          + " and compares the medians of their figures with those of real ones.",
      "Ends with 1 if a median is out of range."
    },
    mixinStandardHelpOptions = true)
final class StatisticsCommand implements Callable<Integer> {

  private static final int MOST_MINUTES = 600;
  private static final int SAMPLES_PER_BLOCK = 150;

  @Spec private CommandSpec spec;
  @Mixin private Output output;
  @Mixin private Crowd crowd = new Crowd(5);

  @Option(
      names = "--minutes",
      paramLabel = "N",
      defaultValue = "10",
      description = "of the time of each; default ${DEFAULT-VALUE}")
  private int minutes;

  @Option(
      names = "--profile",
      paramLabel = "FILE",
      description = "of the culture; default the usual one")
  private @Nullable Path profileFile;

  /** One culture; of all but the first the recording itself is not kept, for it is large. */
  private record Taken(StatisticsResult result, @Nullable SpikeRecording recording) {}

  @Override
  public Integer call() throws IOException, InterruptedException {
    Numbers.require("--minutes", minutes, 1, MOST_MINUTES);
    Profile profile = Cultures.profile(profileFile);
    Path file = output.page("statistics");
    List<Taken> all = crowd.run(seed -> observe(seed, profile));
    var survey = Survey.of(all.stream().map(Taken::result).toList());
    Taken shown = all.get(0);
    StatisticsPage.of(
            survey,
            shown.result(),
            profileFile == null ? "usual" : profileFile.toString(),
            Objects.requireNonNull(shown.recording()))
        .write(file);
    PrintWriter out = spec.commandLine().getOut();
    output.print(out, Survey.head(), survey.rows(), survey);
    output.say(out, survey.verdict());
    output.say(out, "page: " + file);
    return survey.ok() ? ExitCode.OK : ExitCode.SOFTWARE;
  }

  private Taken observe(long seed, Profile profile) {
    try (var rig = StudyRig.start(seed, StudyRig.array(Layout.FOUR_BY_EIGHT, profile))) {
      ElectrodeArray array = rig.array();
      ArrayLayout layout = array.layout();
      var recording = new SpikeRecording(layout);
      int block = Math.min(SAMPLES_PER_BLOCK, layout.maxSamplesPerBlock());
      try (Instrument.Subscription stream = array.record(block, recording)) {
        for (int minute = 1; minute <= minutes; minute++) {
          rig.time().advance(Duration.ofMinutes(1));
          tell("seed " + seed + ": recorded " + minute + " of " + minutes + " min");
        }
      }
      var result = StatisticsResult.of(seed, layout, recording);
      return new Taken(result, seed == crowd.first() ? recording : null);
    }
  }

  private void tell(String line) {
    PrintWriter err = spec.commandLine().getErr();
    synchronized (err) {
      err.println(line);
      err.flush();
    }
  }
}
