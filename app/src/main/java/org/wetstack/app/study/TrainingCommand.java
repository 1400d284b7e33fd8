package org.wetstack.app.study;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.wetstack.emulator.culture.Profile;
import org.wetstack.emulator.rig.Layout;
import org.wetstack.emulator.rig.RigSpec;
import org.wetstack.emulator.tissue.Fluid;
import org.wetstack.hal.Dose;
import org.wetstack.hal.units.Volume;
import org.wetstack.lab.train.Subject;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code wetstack study training}. */
@Command(
    name = "training",
    description = {
      "Whether dopamine teaches: reward after wanted responses, unpredictable pulses after others,"
          + " in four conditions.",
      "Prints a table of success rates, effect sizes and tests; draws learning curves."
    },
    mixinStandardHelpOptions = true)
final class TrainingCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;
  @Mixin private Output output;
  @Mixin private Crowd crowd = new Crowd(20);

  @Option(
      names = "--trials",
      paramLabel = "N",
      defaultValue = "240",
      description = "trials with consequences; default ${DEFAULT-VALUE}")
  private int trials;

  @Option(
      names = "--baseline",
      paramLabel = "N",
      defaultValue = "40",
      description = "trials before, without consequences; default ${DEFAULT-VALUE}")
  private int baseline;

  @Option(
      names = "--conditions",
      paramLabel = "NAMES",
      defaultValue = "reward,none,random,depleted",
      description = "which; default ${DEFAULT-VALUE}")
  private String conditionNames = "";

  @Option(
      names = "--direct",
      description = {
        "asks the culture itself for its spikes, instead of going through pumps, chips, samples",
        "and spike detection: much faster"
      })
  private boolean direct;

  @Option(
      names = "--profile",
      paramLabel = "FILE",
      description = "of the culture; default the usual one")
  private @Nullable Path profileFile;

  @Override
  public Integer call() throws IOException, InterruptedException {
    List<Condition> conditions = Condition.parse(conditionNames);
    Protocol protocol = Protocol.usual().withTrials(baseline, trials);
    Numbers.require("--baseline", baseline, 1, Protocol.MOST_TRIALS);
    Profile profile = Cultures.profile(profileFile);
    Path file = output.page("training");
    PrintWriter err = spec.commandLine().getErr();
    List<Course> courses =
        crowd.run(each -> culture(each, protocol, profile, conditions, err)).stream()
            .flatMap(Collection::stream)
            .toList();
    String path =
        direct
            ? "directly: the culture's own spikes"
            : "over HAL, driver, chips and pump; spikes by detection";
    var result = TrainingResult.of(path, conditions, courses);
    TrainingPage.of(result, protocol, conditions, courses).write(file);
    PrintWriter out = spec.commandLine().getOut();
    output.print(out, TrainingResult.head(), result.rows(), result);
    output.say(out, result.verdict());
    output.say(out, "page: " + file);
    return ExitCode.OK;
  }

  /** One culture under all conditions; the rewarded one tells how many random rewards there are. */
  private List<Course> culture(
      long each, Protocol protocol, Profile profile, List<Condition> conditions, PrintWriter err) {
    List<Course> courses = new ArrayList<>();
    boolean[] earned = new boolean[protocol.trials()];
    for (Condition condition : conditions) {
      try (Subject subject = subject(each, protocol, profile, condition)) {
        Course course = Course.run(subject, protocol, each, condition, earned);
        courses.add(course);
        if (condition == Condition.REWARD) {
          earned = course.rewarded();
        }
        String line =
            String.format(
                Locale.ROOT,
                "seed %d %s: %.0f %% wanted before, %.0f %% in the last quarter",
                each,
                condition,
                100 * course.before(),
                100 * course.success(3, 4));
        synchronized (err) {
          err.println(line);
          err.flush();
        }
      }
    }
    return courses;
  }

  private Subject subject(long each, Protocol protocol, Profile profile, Condition condition) {
    boolean depleted = condition == Condition.DEPLETED;
    if (direct) {
      double stock = depleted ? 0 : profile.chemistry().stockNanomolar();
      return new DirectSubject(
          Cultures.culture(each, profile), protocol.procedure(), new Fluid(stock, 0, true));
    }
    RigSpec.Pump pump = StudyRig.dopamine(depleted ? OptionalDouble.of(0) : OptionalDouble.empty());
    StudyRig rig = StudyRig.start(each, StudyRig.array(Layout.ONE_BY_EIGHT, profile), pump);
    long dead = profile.chemistry().deadNanoliters();
    Optional<Dose> prime =
        dead > 0
            ? Optional.of(new Dose(Volume.nanoliters(dead), Protocol.DOSE_RATE))
            : Optional.empty();
    return rig.subject(protocol.procedure(), prime, Optional.empty());
  }
}
