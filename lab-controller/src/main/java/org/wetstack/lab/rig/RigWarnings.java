package org.wetstack.lab.rig;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.wetstack.lab.rig.RigSpec.Culture;
import org.wetstack.lab.safety.IlluminationLimits;

/** What is allowed in a rig, and still worth a second look. */
public final class RigWarnings {

  private RigWarnings() {}

  /** One line for a person each; none if there is nothing. */
  public static List<String> of(RigSpec rig, Instant now) {
    List<String> warnings = new ArrayList<>();
    raised(rig, warnings);
    electrodes(rig, warnings);
    reservoirs(rig, now, warnings);
    rig.cultures().values().forEach(culture -> culture(culture, warnings));
    tasks(rig, now, warnings);
    if (rig.users().isEmpty()) {
      warnings.add(
          "there are no 'users': whoever can run programs on this computer can use the rig");
    }
    rig.cultures().values().forEach(culture -> lights(culture, rig, warnings));
    return warnings;
  }

  /** A file cannot know what an instrument carries, but it can contradict itself. */
  private static void lights(Culture culture, RigSpec rig, List<String> warnings) {
    for (DeviceName light : culture.lights()) {
      rig.reservoirs()
          .forEach(
              (name, reservoir) -> {
                if (light.device().isPresent() && reservoir.pump().equals(light.toString())) {
                  warnings.add(
                      "cultures.%s: '%s' is no light: it is the pump of reservoir '%s'"
                          .formatted(culture.name(), light, name));
                }
              });
    }
  }

  private static void raised(RigSpec rig, List<String> warnings) {
    for (Limit each : Limit.ALL) {
      // There is no usual amount of light.
      if (!each.section().equals("illumination")
          && each.looser(rig.limits(), LimitsReader.DEFAULTS)) {
        warnings.add(
            "limits.%s is %s, looser than the usual %s"
                .formatted(
                    each.path(), each.shown(rig.limits()), each.shown(LimitsReader.DEFAULTS)));
      }
    }
  }

  private static void electrodes(RigSpec rig, List<String> warnings) {
    rig.electrodes()
        .forEach(
            (name, profile) -> {
              Material material = Material.called(profile.material());
              if (material != null
                  && profile.chargeDensity() > material.microcoulombsPerSquareCentimeter()) {
                warnings.add(
                    "electrodes.%s: %d µC/cm² is more than the usual %d of %s"
                        .formatted(
                            name,
                            profile.chargeDensity(),
                            material.microcoulombsPerSquareCentimeter(),
                            material));
              }
            });
  }

  private static void reservoirs(RigSpec rig, Instant now, List<String> warnings) {
    rig.reservoirs()
        .forEach(
            (name, reservoir) -> {
              if (!reservoir.expires().isAfter(now)) {
                warnings.add(
                    "reservoirs.%s expired at %s: nothing of it is given"
                        .formatted(name, reservoir.expires()));
              }
              if (reservoir.prepared().isAfter(now)) {
                warnings.add(
                    "reservoirs.%s is prepared at %s, which is still to come"
                        .formatted(name, reservoir.prepared()));
              }
              List<String> fed =
                  rig.cultures().values().stream()
                      .filter(culture -> culture.reservoirs().contains(name))
                      .map(Culture::name)
                      .toList();
              if (fed.size() > 1) {
                warnings.add(
                    "reservoirs.%s feeds %s: a dose counts only for the one that it is asked for"
                        .formatted(name, fed));
              }
            });
  }

  private static void culture(Culture culture, List<String> warnings) {
    if (!culture.lights().isEmpty()
        && culture.limits().illumination().equals(IlluminationLimits.NONE)) {
      warnings.add(
          "cultures.%s is not lit until 'limits: illumination' says how much light it bears"
              .formatted(culture.name()));
    }
    culture
        .well()
        .filter(well -> culture.limits().dosing().day().compareTo(well) > 0)
        .ifPresent(
            well ->
                warnings.add(
                    "cultures.%s may get %s a day, more than its well of %s holds"
                        .formatted(culture.name(), culture.limits().dosing().day(), well)));
  }

  private static void tasks(RigSpec rig, Instant now, List<String> warnings) {
    rig.schedule().stream()
        .flatMap(
            task ->
                task.when() instanceof RigSpec.When.Once once && !once.at().isAfter(now)
                    ? Stream.of(
                        "the task '%s' was due at %s: it is not done any more"
                            .formatted(task.name(), once.at()))
                    : Stream.empty())
        .forEach(warnings::add);
  }
}
