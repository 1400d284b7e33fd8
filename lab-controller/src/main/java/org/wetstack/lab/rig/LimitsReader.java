package org.wetstack.lab.rig;

import static org.wetstack.lab.rig.Quantities.between;

import java.time.Duration;
import java.util.function.Function;
import org.wetstack.hal.units.Current;
import org.wetstack.hal.units.Energy;
import org.wetstack.hal.units.FlowRate;
import org.wetstack.hal.units.Power;
import org.wetstack.hal.units.Volume;
import org.wetstack.lab.safety.CultureLimits;
import org.wetstack.lab.safety.DosingLimits;
import org.wetstack.lab.safety.IlluminationLimits;
import org.wetstack.lab.safety.StimulationLimits;
import org.wetstack.yaml.Findings;
import org.wetstack.yaml.YamlMap;

/** Reads limits. What the file leaves out is as the limits that stand above it. */
final class LimitsReader {

  /** Those of a file that says nothing; docs/reference/rig-file.md has their sources. */
  static final CultureLimits DEFAULTS =
      new CultureLimits(
          new StimulationLimits(Current.nanoamps(3_000), 3_000, 200, 100, 8, 100, 300),
          new DosingLimits(
              Volume.nanoliters(2_000),
              Volume.nanoliters(20_000),
              Volume.nanoliters(100_000),
              Volume.nanoliters(1_000_000),
              FlowRate.nanolitersPerMinute(10_000),
              Duration.ofSeconds(10),
              10_000));

  private final Findings findings;

  LimitsReader(Findings findings) {
    this.findings = findings;
  }

  /** The limits of the whole rig, under {@code limits} of {@code root}. */
  CultureLimits rig(YamlMap root) {
    return root.has("limits") ? read(root.map("limits", "'limits'"), DEFAULTS) : DEFAULTS;
  }

  /** The limits of one culture, none of them looser than {@code most}. */
  CultureLimits culture(YamlMap culture, CultureLimits most) {
    if (!culture.has("limits")) {
      return most;
    }
    YamlMap limits = culture.map("limits", "'limits'");
    CultureLimits own = read(limits, most);
    for (Limit each : Limit.ALL) {
      if (each.looser(own, most)) {
        findings.add(
            limits
                .map(each.section(), "'" + each.section() + "'")
                .wrong(
                    each.key(),
                    "'"
                        + each.key()
                        + "' of a culture may only be stricter than that of the rig, which is "
                        + each.shown(most)
                        + ", not "
                        + each.shown(own)));
      }
    }
    return own;
  }

  private CultureLimits read(YamlMap limits, CultureLimits usual) {
    StimulationLimits stimulation =
        findings.or(
            usual.stimulation(),
            () ->
                limits.has("stimulation")
                    ? stimulation(limits.map("stimulation", "'stimulation'"), usual.stimulation())
                    : usual.stimulation());
    DosingLimits dosing =
        findings.or(
            usual.dosing(),
            () ->
                limits.has("dosing")
                    ? dosing(limits.map("dosing", "'dosing'"), usual.dosing())
                    : usual.dosing());
    IlluminationLimits illumination =
        findings.or(
            usual.illumination(),
            () ->
                limits.has("illumination")
                    ? illumination(
                        limits.map("illumination", "'illumination'"), usual.illumination())
                    : usual.illumination());
    limits.done(findings);
    return new CultureLimits(stimulation, dosing, illumination);
  }

  private StimulationLimits stimulation(YamlMap map, StimulationLimits usual) {
    var limits =
        new StimulationLimits(
            Current.nanoamps(
                made(map, "current", usual.current().nanoamps(), current("1 nA", "2550 uA"))),
            made(
                map,
                "charge-per-phase",
                usual.chargePerPhasePicocoulombs(),
                between("1 pC", "1 uC", Quantities::charge)),
            whole(map, "pulses-per-second", usual.pulsesPerSecond(), 10_000),
            made(
                map, "duty", usual.dutyPerMille(), between("0.1 %", "100 %", Quantities::perMille)),
            whole(map, "electrodes-at-once", usual.electrodesAtOnce(), 65_536),
            whole(map, "pulses-per-train", usual.pulsesPerTrain(), 1_000_000),
            made(
                map,
                "net-charge",
                usual.netChargePicocoulombs(),
                between("0 pC", "1 uC", Quantities::charge)));
    map.done(findings);
    return limits;
  }

  private DosingLimits dosing(YamlMap map, DosingLimits usual) {
    Function<String, Volume> volume = between("1 nL", "1 L", Volume::parse);
    var limits =
        new DosingLimits(
            made(map, "dose", usual.dose(), volume),
            made(map, "hour", usual.hour(), volume),
            made(map, "day", usual.day(), volume),
            made(map, "total", usual.total(), volume),
            made(map, "rate", usual.rate(), between("1 nL/min", "1 L/min", FlowRate::parse)),
            made(map, "pause", usual.pause(), between("0 s", "30 d", LimitsReader::millis)),
            made(
                map,
                "amount-per-day",
                usual.picomolesPerDay(),
                between("0 pmol", "1 mmol", Quantities::amount)));
    map.done(findings);
    return limits;
  }

  /** Nothing of it is usual: where no light is allowed yet, all of it has to be said. */
  private IlluminationLimits illumination(YamlMap map, IlluminationLimits usual) {
    Function<String, Long> energy =
        between("1 nJ", "1000 J", text -> IlluminationLimits.nanojoules(Energy.parse(text)));
    var limits =
        new IlluminationLimits(
            light(
                map,
                "power",
                usual.microwatts(),
                between("1 uW", "100 W", text -> Power.parse(text).microwatts())),
            light(map, "flash", usual.flash(), energy),
            light(map, "hour", usual.hour(), energy),
            light(map, "day", usual.day(), energy),
            made(map, "pause", usual.pause(), between("0 s", "30 d", LimitsReader::millis)));
    map.done(findings);
    return limits;
  }

  private long light(YamlMap map, String key, long usual, Function<String, Long> read) {
    return usual > 0 && !map.has(key) ? usual : findings.or(usual, () -> map.made(key, read));
  }

  /** What counts in milliseconds is written in them. */
  private static Duration millis(String text) {
    Duration time = Quantities.duration(text);
    if (time.toNanosPart() % 1_000_000 != 0) {
      throw new IllegalArgumentException("'" + text + "' is not a whole number of milliseconds");
    }
    return time;
  }

  /** A current as nanoamperes, without a sign. */
  static Function<String, Integer> current(String least, String most) {
    return between(least, most, text -> Current.parse(text).nanoamps());
  }

  private <T> T made(YamlMap map, String key, T usual, Function<String, T> read) {
    return map.has(key) ? findings.or(usual, () -> map.made(key, read)) : usual;
  }

  private int whole(YamlMap map, String key, int usual, int most) {
    return findings.or(usual, () -> (int) map.whole(key, usual, 1, most));
  }
}
