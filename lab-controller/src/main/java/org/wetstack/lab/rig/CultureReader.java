package org.wetstack.lab.rig;

import static org.wetstack.lab.rig.Quantities.between;

import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.wetstack.hal.units.FlowRate;
import org.wetstack.hal.units.Volume;
import org.wetstack.lab.culture.Life;
import org.wetstack.lab.rig.RigSpec.Cells;
import org.wetstack.lab.rig.RigSpec.Culture;
import org.wetstack.lab.rig.RigSpec.Exchange;
import org.wetstack.lab.rig.RigSpec.Pumps;
import org.wetstack.lab.safety.CultureLimits;
import org.wetstack.yaml.Findings;
import org.wetstack.yaml.YamlMap;

/** Reads cultures, whose names of other things must be those of things in the file. */
final class CultureReader {

  private static final double HOURS = 24;
  private static final DeviceName NONE = new DeviceName("", Optional.empty());

  private final Findings findings;
  private final Collection<String> instruments;
  private final Collection<String> profiles;
  private final Collection<String> reservoirs;
  private final CultureLimits limits;

  CultureReader(
      Findings findings,
      Collection<String> instruments,
      Collection<String> profiles,
      Collection<String> reservoirs,
      CultureLimits limits) {
    this.findings = findings;
    this.instruments = instruments;
    this.profiles = profiles;
    this.reservoirs = reservoirs;
    this.limits = limits;
  }

  Culture read(String name, YamlMap map) {
    var culture =
        new Culture(
            name,
            findings.or(new Cells("", ""), () -> cells(map)),
            findings.or("", () -> map.made("medium", Texts::words)),
            findings.or(LocalDate.EPOCH, () -> map.made("plated", Quantities::day)),
            findings.or(
                NONE, () -> map.made("array", text -> ReservoirReader.device(text, instruments))),
            findings.or(List.of(), () -> sites(map, "sites")),
            findings.or(
                "", () -> map.made("electrodes", Texts.oneOf(profiles, "kind of electrodes"))),
            map.has("reservoirs") ? findings.or(List.of(), () -> reservoirs(map)) : List.of(),
            map.has("well")
                ? findings.or(
                    Optional.empty(),
                    () -> Optional.of(map.made("well", between("1 uL", "1 L", Volume::parse))))
                : Optional.empty(),
            map.has("lifespan")
                ? findings.or(
                    Life.USUAL_SCALE,
                    () ->
                        map.made("lifespan", between("1 d", "1000 d", Quantities::duration))
                                .toHours()
                            / HOURS)
                : Life.USUAL_SCALE,
            findings.or(false, () -> map.truth("awaited", false)),
            map.has("exchange")
                ? findings.or(
                    Optional.empty(),
                    () -> Optional.of(exchange(map.map("exchange", "'exchange'"))))
                : Optional.empty(),
            map.has("lights") ? findings.or(List.of(), () -> lights(map)) : List.of(),
            findings.or(limits, () -> new LimitsReader(findings).culture(map, limits)));
    map.done(findings);
    return culture;
  }

  /** No electrode carries two cultures, and no light shines on two. */
  void requireApart(Map<String, Culture> cultures, Map<String, YamlMap> places) {
    List<Culture> before = new ArrayList<>();
    cultures.forEach(
        (name, culture) -> {
          for (Culture other : before) {
            requireOwnLights(culture, other, places.get(name));
            var shared = new TreeSet<>(culture.sites());
            shared.retainAll(other.sites());
            YamlMap map = places.get(name);
            if (culture.array().mayBe(other.array()) && !shared.isEmpty() && map != null) {
              findings.add(
                  map.wrong(
                      "sites",
                      "culture '"
                          + other.name()
                          + "' has electrodes "
                          + Sites.shown(shared)
                          + " of "
                          + other.array()
                          + " already: an electrode belongs to one culture"));
            }
          }
          before.add(culture);
        });
  }

  private void requireOwnLights(Culture culture, Culture other, @Nullable YamlMap map) {
    for (DeviceName light : culture.lights()) {
      if (map != null && other.lights().stream().anyMatch(light::mayBe)) {
        findings.add(
            map.wrong(
                "lights",
                "'%s' shines on culture '%s' already: what it gives counts for one culture"
                    .formatted(light, other.name())));
      }
    }
  }

  private List<DeviceName> lights(YamlMap map) {
    List<DeviceName> lights = map.each("lights", text -> ReservoirReader.device(text, instruments));
    for (int i = 0; i < lights.size(); i++) {
      if (lights.subList(0, i).stream().anyMatch(lights.get(i)::mayBe)) {
        throw map.wrong("lights", "a light is named twice in " + lights + ": once is enough");
      }
    }
    return lights;
  }

  private Exchange exchange(YamlMap map) {
    Duration every =
        findings.or(
            Duration.ofDays(2),
            () -> map.made("every", between("1 h", "60 d", Quantities::duration)));
    boolean byHand = map.has("by");
    if (byHand) {
      findings.or("", () -> map.oneOf("by", List.of("hand")));
    }
    boolean pumped = List.of("in", "out", "rate").stream().anyMatch(map::has);
    if (byHand == pumped) {
      findings.add(
          map.wrong("medium is exchanged 'by: hand', or by pumps with 'in', 'out' and 'rate'"));
    }
    var exchange =
        new Exchange(
            every,
            findings.or(
                Volume.nanoliters(1),
                () -> map.made("volume", between("1 uL", "1 L", Volume::parse))),
            pumped && !byHand ? Optional.of(pumps(map)) : Optional.empty(),
            map.has("late")
                ? findings.or(
                    every, () -> map.made("late", between("1 min", "60 d", Quantities::duration)))
                : every.dividedBy(4));
    map.done(findings);
    return exchange;
  }

  private Pumps pumps(YamlMap map) {
    var pumps =
        new Pumps(
            findings.or("", () -> map.made("in", Texts.oneOf(reservoirs, "reservoir"))),
            findings.or("", () -> map.made("out", Texts.oneOf(reservoirs, "reservoir"))),
            findings.or(
                FlowRate.nanolitersPerMinute(1),
                () -> map.made("rate", between("1 nL/min", "1 L/min", FlowRate::parse))));
    if (pumps.in().equals(pumps.out())) {
      findings.add(map.wrong("'in' and 'out' are two reservoirs, each with a pump of its own"));
    }
    return pumps;
  }

  private Cells cells(YamlMap culture) {
    YamlMap map = culture.map("cells", "'cells'");
    var cells =
        new Cells(
            findings.or("", () -> map.made("batch", Texts::words)),
            map.has("kind") ? findings.or("", () -> map.made("kind", Texts::words)) : "");
    map.done(findings);
    return cells;
  }

  private List<String> reservoirs(YamlMap map) {
    List<String> names = map.each("reservoirs", Texts.oneOf(reservoirs, "reservoir"));
    if (new LinkedHashSet<>(names).size() < names.size()) {
      throw map.wrong("reservoirs", "a reservoir is named twice in " + names + ": once is enough");
    }
    return names;
  }

  /** Numbers of electrodes at {@code key}: a text, or a list of them. */
  static List<Integer> sites(YamlMap map, String key) {
    var sites = new TreeSet<Integer>();
    for (List<Integer> some : map.each(key, Sites::parse)) {
      for (int site : some) {
        if (!sites.add(site)) {
          throw map.wrong(key, "electrode " + site + " is named twice: once is enough");
        }
      }
    }
    return List.copyOf(sites);
  }
}
