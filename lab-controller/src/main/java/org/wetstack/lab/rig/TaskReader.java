package org.wetstack.lab.rig;

import static org.wetstack.lab.rig.Quantities.between;

import java.time.Duration;
import java.time.LocalTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.wetstack.hal.units.Current;
import org.wetstack.hal.units.FlowRate;
import org.wetstack.hal.units.Volume;
import org.wetstack.lab.rig.RigSpec.Culture;
import org.wetstack.lab.rig.RigSpec.Task;
import org.wetstack.lab.rig.RigSpec.When;
import org.wetstack.lab.safety.ElectrodeProfile;
import org.wetstack.yaml.Findings;
import org.wetstack.yaml.YamlMap;

/** Reads what the controller does by itself, and when. */
final class TaskReader {

  private static final List<String> WHEN = List.of("every", "at", "once");
  private static final When NEVER = new When.Every(Duration.ofDays(1));
  private static final Volume NO_VOLUME = Volume.nanoliters(1);
  private static final FlowRate NO_RATE = FlowRate.nanolitersPerMinute(1);

  private final Findings findings;
  private final Map<String, YamlMap> places;
  private final Map<String, Culture> cultures;
  private final Map<String, ElectrodeProfile> profiles;

  /**
   * @param places of all cultures in the file
   * @param cultures those without mistakes
   */
  TaskReader(
      Findings findings,
      Map<String, YamlMap> places,
      Map<String, Culture> cultures,
      Map<String, ElectrodeProfile> profiles) {
    this.findings = findings;
    this.places = places;
    this.cultures = cultures;
    this.profiles = profiles;
  }

  List<Task> all(YamlMap root) {
    List<Task> tasks = new ArrayList<>();
    Set<String> taken = new HashSet<>();
    if (root.has("schedule")) {
      for (YamlMap map : root.maps("schedule", "a task")) {
        findings.in(() -> tasks.add(task(map, taken)));
      }
    }
    for (Culture culture : cultures.values()) {
      @Nullable YamlMap place = places.get(culture.name());
      if (place != null && culture.exchange().isPresent()) {
        YamlMap map = place.map("exchange", "'exchange'");
        exchange(culture, culture.exchange().get(), map, taken).ifPresent(tasks::add);
      }
    }
    return tasks;
  }

  /** What is due by pumps is a task like any other. */
  private Optional<Task> exchange(
      Culture culture, RigSpec.Exchange exchange, YamlMap map, Set<String> taken) {
    String name = RigSpec.Exchange.task(culture.name());
    if (taken.contains(name)) {
      findings.add(
          map.wrong("a task is called '" + name + "', as this exchange is: give it another name"));
    }
    return exchange
        .pumps()
        .map(
            pumps -> {
              var task =
                  new Task(
                      name,
                      new When.Every(exchange.every()),
                      new Action.Exchange(
                          culture.name(), pumps.in(), pumps.out(), exchange.volume(), pumps.rate()),
                      List.of());
              new TaskCheck(map, findings, culture).check(task);
              return task;
            });
  }

  private Task task(YamlMap map, Set<String> taken) {
    String name = findings.or("", () -> map.made("name", Texts::name));
    if (!name.isEmpty() && !taken.add(name)) {
      findings.add(map.wrong("name", "there is a task '" + name + "' already: give another name"));
    }
    int before = findings.count();
    When when = findings.or(NEVER, () -> when(map));
    String action = map.oneOf("do", List.of("dose", "record", "stimulus", "observe"));
    YamlMap known = map.as("the task '" + name + "' (" + action + ")");
    List.of("name", "do", "tags", "every", "at", "once").forEach(known::has);
    String culture =
        findings.or("", () -> known.made("culture", Texts.oneOf(places.keySet(), "culture")));
    var task =
        new Task(
            name,
            when,
            switch (action) {
              case "dose" -> dose(known, culture);
              case "record" ->
                  new Action.Recording(culture, time(known, "for", "1 s", "366 d", Duration.ZERO));
              case "observe" -> observation(known, culture);
              default -> pulses(known, culture);
            },
            map.has("tags")
                ? findings.or(List.of(), () -> map.each("tags", Texts::words))
                : List.of());
    known.done(findings);
    Culture of = cultures.get(culture);
    if (findings.count() == before && of != null) {
      new TaskCheck(known, findings, of).check(task);
    }
    return task;
  }

  private static When when(YamlMap map) {
    List<String> given = WHEN.stream().filter(map::has).toList();
    if (given.size() != 1) {
      throw map.wrong(
          "a task has exactly one of the keys " + WHEN + "; this one has " + map.keys());
    }
    return switch (given.get(0)) {
      case "every" ->
          new When.Every(map.made("every", between("1 s", "366 d", Quantities::duration)));
      case "at" -> new When.Daily(map.made("at", TaskReader::timeOfDay));
      default -> new When.Once(map.made("once", Quantities::instant));
    };
  }

  private static LocalTime timeOfDay(String text) {
    try {
      return LocalTime.parse(text);
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException(
          "'" + text + "' is no time of day: write it as in \"08:00\" or \"17:30:15\"", e);
    }
  }

  private Action dose(YamlMap map, String culture) {
    return new Action.Dose(
        culture,
        findings.or("", () -> map.text("reservoir")),
        findings.or(NO_VOLUME, () -> map.made("volume", between("1 nL", "1 L", Volume::parse))),
        findings.or(
            NO_RATE, () -> map.made("rate", between("1 nL/min", "1 L/min", FlowRate::parse))));
  }

  private Action observation(YamlMap map, String culture) {
    Duration length = time(map, "for", "1 s", "1 h", Duration.ofSeconds(1));
    boolean probed = List.of("sites", "current", "width", "pulses").stream().anyMatch(map::has);
    return new Action.Observation(
        culture, length, probed ? Optional.of(pulses(map, culture)) : Optional.empty());
  }

  private Action.Pulses pulses(YamlMap map, String culture) {
    int amplitude =
        findings.or(1, () -> map.made("current", LimitsReader.current("1 nA", "2550 uA")));
    Duration width = time(map, "width", "1 us", "100 ms", Duration.ofMillis(1));
    int pulses = findings.or(1, () -> (int) map.whole("pulses", 1, 1, 1_000_000));
    return new Action.Pulses(
        culture,
        findings.or(List.of(0), () -> CultureReader.sites(map, "sites")),
        Current.nanoamps(anodicFirst(culture) ? amplitude : -amplitude),
        width,
        map.has("gap") ? time(map, "gap", "0 s", "100 ms", Duration.ZERO) : Duration.ZERO,
        pulses,
        pulses > 1 || map.has("period")
            ? time(map, "period", "1 us", "1 h", Duration.ofHours(1))
            : Duration.ZERO);
  }

  private boolean anodicFirst(String culture) {
    Culture of = cultures.get(culture);
    ElectrodeProfile profile = of == null ? null : profiles.get(of.profile());
    return profile != null
        && profile.first().filter(sign -> sign == ElectrodeProfile.First.ANODIC).isPresent();
  }

  private Duration time(YamlMap map, String key, String least, String most, Duration fallback) {
    return findings.or(fallback, () -> map.made(key, between(least, most, Quantities::duration)));
  }
}
