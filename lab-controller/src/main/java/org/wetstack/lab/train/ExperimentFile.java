package org.wetstack.lab.train;

import static org.wetstack.lab.rig.Quantities.between;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.wetstack.hal.Dose;
import org.wetstack.hal.Flash;
import org.wetstack.hal.Instruments;
import org.wetstack.hal.units.Current;
import org.wetstack.hal.units.Energy;
import org.wetstack.hal.units.FlowRate;
import org.wetstack.hal.units.Power;
import org.wetstack.hal.units.Volume;
import org.wetstack.lab.rig.Quantities;
import org.wetstack.yaml.Findings;
import org.wetstack.yaml.PlacedException;
import org.wetstack.yaml.YamlFile;
import org.wetstack.yaml.YamlMap;

/**
 * Reads a plan from YAML; docs/reference/experiment-file.md describes the file. All mistakes are
 * told at once, each as {@code file:line:column: what, and what would be right}.
 */
public final class ExperimentFile {

  private static final int MOST_SEEDS = 1_000;
  private static final int MOST_TRIALS = 10_000;
  private static final int LEAST_TRIALS = 8;
  private static final int MOST_RECORDED = 7_500;
  private static final long MOST_NANOLITERS = 1_000_000_000;
  private static final long MOST_PICOJOULES = 1_000_000_000_000_000L;

  private final YamlMap root;

  private ExperimentFile(YamlMap root) {
    this.root = root;
  }

  /**
   * The plan in {@code file}.
   *
   * @throws IllegalArgumentException with all that is wrong with it
   * @throws IOException if it cannot be read
   */
  public static Plan read(Path file) throws IOException {
    return parse(file.toString(), YamlFile.text(file, "experiment"));
  }

  /** The plan in {@code yaml}; {@code name} stands for the file in errors. */
  public static Plan parse(String name, String yaml) {
    var findings = new Findings();
    Optional<Plan> plan =
        findings.or(
            Optional.empty(),
            () -> {
              YamlMap root = YamlMap.parse(name, yaml, "an experiment");
              var read = Optional.of(new ExperimentFile(root).plan());
              root.done(findings);
              return read;
            });
    List<PlacedException> mistakes = findings.all();
    if (!mistakes.isEmpty()) {
      throw new IllegalArgumentException(
          String.join("\n", mistakes.stream().map(each -> "" + each.getMessage()).toList()));
    }
    return plan.orElseThrow();
  }

  private Plan plan() {
    ExperimentProvider provider = root.made("experiment", Experiments::named);
    Plan.Through through = root.oneOf("through", List.of(Plan.Through.values()));
    boolean hal = through == Plan.Through.HAL;
    Optional<Plan.Endpoints> instruments = instruments();
    if (!hal && (instruments.isPresent() || root.has("record"))) {
      throw root.wrong(
          "through",
          "'instruments' and 'record' need 'through: hal': directly there are no samples");
    }
    long[] seeds = root.made("seeds", ExperimentFile::seeds);
    YamlMap trials = root.map("trials", "'trials'");
    YamlMap correction = root.map("correction", "'correction'");
    var course =
        new Plan.Course(
            (int) trials.whole("baseline", 40, 2, MOST_TRIALS),
            (int) trials.whole("training", 240, LEAST_TRIALS, MOST_TRIALS),
            time(trials, "period", "100 ms", "1 d"),
            time(trials, "settle", "0 s", "1 d"),
            (int) correction.whole("pulses", 8, 0, Procedure.MOST_PULSES),
            time(correction, "within", "10 ms", "1 h"));
    trials.done();
    correction.done();
    Consequences given = consequences(hal);
    Optional<Dose> prime = given.prime();
    Procedure procedure = procedure(given.reward());
    requireReachable(instruments, given.reward(), prime);
    var plan =
        new Plan(
            root.made("name", ExperimentFile::name),
            provider,
            parameters(provider),
            through,
            instruments,
            hal && root.truth("record", instruments.isPresent()),
            seeds[0],
            (int) (seeds[1] - seeds[0] + 1),
            arms(),
            procedure,
            course,
            prime,
            budget(procedure, course, prime),
            bar(),
            watts());
    if (plan.recorded() && plan.json().length() > MOST_RECORDED) {
      throw root.wrong(
          "this plan is too long for a recording (%d characters): shorten 'rig-source'"
              .formatted(plan.json().length()));
    }
    return plan;
  }

  /** What rewards, and what is infused before the first trial. */
  private record Consequences(Reward reward, Optional<Dose> prime) {}

