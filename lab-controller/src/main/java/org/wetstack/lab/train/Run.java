package org.wetstack.lab.train;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.wetstack.lab.loop.Decision;
import org.wetstack.lab.recording.RecordSink;
import org.wetstack.lab.recording.Trial;

/**
 * One culture in one arm, from the first trial to the last. Trials that the journal holds already
 * are told to the experiment again; an emulated culture, which lived in the process that ended,
 * lives through them again and must answer the same.
 */
final class Run {

  private final Plan plan;
  private final Arm arm;
  private final long seed;
  private final @Nullable TrialJournal journal;
  private final Runnable onTrial;
  private final Shuffle chance;
  private final Decision[] drawn;

  /**
   * @param earned what the rewarded culture of the same seed was given; needed for {@link
   *     Arm#RANDOM} only
   * @param journal null for what need not be continued
   * @param onTrial called after each trial, earlier ones too
   */
  Run(
      Plan plan,
      Arm arm,
      long seed,
      List<Decision> earned,
      @Nullable TrialJournal journal,
      Runnable onTrial) {
    this.plan = plan;
    this.arm = arm;
    this.seed = seed;
    this.journal = journal;
    this.onTrial = onTrial;
    chance = new Shuffle(seed * 31 + arm.toString().hashCode());
    drawn = shuffled(earned, new Shuffle(seed * 37 + 1));
    if (arm == Arm.RANDOM && drawn.length != plan.course().trials()) {
      throw new IllegalArgumentException(
          "the arm 'random' needs the whole arm 'reward' of seed " + seed + ": run that first");
    }
  }

  private static Decision[] shuffled(List<Decision> earned, Shuffle chance) {
    Decision[] drawn = earned.toArray(Decision[]::new);
    for (int i = drawn.length - 1; i > 0; i--) {
      int j = chance.below(i + 1);
      Decision kept = drawn[i];
      drawn[i] = drawn[j];
      drawn[j] = kept;
    }
    return drawn;
  }

  /**
   * All trials.
   *
   * @param relives whether the subject has to live through earlier trials again
   * @param cpuNanos what this has cost the computer so far
   */
  Trained all(
      Subject subject, boolean relives, Optional<RecordSink> recording, LongSupplier cpuNanos) {
    long before = cpuNanos.getAsLong();
    Experiment experiment =
        plan.provider().begin(new Setting(seed, subject.sites(), plan.parameters()));
    List<TrialLine> earlier = journal == null ? List.of() : journal.earlier();
    List<TrialLine> lines = new ArrayList<>();
    recording.ifPresent(each -> each.plan(recorded()));
    if (relives || earlier.isEmpty()) {
      subject.pass(plan.course().settle());
    }
    int count = plan.course().baseline() + plan.course().trials();
    Subject.Given base =
        relives || earlier.isEmpty()
            ? new Subject.Given(0, 0, 0)
            : earlier.get(earlier.size() - 1).soFar();
    for (int number = 0; number < count; number++) {
      List<Integer> question = experiment.encode();
      plan.requireWithinBudget(question.size());
      boolean known = number < earlier.size();
      TrialLine line;
      if (known && !relives) {
        line = again(earlier.get(number), experiment);
        chancesOf(line.given(), subject);
      } else {
        Subject.Answer answer = subject.probe(question);
        line = judged(number, experiment, answer, plus(base, subject.given()));
        if (known) {
          requireSame(earlier.get(number), line);
        } else if (journal != null) {
          journal.append(line);
        }
        follow(line, question.size(), subject);
        recording.ifPresent(each -> each.trial(recorded(line)));
      }
      lines.add(line);
      onTrial.run();
    }
    return Trained.of(
        plan, seed, arm, lines, plus(base, subject.given()), cpuNanos.getAsLong() - before);
  }

  private static Subject.Given plus(Subject.Given one, Subject.Given other) {
    return new Subject.Given(
        one.pulses() + other.pulses(),
        one.picocoulombs() + other.picocoulombs(),
        one.nanoliters() + other.nanoliters(),
        one.picojoules() + other.picojoules());
  }

  /** Tells the experiment what the journal holds, and nobody else. */
  private TrialLine again(TrialLine line, Experiment experiment) {
    var answer = new Subject.Answer(line.spikes(), line.firstSample(), line.endSample());
    requireSame(line, judged(line.number(), experiment, answer, line.soFar()));
    return line;
  }

  private TrialLine judged(
      int number, Experiment experiment, Subject.Answer answer, Subject.Given soFar) {
    Outcome outcome = experiment.decode(answer.spikes().clone());
    Decision deserved = experiment.decide(outcome);
    return new TrialLine(
        number,
        answer.spikes(),
        outcome.score(),
        outcome.words(),
        deserved,
        consequence(number, deserved),
        answer.firstSample(),
        answer.endSample(),
        soFar);
  }

  private Decision consequence(int number, Decision deserved) {
    int trained = number - plan.course().baseline();
    if (trained < 0) {
      return Decision.NOTHING;
    }
    return arm.consequence(deserved, drawn.length == 0 ? Decision.NOTHING : drawn[trained]);
  }

  private void requireSame(TrialLine then, TrialLine now) {
    if (!then.sameAs(now)) {
      throw new IllegalStateException(
          ("trial %d of seed %d in arm '%s' came out as %s with %s, and as %s with %s when it was"
                  + " gone through again: another version made this journal, or the experiment is"
                  + " not a function of seed and spikes; begin anew with --out")
              .formatted(
                  then.number(),
                  seed,
                  arm,
                  then.words(),
                  Arrays.toString(then.spikes()),
                  now.words(),
                  Arrays.toString(now.spikes())));
    }
  }

  private void follow(TrialLine line, int question, Subject subject) {
    switch (line.given()) {
      case REWARD -> subject.reward();
      case CORRECT -> subject.correct(correction(subject));
      case NOTHING -> {}
    }
    Duration busy = plan.procedure().probing(question);
    subject.pass(plan.course().period().minus(busy));
  }

  private List<Subject.Planned> correction(Subject subject) {
    return chance.pulses(
        plan.course().correctionPulses(), plan.course().correctionWithin(), subject.sites().size());
  }

  /** What is drawn for later corrections must not depend on when the process ended. */
  private void chancesOf(Decision given, Subject subject) {
    if (given == Decision.CORRECT) {
      var unused = correction(subject);
    }
  }

  private String recorded() {
    return "{\"seed\":%d,\"arm\":\"%s\",\"sha256\":\"%s\",\"plan\":%s}"
        .formatted(seed, arm, plan.digest(), plan.json().strip());
  }

  private static Trial recorded(TrialLine line) {
    return new Trial(
        line.number(),
        line.firstSample(),
        line.endSample(),
        line.score(),
        line.words(),
        line.given() == Decision.NOTHING ? "" : line.given().name());
  }
}
