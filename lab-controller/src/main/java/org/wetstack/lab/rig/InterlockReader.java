package org.wetstack.lab.rig;

import static org.wetstack.lab.rig.Quantities.between;

import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import org.wetstack.lab.rig.RigSpec.Interlock;
import org.wetstack.lab.rig.RigSpec.Range;
import org.wetstack.yaml.Findings;
import org.wetstack.yaml.YamlMap;

/** Reads what must hold for anything to be stimulated or dosed. */
final class InterlockReader {

  private static final Range ANY = new Range(-Double.MAX_VALUE, Double.MAX_VALUE);
  private static final Duration USUAL_STALE = Duration.ofSeconds(60);

  private final Findings findings;
  private final Collection<String> instruments;

  InterlockReader(Findings findings, Collection<String> instruments) {
    this.findings = findings;
    this.instruments = instruments;
  }

  Interlock read(String name, YamlMap map) {
    Range stop = findings.or(ANY, () -> map.made("stop", Texts::range));
    Optional<Range> warn =
        map.has("warn")
            ? findings.or(Optional.empty(), () -> Optional.of(map.made("warn", Texts::range)))
            : Optional.empty();
    if (warn.isPresent() && !stop.holds(warn.get())) {
      findings.add(
          map.wrong(
              "warn",
              "the range of 'warn' must lie within that of 'stop': somebody is told before it"
                  + " stops"));
    }
    var interlock =
        new Interlock(
            name,
            findings.or(Optional.empty(), () -> map.made("reads", this::reads)),
            map.has("unit") ? findings.or("", () -> map.made("unit", Texts::words)) : "",
            warn,
            stop,
            map.has("stale")
                ? findings.or(
                    USUAL_STALE,
                    () -> map.made("stale", between("1 s", "1 h", Quantities::duration)))
                : USUAL_STALE);
    map.done(findings);
    return interlock;
  }

  private Optional<DeviceName> reads(String text) {
    return text.equals("api")
        ? Optional.empty()
        : Optional.of(ReservoirReader.device(text, instruments));
  }
}
