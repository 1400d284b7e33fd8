package org.wetstack.lab.rig;

import static org.wetstack.lab.rig.Quantities.between;

import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.wetstack.hal.units.Volume;
import org.wetstack.lab.safety.Reservoir;
import org.wetstack.yaml.Findings;
import org.wetstack.yaml.YamlMap;

/** Reads what pumps draw from. */
final class ReservoirReader {

  private final Findings findings;
  private final Collection<String> instruments;

  ReservoirReader(Findings findings, Collection<String> instruments) {
    this.findings = findings;
    this.instruments = instruments;
  }

  Reservoir read(String name, YamlMap map) {
    Instant prepared = findings.or(Instant.MIN, () -> map.made("prepared", Quantities::instant));
    Instant expires = findings.or(Instant.MAX, () -> map.made("expires", Quantities::instant));
    boolean ordered = expires.isAfter(prepared);
    if (!ordered) {
      findings.add(
          map.wrong(
              "expires",
              "reservoir '" + name + "' was prepared at " + prepared + ": it expires after that"));
    }
    var reservoir =
        new Reservoir(
            name,
            findings.or("", () -> map.made("pump", text -> device(text, instruments).toString())),
            words(map, "substance"),
            findings.or(
                0L,
                () ->
                    map.made("concentration", between("0 nM", "10 M", Quantities::concentration))),
            words(map, "vehicle"),
            findings.or(
                Volume.ZERO, () -> map.made("content", between("1 nL", "10 L", Volume::parse))),
            prepared,
            ordered ? expires : Instant.MAX);
    map.done(findings);
    return reservoir;
  }

  /** A pump draws from one of them. */
  void requireApart(Map<String, Reservoir> reservoirs, Map<String, YamlMap> places) {
    Map<String, DeviceName> before = new LinkedHashMap<>();
    reservoirs.forEach(
        (name, reservoir) -> {
          DeviceName pump = DeviceName.parse(reservoir.pump());
          before.forEach(
              (other, taken) -> {
                YamlMap map = places.get(name);
                if (pump.mayBe(taken) && map != null) {
                  findings.add(
                      map.wrong(
                          "pump",
                          "pump '"
                              + taken
                              + "' draws from reservoir '"
                              + other
                              + "' already: name another pump, or only the reservoir that is"
                              + " connected"));
                }
              });
          before.put(name, pump);
        });
  }

  /** The device that {@code text} names, of one of {@code instruments}. */
  static DeviceName device(String text, Collection<String> instruments) {
    DeviceName name = DeviceName.parse(text);
    Texts.requireOneOf(instruments, "instrument", name.instrument());
    return name;
  }

  private String words(YamlMap map, String key) {
    return findings.or("", () -> map.made(key, Texts::words));
  }
}
