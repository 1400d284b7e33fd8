package org.wetstack.app;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.wetstack.exchange.Survey;
import org.wetstack.lab.recording.Entry;
import org.wetstack.lab.recording.RecordingInfo;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code wetstack recording info}. */
@Command(
    name = "info",
    description = "Reads a recording and tells what is in it.",
    mixinStandardHelpOptions = true,
    footer = {"", "Example:", "  wetstack recording info data/recordings/20260301-123456-789-a"})
final class RecordingInfoCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "RECORDING", description = "its folder")
  private Path folder = Path.of(".");

  @Override
  public Integer call() throws IOException {
    Survey survey = Survey.of(RecordingCommand.open(folder));
    PrintWriter out = spec.commandLine().getOut();
    RecordingInfo info = survey.info();
    out.println(RecordingCommand.line(info));
    if (!info.notes().isEmpty()) {
      out.println(info.notes());
    }
    long missing = survey.gaps().stream().mapToLong(Survey.Gap::samples).sum();
    long spikes = 0;
    for (long each : survey.spikes()) {
      spikes += each;
    }
    out.printf(
        Locale.ROOT,
        "%.3f s, %d samples of each channel, %d missing in %d gaps%n",
        survey.seconds(),
        survey.samples(),
        missing,
        survey.gaps().size());
    out.printf(
        Locale.ROOT,
        "%d spikes, %d pulses of %d stimuli, %d doses, %d trials, %d readings, %d alarms,"
            + " %d notes%n",
        spikes,
        survey.pulses().size(),
        survey.stimuli().size(),
        survey.doses().size(),
        survey.trials().size(),
        survey.readings().size(),
        survey.alarms().size(),
        survey.notes().size());
    survey.plans().stream().map(Entry.Plan::json).forEach(out::println);
    out.println(RecordingVerifyCommand.whole(survey.reading()));
    out.flush();
    return ExitCode.OK;
  }
}
