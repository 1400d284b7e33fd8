package org.wetstack.lab.desk;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.wetstack.lab.journal.Entry;
import org.wetstack.lab.journal.Kinds;
import org.wetstack.lab.lease.Booking;
import org.wetstack.lab.rig.RigSpec;
import org.wetstack.lab.safety.ElectrodeProfile;
import org.wetstack.lab.safety.Refusal;
import org.wetstack.lab.safety.Reservoir;

/** Whether a culture that was packed elsewhere is the one a rig awaits, and what it would lose. */
final class Fit {

  private Fit() {}

  /** What {@link Kinds#CULTURE_PACKED} says of {@code its}. */
  static Map<String, String> facts(String move, RigSpec rig, RigSpec.Culture its, String array) {
    ElectrodeProfile profile = profile(rig, its);
    Map<String, String> facts = new TreeMap<>();
    facts.put("move", move);
    facts.put("culture", its.name());
    facts.put("rig", rig.name());
    facts.put("array", array);
    facts.put("sites", sites(its));
    facts.putAll(cells(its));
    facts.putAll(electrodes(profile));
    facts.put(
        "reservoirs",
        its.reservoirs().stream()
            .map(name -> Objects.requireNonNull(rig.reservoirs().get(name), name))
            .map(one -> one.name() + "\t" + one.substance() + "\t" + one.nanomolar())
            .collect(Collectors.joining("\n")));
    return facts;
  }

  static String sites(RigSpec.Culture its) {
    return its.sites().stream().map(String::valueOf).collect(Collectors.joining(","));
  }

  private static Map<String, String> cells(RigSpec.Culture its) {
    return Map.of(
        "batch", its.cells().batch(), "kind", its.cells().kind(), "plated", its.plated() + "");
  }

  private static Map<String, String> electrodes(ElectrodeProfile profile) {
    return Map.of(
        "material",
        profile.material(),
        "diameter",
        profile.diameterMicrometers() + " um",
        "first",
        profile.first().map(Enum::name).orElse("any"));
  }

  private static ElectrodeProfile profile(RigSpec rig, RigSpec.Culture its) {
    return Objects.requireNonNull(rig.electrodes().get(its.profile()), its.profile());
  }

  /**
   * That {@code packed} tells of the culture that {@code rig} has under its name.
   *
   * @throws Refusal {@code move.fit} if not, with all that differs
   */
  static void check(Entry packed, RigSpec rig, RigSpec.Culture its) {
    Map<String, String> here = new TreeMap<>(cells(its));
    here.putAll(electrodes(profile(rig, its)));
    List<String> differences = new ArrayList<>();
    here.forEach(
        (name, value) -> {
          if (!packed.fact(name).equals(value)) {
            differences.add(
                name + " is '" + packed.fact(name) + "' there and '" + value + "' here");
          }
        });
    int there = packed.fact("sites").split(",", -1).length;
    if (there != its.sites().size()) {
      differences.add(
          "it lies on " + there + " electrodes there and " + its.sites().size() + " here");
    }
    if (!differences.isEmpty()) {
      throw new Refusal(
          "move.fit",
          "",
          its.name(),
          "this is not the culture that the rig file has here as "
              + its.name()
              + ": "
              + String.join("; ", differences)
              + ". Keep it there, and change the file of the one that is wrong");
    }
  }

  /** What does not come along, a line each. */
  static List<String> lost(
      Entry packed, List<Entry> entries, RigSpec rig, RigSpec.Culture its, List<Booking> clashes) {
    List<String> lost = new ArrayList<>();
    String there = packed.fact("rig");
    long recordings =
        entries.stream().filter(one -> one.what().equals(Kinds.RECORDING_STARTED)).count();
    if (recordings > 0) {
      lost.add("the samples of " + recordings + " recordings stay where they were made");
    }
    if (profile(rig, its).impedanceAge().isPresent()) {
      lost.add("impedances count no more: measure them before the culture is stimulated");
    }
    for (Booking clash : clashes) {
      lost.add(
          "booking %s of %s, from %s to %s: something is booked here already"
              .formatted(clash.id(), clash.booker(), clash.from(), clash.until()));
    }
    for (String line : packed.fact("reservoirs").split("\n", -1)) {
      String[] words = line.split("\t", -1);
      if (words.length == 3) {
        reservoir(words, rig, its).ifPresent(lost::add);
      }
    }
    lost.add("leases, loaded stimuli and what rig " + there + " has in its schedule end there");
    return lost;
  }

  private static java.util.Optional<String> reservoir(
      String[] words, RigSpec rig, RigSpec.Culture its) {
    List<Reservoir> same =
        its.reservoirs().stream()
            .map(name -> Objects.requireNonNull(rig.reservoirs().get(name), name))
            .filter(one -> one.substance().equals(words[1]))
            .toList();
    if (same.isEmpty()) {
      return java.util.Optional.of("there is no " + words[1] + " for it here");
    }
    return same.stream().anyMatch(one -> Long.toString(one.nanomolar()).equals(words[2]))
        ? java.util.Optional.empty()
        : java.util.Optional.of(
            words[1] + " is " + words[2] + " nM there and " + same.get(0).nanomolar() + " nM here");
  }
}
