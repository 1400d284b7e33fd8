package org.wetstack.lab.train;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.wetstack.hal.Dose;
import org.wetstack.lab.rig.Quantities;
import tools.jackson.databind.json.JsonMapper;

/**
 * Everything that is decided before the first trial. Its JSON is written down first, and a run is
 * continued only under the very same.
 *
 * @param provider of the experiment
 * @param parameters all of the provider's, with the values of this run
 * @param instruments real ones, through the HAL; empty for an emulated culture
 * @param recorded whether samples, plan and trials are recorded; through the HAL only
 * @param firstSeed of the first culture; the others follow
 * @param prime fills the tube, or the medium, before the first trial
 */
public record Plan(
    String name,
    ExperimentProvider provider,
    Map<String, Double> parameters,
    Through through,
    Optional<Endpoints> instruments,
    boolean recorded,
    long firstSeed,
    int seeds,
    List<Arm> arms,
    Procedure procedure,
    Course course,
    Optional<Dose> prime,
    Budget budget,
    Bar bar,
    Watts watts) {

  /** How a culture is reached. */
  public enum Through {
    DIRECT,
    HAL;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** One instrument: its driver and where it is. */
  public record Endpoint(String driver, String endpoint) {}

  /** The instruments of a real rig: what the reward and the priming need is there. */
  public record Endpoints(Endpoint array, Optional<Endpoint> pump, Optional<Endpoint> light) {

    List<String> addresses() {
      return Stream.of(Optional.of(array), pump, light)
          .flatMap(Optional::stream)
          .map(Endpoint::endpoint)
          .toList();
    }
  }

  /**
   * The trials of one culture.
   *
   * @param baseline trials before, without consequences
   * @param trials with consequences
   * @param period from trial to trial
   * @param settle before the first
   * @param correctionPulses of a correction
   * @param correctionWithin they come within so long
   */
  public record Course(
      int baseline,
      int trials,
      Duration period,
      Duration settle,
      int correctionPulses,
      Duration correctionWithin) {

    /** How long one culture takes, in its own time. */
    public Duration length() {
      return settle.plus(period.multipliedBy((long) baseline + trials));
    }
  }

  /**
   * What may be given at most; a plan that could need more is refused before it begins.
   *
   * @param dosePerTrial nL
   * @param dosePerRun nL, to one culture in one arm, priming included
   * @param lightPerTrial pJ
   * @param lightPerRun pJ, onto one culture in one arm
   * @param pulsesPerTrial questions and corrections together
   */
  public record Budget(
      long dosePerTrial,
      long dosePerRun,
      long lightPerTrial,
      long lightPerRun,
      int pulsesPerTrial) {}

  /**
   * What "reward teaches" requires: under reward the rate of success rises from before the training
   * to the last quarter with an effect above {@code effect} (Cohen's d, paired) and p below {@code
   * p}, more than in each control with p below {@code p}, and in no control with p below {@code
   * controlP}. All tests are exact permutations of signs, two-sided.
   */
  public record Bar(double effect, double p, double controlP) {}

  /**
   * What the figures on energy are made of.
   *
   * @param rig power of everything but the computer, W
   * @param source where that figure is from: a meter, a data sheet, a guess
   * @param core power of one busy core, W
   */
  public record Watts(double rig, String source, double core) {}

  public Plan {
    parameters = Map.copyOf(parameters);
    arms = List.copyOf(arms);
  }

  /** The last culture. */
  public long lastSeed() {
    return firstSeed + seeds - 1;
  }

  /** Trials of all cultures in all arms. */
  public long allTrials() {
    return (long) seeds * arms.size() * (course.baseline() + course.trials());
  }

  /** All of it as one JSON object; the same plan gives the same text. */
  public String json() {
    var all = new LinkedHashMap<String, Object>();
    all.put("plan", name);
    all.put("experiment", provider.name());
    all.put("implementation", provider.getClass().getName());
    all.put("parameters", new TreeMap<>(parameters));
    all.put("through", through.toString());
    instruments.ifPresent(each -> all.put("instruments", each.addresses()));
    all.put("seeds", List.of(firstSeed, lastSeed()));
    all.put("arms", arms.stream().collect(LinkedHashMap::new, Plan::put, Map::putAll));
    all.put("trials", trials());
    all.put("pulse", pulse());
    if (procedure.reward() instanceof Reward.Dosed dosed) {
      all.put("dose", dose(dosed.dose()));
    } else if (procedure.reward() instanceof Reward.Lit lit) {
      all.put(
          "flash",
          new TreeMap<>(
              Map.of(
                  "microwatts",
                  lit.flash().power().microwatts(),
                  "microseconds",
                  lit.flash().duration().toNanos() / 1_000)));
    }
    prime.ifPresent(each -> all.put("prime", dose(each)));
    all.put("budget", budget);
    all.put("outcome", outcome());
    all.put("watts", watts);
    return JsonMapper.shared().writerWithDefaultPrettyPrinter().writeValueAsString(all) + "\n";
  }

  private static Map<String, Long> dose(Dose dose) {
    return new TreeMap<>(
        Map.of(
            "nanoliters", dose.volume().nanoliters(),
            "nanolitersPerMinute", dose.rate().nanolitersPerMinute()));
  }

  private static void put(Map<String, Object> into, Arm arm) {
    into.put(arm.toString(), arm.meaning());
  }

  private Map<String, Object> trials() {
    var all = new LinkedHashMap<String, Object>();
    all.put("baseline", course.baseline());
    all.put("training", course.trials());
    all.put("period", Quantities.shown(course.period()));
    all.put("settle", Quantities.shown(course.settle()));
    all.put("correctionPulses", course.correctionPulses());
    all.put("correctionWithin", Quantities.shown(course.correctionWithin()));
    return all;
  }

  private Map<String, Object> pulse() {
    var all = new LinkedHashMap<String, Object>();
    all.put("nanoamps", procedure.nanoamps());
    all.put("phase", Quantities.shown(procedure.phase()));
    all.put("period", Quantities.shown(procedure.pulsePeriod()));
    all.put("windowFrom", Quantities.shown(procedure.windowFrom()));
    all.put("windowTo", Quantities.shown(procedure.windowTo()));
    return all;
  }

  private Map<String, Object> outcome() {
    var all = new LinkedHashMap<String, Object>();
    all.put("score", provider.score());
    all.put(
        "success",
        provider.success() == ExperimentProvider.Success.ABOVE_ZERO
            ? "score above 0"
            : "score above the mean of the same culture's baseline trials");
    all.put("primary", "share of successes in the last quarter of the training less at baseline");
    all.put("effect", "Cohen's d over the cultures, paired, 95 % interval by bootstrap");
    all.put("test", "exact permutation of signs, two-sided; p of Wilcoxon beside it");
    all.put("secondary", "mean score in the last quarter less at baseline");
    all.put("bar", bar);
    return all;
  }

  /** SHA-256 of {@link #json}, in hexadecimal digits. */
  public String digest() {
    try {
      byte[] bytes = json().getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /**
   * Refuses what could exceed the budget.
   *
   * @param question pulses that a trial begins with
   * @throws IllegalArgumentException says by how much
   */
  void requireWithinBudget(int question) {
    if (question < 1 || question > Procedure.MOST_PULSES) {
      throw new IllegalArgumentException(
          "a trial begins with 1 to %d pulses, not %d".formatted(Procedure.MOST_PULSES, question));
    }
    require(
        "pulses-per-trial", budget.pulsesPerTrial(), (long) question + course.correctionPulses());
    Duration busy = procedure.probing(question).plus(course.correctionWithin());
    if (busy.compareTo(course.period()) > 0) {
      throw new IllegalArgumentException(
          "a trial takes up to %s, and the next begins after %s: lengthen the period"
              .formatted(Quantities.shown(busy), Quantities.shown(course.period())));
    }
  }

  static void require(String what, long most, long needed) {
    if (needed > most) {
      throw new IllegalArgumentException(
          "this could need %d, and the budget '%s' allows %d: allow more, or plan less"
              .formatted(needed, what, most));
    }
  }
}
