package org.wetstack.lab.desk;

import java.util.Map;
import java.util.Optional;
import org.wetstack.lab.culture.Experiments;
import org.wetstack.lab.journal.Kinds;
import org.wetstack.lab.safety.Refusal;

/**
 * Writes down what programs want remembered of the experiment that they run on a culture: its plan,
 * and a line for each trial. It goes along with the culture. Thread-safe.
 */
public final class ExperimentDesk {

  /** Characters. */
  static final int MOST_PLAN = 8_000;

  /** Characters. */
  static final int MOST_LINE = 2_000;

  static final int MOST_TRIALS = 20_000;

  private static final int MOST_NAME = 100;

  private final Parts parts;
  private final Desk desk;
  private final Admission admission;
  private final Experiments experiments;

  ExperimentDesk(Parts parts, Desk desk, Admission admission, Experiments experiments) {
    this.parts = parts;
    this.desk = desk;
    this.admission = admission;
    this.experiments = experiments;
  }

  /** The latest experiment on {@code culture}; empty if there was none. */
  public Optional<Experiments.Experiment> of(String culture) {
    desk.subject(culture);
    return experiments.of(culture);
  }

  /**
   * Begins an experiment, or goes on with it if it is the latest and its plan is the same.
   *
   * @param name of 1 to 100 characters; another name is another experiment
   * @param plan of up to 8,000 characters, that the program can go on from
   * @throws Refusal if nothing is admitted on the culture now; {@code experiment.plan} if the
   *     latest is called the same and has another plan
   */
  public Experiments.Experiment plan(Request request, String culture, String name, String plan) {
    desk.subject(culture);
    checkLength("the name of an experiment", name, MOST_NAME);
    checkLength("a plan", plan, MOST_PLAN);
    return admission.admit(
        request,
        culture,
        made -> current(culture),
        mark -> {
          Optional<Experiments.Experiment> before = experiments.of(culture);
          if (before.isPresent() && before.get().name().equals(name)) {
            if (before.get().plan().equals(plan)) {
              return before.get();
            }
            throw new Refusal(
                "experiment.plan",
                "",
                name,
                "experiment '" + name + "' has another plan: give a new experiment a new name");
          }
          parts
              .journal()
              .append(
                  request.who().name(),
                  Kinds.EXPERIMENT_PLANNED,
                  request.facts(
                      name, Map.of("culture", culture, "experiment", name, "plan", plan)));
          return current(culture);
        });
  }

  private Experiments.Experiment current(String culture) {
    return experiments
        .of(culture)
        .orElseThrow(
            () ->
                new Refusal(
                    "unknown.experiment", "", culture, "no experiment is planned on " + culture));
  }

  /**
   * Writes down a trial, before its consequences; it is on disk when this returns.
   *
   * @param trial the next, from 0; or one that was told of, and the same
   * @param line of up to 2,000 characters
   * @return how many trials are known now
   * @throws Refusal if nothing is admitted on the culture now; {@code experiment.name} or {@code
   *     experiment.trial} if this is not the next of the latest experiment
   */
  public int tell(Request request, String culture, String name, int trial, String line) {
    desk.subject(culture);
    checkLength("the line of a trial", line, MOST_LINE);
    return admission.admit(
        request,
        culture,
        made -> current(culture).trials().size(),
        mark -> {
          Experiments.Experiment now = current(culture);
          if (!now.name().equals(name)) {
            throw new Refusal(
                "experiment.name",
                now.name(),
                Refusals.shortened(name),
                "the experiment on " + culture + " is '" + now.name() + "': plan yours first");
          }
          int next = now.trials().size();
          if (trial >= 0 && trial < next && now.trials().get(trial).equals(line)) {
            return next;
          }
          if (trial != next || trial >= MOST_TRIALS) {
            throw new Refusal(
                "experiment.trial",
                Integer.toString(next),
                Integer.toString(trial),
                "the next trial is " + next + ", of at most " + MOST_TRIALS);
          }
          parts
              .journal()
              .append(
                  request.who().name(),
                  Kinds.TRIAL_TOLD,
                  request.facts(
                      name + "#" + trial,
                      Map.of(
                          "culture", culture,
                          "experiment", name,
                          "trial", Integer.toString(trial),
                          "line", line)));
          return next + 1;
        });
  }

  private static void checkLength(String what, String text, int most) {
    if (text.isBlank() || text.length() > most) {
      throw new IllegalArgumentException(
          what + " has 1 to " + most + " characters, not " + text.length());
    }
  }
}
