package org.wetstack.lab.safety;

import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.wetstack.hal.AppliedStimulus;
import org.wetstack.hal.units.Current;
import org.wetstack.lab.journal.Entry;
import org.wetstack.lab.journal.Kinds;

/** Quantised stimuli as facts of {@link Kinds#STIMULUS_LOADED}. */
public final class StimulusFacts {

  private static final Pattern PHASE = Pattern.compile("(-?[0-9]{1,10})x([0-9]{1,10})");

  private StimulusFacts() {}

  /** All facts of {@code stimulus} but {@code stimulus, culture, instrument} and {@code lease}. */
  public static Map<String, String> of(AppliedStimulus stimulus) {
    return Map.of(
        "electrodes",
        stimulus.electrodes().stream().map(String::valueOf).collect(Collectors.joining(",")),
        "phases",
        stimulus.phases().stream()
            .map(phase -> phase.amplitude().nanoamps() + "x" + phase.ticks())
            .collect(Collectors.joining(",")),
        "interphaseTicks",
        "" + stimulus.interphaseTicks(),
        "pulses",
        "" + stimulus.pulses(),
        "periodTicks",
        "" + stimulus.periodTicks(),
        "settleTicks",
        "" + stimulus.settleTicks(),
        "recoveryTicks",
        "" + stimulus.recoveryTicks(),
        "ticksPerSecond",
        "" + stimulus.ticksPerSecond());
  }

  /**
   * The stimulus that {@code loaded} tells of.
   *
   * @throws IllegalArgumentException if it tells of none
   */
  public static AppliedStimulus read(Entry loaded) {
    return new AppliedStimulus(
        electrodes(loaded),
        List.of(loaded.fact("phases").split(",", -1)).stream()
            .map(text -> phase(loaded, text))
            .toList(),
        small(loaded, "interphaseTicks"),
        small(loaded, "pulses"),
        small(loaded, "periodTicks"),
        small(loaded, "settleTicks"),
        small(loaded, "recoveryTicks"),
        small(loaded, "ticksPerSecond"));
  }

  /** The numbers in the fact {@code electrodes}. */
  static List<Integer> electrodes(Entry entry) {
    try {
      return List.of(entry.fact("electrodes").split(",", -1)).stream()
          .map(Integer::parseInt)
          .toList();
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "'electrodes' of entry "
              + entry.number()
              + " are no numbers: '"
              + entry.fact("electrodes")
              + "'",
          e);
    }
  }

  private static AppliedStimulus.Phase phase(Entry entry, String text) {
    Matcher parts = PHASE.matcher(text);
    if (!parts.matches()) {
      throw new IllegalArgumentException(
          "a phase of entry " + entry.number() + " is written as -2000x6, not '" + text + "'");
    }
    return new AppliedStimulus.Phase(
        Current.nanoamps(Math.toIntExact(Long.parseLong(parts.group(1)))),
        Math.toIntExact(Long.parseLong(parts.group(2))));
  }

  private static int small(Entry entry, String name) {
    long value = entry.whole(name);
    if (value != (int) value) {
      throw new IllegalArgumentException(
          "'" + name + "' of entry " + entry.number() + " is too large: " + value);
    }
    return (int) value;
  }
}
