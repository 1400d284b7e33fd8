package org.wetstack.lab.rig;

import static org.wetstack.lab.rig.Quantities.between;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.wetstack.lab.safety.ElectrodeProfile;
import org.wetstack.lab.safety.ElectrodeProfile.First;
import org.wetstack.yaml.Findings;
import org.wetstack.yaml.YamlMap;

/** Reads kinds of electrodes. */
final class ElectrodeReader {

  private static final int USUAL_DERATE_PERCENT = 50;

  private final Findings findings;

  ElectrodeReader(Findings findings) {
    this.findings = findings;
  }

  ElectrodeProfile read(String name, YamlMap map) {
    String text = findings.or("", () -> map.text("material"));
    @Nullable Material material = Material.called(text);
    int diameter =
        findings.or(1, () -> map.made("diameter", between("1 um", "10 mm", Quantities::length)));
    int density = findings.or(1, () -> density(map, text, material));
    int derate =
        map.has("derate")
            ? findings.or(1, () -> map.made("derate", between("1 %", "100 %", Quantities::percent)))
            : USUAL_DERATE_PERCENT;
    Optional<First> first = findings.or(Optional.empty(), () -> first(map, material));
    var profile =
        new ElectrodeProfile(
            name,
            text,
            diameter,
            density,
            derate,
            first,
            map.has("impedance-age")
                ? findings.or(
                    Optional.empty(),
                    () ->
                        Optional.of(
                            map.made(
                                "impedance-age", between("1 min", "366 d", Quantities::duration))))
                : Optional.empty());
    map.done(findings);
    return profile;
  }

  private static int density(YamlMap map, String text, @Nullable Material material) {
    if (map.has("charge-density")) {
      return map.made(
          "charge-density", between("1 uC/cm2", "100 mC/cm2", Quantities::chargeDensity));
    }
    if (material == null) {
      throw map.wrong(
          "material",
          "nothing is known of '"
              + text
              + "': give its 'charge-density' as in 30 uC/cm2, or one of "
              + Material.names());
    }
    return material.microcoulombsPerSquareCentimeter();
  }

  private static Optional<First> first(YamlMap map, @Nullable Material material) {
    Optional<First> needed =
        material == null ? Optional.empty() : Optional.ofNullable(material.first());
    if (!map.has("first")) {
      return needed;
    }
    First said =
        map.oneOf("first", List.of("cathodic", "anodic")).equals("cathodic")
            ? First.CATHODIC
            : First.ANODIC;
    if (needed.isPresent() && needed.get() != said) {
      throw map.wrong(
          "first", map.text("material") + " must not be charged positively first: use cathodic");
    }
    return Optional.of(said);
  }
}