  private Consequences consequences(boolean hal) {
    boolean lit = root.has("flash");
    if (lit && !root.has("dose")) {
      return new Consequences(flash(hal), Optional.empty());
    }
    YamlMap map = root.map("dose", "'dose'");
    FlowRate rate = map.made("rate", FlowRate::parse);
    if (lit && !map.has("prime")) {
      throw root.wrong("dose", "beside 'flash', 'dose' is what primes: give 'prime' and 'rate'");
    }
    Optional<Dose> prime =
        map.has("prime")
            ? Optional.of(new Dose(Volume.nanoliters(volume(map, "prime")), rate))
            : Optional.empty();
    Reward reward =
        lit
            ? flash(hal)
            : new Reward.Dosed(new Dose(Volume.nanoliters(volume(map, "volume")), rate));
    map.done();
    return new Consequences(reward, prime);
  }

  private Reward flash(boolean hal) {
    if (!hal) {
      throw root.wrong("flash", "'flash' needs 'through: hal': directly there is no light");
    }
    YamlMap map = root.map("flash", "'flash'");
    Power power = map.made("power", Power::parse);
    Duration duration = time(map, "duration", "1 us", "1 min");
    map.done();
    var flash = new Flash(power, duration);
    try {
      flash.energy();
    } catch (IllegalArgumentException e) {
      throw root.wrong("flash", String.valueOf(e.getMessage()));
    }
    return new Reward.Lit(flash);
  }

  private void requireReachable(
      Optional<Plan.Endpoints> instruments, Reward reward, Optional<Dose> prime) {
    if (instruments.isPresent()) {
      boolean pump = reward instanceof Reward.Dosed || prime.isPresent();
      boolean light = reward instanceof Reward.Lit;
      if (instruments.get().pump().isPresent() != pump) {
        throw root.wrong(
            "instruments",
            pump ? "a dose needs a 'pump'" : "no 'pump' is needed: nothing is dosed");
      }
      if (instruments.get().light().isPresent() != light) {
        throw root.wrong(
            "instruments",
            light ? "a flash needs a 'light'" : "no 'light' is needed without 'flash'");
      }
    }
  }

  private Procedure procedure(Reward reward) {
    YamlMap pulse = root.map("pulse", "'pulse'");
    YamlMap window = pulse.map("window", "'window'");
    int nanoamps = pulse.made("current", text -> Current.parse(text).nanoamps());
    Duration phase = time(pulse, "phase", "1 us", "10 ms");
    Duration period = time(pulse, "period", "1 ms", "1 h");
    Duration from = millis(window, "from");
    Duration to = millis(window, "to");
    window.done();
    pulse.done();
    try {
      return new Procedure(nanoamps, phase, period, from, to, reward);
    } catch (IllegalArgumentException e) {
      throw root.wrong("pulse", String.valueOf(e.getMessage()));
    }
  }

  private Plan.Budget budget(Procedure procedure, Plan.Course course, Optional<Dose> prime) {
    YamlMap map = root.map("budget", "'budget'");
    boolean lit = procedure.reward() instanceof Reward.Lit;
    var budget =
        new Plan.Budget(
            lit ? 0 : volume(map, "dose-per-trial"),
            lit && prime.isEmpty() ? 0 : volume(map, "dose-per-run"),
            lit ? energy(map, "light-per-trial") : 0,
            lit ? energy(map, "light-per-run") : 0,
            (int) map.whole("pulses-per-trial", 20, 1, 2L * Procedure.MOST_PULSES));
    map.done();
    long primed = prime.map(each -> each.volume().nanoliters()).orElse(0L);
    // Every trial may deserve a reward.
    if (procedure.reward() instanceof Reward.Dosed dosed) {
      long dose = dosed.dose().volume().nanoliters();
      within(map, "dose-per-trial", budget.dosePerTrial(), dose, "nL");
      within(map, "dose-per-run", budget.dosePerRun(), primed + dose * course.trials(), "nL");
    } else if (procedure.reward() instanceof Reward.Lit light) {
      long flash = light.flash().energy().picojoules();
      within(map, "light-per-trial", budget.lightPerTrial(), flash, "pJ");
      within(map, "light-per-run", budget.lightPerRun(), flash * course.trials(), "pJ");
      within(map, "dose-per-run", budget.dosePerRun(), primed, "nL");
    }
    return budget;
  }

  private static void within(YamlMap map, String key, long most, long needed, String unit) {
    try {
      Plan.require(key, most, needed);
    } catch (IllegalArgumentException e) {
      throw map.wrong(key, e.getMessage() + "; in " + unit);
    }
  }

