package org.wetstack.app.study;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.wetstack.emulator.culture.Profile;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code wetstack study ageing}. */
@Command(
    name = "ageing",
    description = {
      "How cultures grow old, cared for and neglected: viability, activity, the current they need"
          + " to answer, and what they can still learn.",
      "Asks the cultures themselves for their spikes."
    },
    mixinStandardHelpOptions = true)
final class AgeingCommand implements Callable<Integer> {

  private static final int MOST_DAYS = 400;

  @Spec private CommandSpec spec;
  @Mixin private Output output;
  @Mixin private Crowd crowd = new Crowd(20);

  @Option(
      names = "--days",
      paramLabel = "N",
      defaultValue = "120",
      description = "until when; default ${DEFAULT-VALUE}")
  private int days;

  @Option(
      names = "--step",
      paramLabel = "N",
      defaultValue = "5",
      description = "days from one look to the next; default ${DEFAULT-VALUE}")
  private int step;

  @Option(
      names = "--train-every",
      paramLabel = "N",
      defaultValue = "4",
      description = "trains at every Nth look; default ${DEFAULT-VALUE}")
  private int trainEvery;

  @Option(
      names = "--trials",
      paramLabel = "N",
      defaultValue = "120",
      description =
          "of each training, after a third as many without consequences; default ${DEFAULT-VALUE}")
  private int trials;

  @Option(
      names = "--profile",
      paramLabel = "FILE",
      description = "of the culture; default the usual one")
  private @Nullable Path profileFile;

  @Override
  public Integer call() throws IOException, InterruptedException {
    Numbers.require("--days", days, 1, MOST_DAYS);
    Numbers.require("--step", step, 1, MOST_DAYS);
    Numbers.require("--train-every", trainEvery, 1, MOST_DAYS);
    int baseline = Math.max(1, Math.min(Protocol.usual().baseline(), trials / 3));
    var plan =
        new Ageing.Plan(days, step, trainEvery, Protocol.usual().withTrials(baseline, trials));
    Profile profile = Cultures.profile(profileFile);
    Path file = output.page("ageing");
    PrintWriter err = spec.commandLine().getErr();
    List<Ageing> lives =
        crowd.run(seed -> lives(seed, profile, plan, err)).stream()
            .flatMap(Collection::stream)
            .toList();
    AgeingPage.of(lives, plan).write(file);
    PrintWriter out = spec.commandLine().getOut();
    output.print(out, AgeingPage.head(), AgeingPage.rows(lives), lives);
    output.say(out, "page: " + file);
    return ExitCode.OK;
  }

  private static List<Ageing> lives(long seed, Profile profile, Ageing.Plan plan, PrintWriter err) {
    var cared = Ageing.run(seed, profile, true, plan);
    var neglected = Ageing.run(seed, profile, false, plan);
    synchronized (err) {
      err.println("seed " + seed + " has lived");
      err.flush();
    }
    return List.of(cared, neglected);
  }
}
