package org.wetstack.app.study;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.wetstack.lab.train.Arm;
import org.wetstack.lab.train.ExperimentFile;
import org.wetstack.lab.train.Plan;
import org.wetstack.lab.train.Summary;
import org.wetstack.lab.train.TrainReport;
import org.wetstack.lab.train.Trained;
import org.wetstack.lab.train.Training;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/** {@code wetstack train}. */
@Command(
    name = "train",
    description = {
      "Trains cultures as an experiment file says, in arms and from seeds, and reports the effect.",
      "A run that was ended, however, goes on when the same command is given again."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Example:",
      "  wetstack train examples/centre-of-activity.yaml",
      "The file: docs/reference/experiment-file.md"
    })
public final class TrainCommand implements Callable<Integer> {

  private static final int MOST_THREADS = 64;

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "FILE", description = "the experiment, in YAML")
  private Path file = Path.of("");

  @Option(
      names = "--out",
      paramLabel = "FOLDER",
      description = "plan, journals and report; default out/train-NAME")
  private @Nullable Path out;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "emulated cultures at a time; changes nothing else; default: one per core")
  private int threads = Math.min(MOST_THREADS, Runtime.getRuntime().availableProcessors());

  @Option(
      names = "--profile",
      paramLabel = "FILE",
      description = "of emulated cultures; default the usual one")
  private @Nullable Path profile;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "only this culture: the one that lies on the array, for real instruments")
  private @Nullable Long seed;

  @Option(names = "--arm", paramLabel = "NAME", description = "only this arm, likewise")
  private @Nullable String arm;

  @Option(
      names = "--plan",
      description = "writes the plan and ends, for a program elsewhere that carries it out")
  private boolean planOnly;

  @Override
  public Integer call() throws IOException, InterruptedException {
    Numbers.require("--threads", threads, 1, MOST_THREADS);
    Plan plan = ExperimentFile.read(file);
    Path folder = out == null ? Path.of("out", "train-" + plan.name()) : out;
    if (planOnly) {
      Training.open(plan, folder).close();
      spec.commandLine().getOut().println(folder.resolve("plan.json"));
      spec.commandLine().getOut().flush();
      return ExitCode.OK;
    }
    List<Arm> arms = arms(plan);
    long first = first(plan);
    int seeds = seed == null ? plan.seeds() : 1;
    var places = new TrainPlaces(plan, folder, Cultures.profile(profile));
    if (plan.instruments().isEmpty()) {
      places.rehearse();
    }
    PrintWriter err = spec.commandLine().getErr();
    try (Training training = Training.open(plan, folder)) {
      var progress =
          new Progress(
              err,
              (long) seeds * arms.size() * (plan.course().baseline() + plan.course().trials()));
      var unused =
          Workers.run(
              first,
              seeds,
              plan.instruments().isPresent() ? 1 : threads,
              each -> training.culture(each, arms, places, progress::trial));
      progress.end();
      report(plan, training, folder);
    }
    return ExitCode.OK;
  }

  private void report(Plan plan, Training training, Path folder) throws IOException {
    List<Trained> cultures = new ArrayList<>();
    for (long each = plan.firstSeed(); each <= plan.lastSeed(); each++) {
      for (Arm one : plan.arms()) {
        training.finished(each, one).ifPresent(cultures::add);
      }
    }
    Collection<Trained> silicon = training.baseline(Cultures.sites(), TrainPlaces.cpuOfThread());
    Summary summary = Summary.of(plan, cultures, silicon);
    Path page = folder.resolve("report.html");
    TrainReport.page(plan, summary, cultures, silicon).write(page);
    Files.writeString(
        folder.resolve("result.json"),
        JsonMapper.shared().writerWithDefaultPrettyPrinter().writeValueAsString(summary) + "\n");
    PrintWriter to = spec.commandLine().getOut();
    to.print(Output.text(Summary.head(), summary.rows()));
    to.println(summary.verdict(plan));
    to.println("report: " + page);
    to.flush();
  }

  private List<Arm> arms(Plan plan) {
    if (arm == null) {
      requireChoice(plan, "--arm");
      return plan.arms();
    }
    Optional<Arm> named =
        Arrays.stream(Arm.values()).filter(each -> each.toString().equals(arm)).findFirst();
    if (named.isEmpty() || !plan.arms().contains(named.get())) {
      throw new IllegalArgumentException(
          "--arm '" + arm + "' is not in the plan: choose from " + plan.arms());
    }
    return List.of(named.get());
  }

  private long first(Plan plan) {
    if (seed == null) {
      requireChoice(plan, "--seed");
      return plan.firstSeed();
    }
    if (seed < plan.firstSeed() || seed > plan.lastSeed()) {
      throw new IllegalArgumentException(
          "--seed %d is not in the plan: choose from %d to %d"
              .formatted(seed, plan.firstSeed(), plan.lastSeed()));
    }
    return seed;
  }

  /** A real culture cannot be taken back to try another arm: somebody puts in the next. */
  private static void requireChoice(Plan plan, String option) {
    if (plan.instruments().isPresent()) {
      throw new IllegalArgumentException(
          option + " is missing: with real instruments each run has its own culture; name which");
    }
  }
}