  private static long energy(YamlMap map, String key) {
    return map.made(
        key,
        text -> {
          long picojoules = Energy.parse(text).picojoules();
          if (picojoules < 1 || picojoules > MOST_PICOJOULES) {
            throw new IllegalArgumentException("'" + text + "' must be 1 pJ to 1000 J");
          }
          return picojoules;
        });
  }

  private Plan.Bar bar() {
    if (!root.has("bar")) {
      return new Plan.Bar(1, 0.01, 0.05);
    }
    YamlMap map = root.map("bar", "'bar'");
    var bar =
        new Plan.Bar(
            map.real("effect", 1, 0, 10),
            map.real("p", 0.01, 0, 0.5),
            map.real("control-p", 0.05, 0, 0.5));
    map.done();
    return bar;
  }

  private Plan.Watts watts() {
    YamlMap map = root.map("energy", "'energy'");
    var watts =
        new Plan.Watts(
            map.real("rig-watts", 0, 0, 100_000),
            map.text("rig-source"),
            map.real("core-watts", 10, 0.1, 1_000));
    map.done();
    return watts;
  }

  private List<Arm> arms() {
    List<Arm> arms = root.each("arms", ExperimentFile::arm);
    if (arms.get(0) != Arm.REWARD || arms.stream().distinct().count() != arms.size()) {
      throw root.wrong(
          "arms",
          "'arms' begins with 'reward', and names each once: the others are compared to it");
    }
    return arms;
  }

  private static Arm arm(String text) {
    for (Arm arm : Arm.values()) {
      if (arm.toString().equals(text)) {
        return arm;
      }
    }
    throw new IllegalArgumentException(
        "'" + text + "' is no arm: choose from " + List.of(Arm.values()));
  }

  private Map<String, Double> parameters(ExperimentProvider provider) {
    Map<String, Double> all = new LinkedHashMap<>();
    YamlMap map = root.has("parameters") ? root.map("parameters", "'parameters'") : null;
    for (ExperimentProvider.Parameter each : provider.parameters()) {
      double value =
          map == null
              ? each.usual()
              : map.real(each.name(), each.usual(), each.least(), each.most());
      all.put(each.name(), value);
    }
    if (map != null) {
      map.done();
    }
    return all;
  }

  private Optional<Plan.Endpoints> instruments() {
    if (!root.has("instruments")) {
      return Optional.empty();
    }
    YamlMap map = root.map("instruments", "'instruments'");
    var all =
        new Plan.Endpoints(
            endpoint(map, "array"),
            map.has("pump") ? Optional.of(endpoint(map, "pump")) : Optional.empty(),
            map.has("light") ? Optional.of(endpoint(map, "light")) : Optional.empty());
    map.done();
    return Optional.of(all);
  }

  private static Plan.Endpoint endpoint(YamlMap map, String key) {
    YamlMap one = map.map(key, "'" + key + "'");
    var endpoint =
        new Plan.Endpoint(
            one.made("driver", text -> Instruments.driver(text).name()),
            one.made("endpoint", text -> Instruments.uri(text).toString()));
    one.done();
    return endpoint;
  }

  private static Duration time(YamlMap map, String key, String least, String most) {
    return map.made(key, between(least, most, Quantities::duration));
  }

  /** Windows are counted in samples of whole milliseconds. */
  private static Duration millis(YamlMap map, String key) {
    return map.made(
        key,
        text -> {
          Duration time = between("0 ms", "1 min", Quantities::duration).apply(text);
          if (time.toNanos() % 1_000_000 != 0) {
            throw new IllegalArgumentException("'" + text + "' must be whole milliseconds");
          }
          return time;
        });
  }

  private static long volume(YamlMap map, String key) {
    return map.made(
        key,
        text -> {
          long nanoliters = Volume.parse(text).nanoliters();
          if (nanoliters < 1 || nanoliters > MOST_NANOLITERS) {
            throw new IllegalArgumentException("'" + text + "' must be 1 nL to 1 L");
          }
          return nanoliters;
        });
  }

  private static String name(String text) {
    if (!text.matches("[a-z0-9][a-z0-9-]{0,39}")) {
      throw new IllegalArgumentException(
          "'" + text + "' is no name: small letters, digits and '-', at most 40");
    }
    return text;
  }

  private static long[] seeds(String text) {
    if (text.matches("[0-9]{1,9}(-[0-9]{1,9})?")) {
      String[] ends = text.split("-", -1);
      long first = Long.parseLong(ends[0]);
      long last = Long.parseLong(ends[ends.length - 1]);
      if (last >= first && last - first < MOST_SEEDS) {
        return new long[] {first, last};
      }
    }
    throw new IllegalArgumentException(
        "'" + text + "' are no seeds: write as in 4001-4020, at most " + MOST_SEEDS);
  }
}
