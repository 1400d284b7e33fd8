package org.wetstack.lab.store;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.wetstack.hal.AppliedStimulus;
import org.wetstack.lab.culture.Lives;
import org.wetstack.lab.culture.Observation;
import org.wetstack.lab.journal.Entry;
import org.wetstack.lab.journal.Kinds;
import org.wetstack.lab.safety.StimulusFacts;

/**
 * Makes series of what the journal tells: the same ones whenever it is read, from its first entry
 * on. Not thread-safe.
 */
final class JournalSeries {

  /** Operations under way that are remembered; more than a lab has at a time. */
  private static final int MOST_UNDER_WAY = 10_000;

  private static final double PICOCOULOMBS = 1_000;
  private static final double PICOMOLES = 1e-6;

  /** Of one electrode, as {@link Kinds#IMPEDANCES_MEASURED} writes it. */
  private static final Pattern OHMS = Pattern.compile("([0-9]+):([^: ]+):[^: ]+");

  /** What is worth finding again. Pulses are series: a closed loop has millions of them. */
  private static final Set<String> EVENTS =
      Set.of(
          Kinds.STARTED,
          Kinds.STOPPED,
          Kinds.RELOADED,
          Kinds.RESTORED,
          Kinds.INSTRUMENT_READY,
          Kinds.INSTRUMENT_LOST,
          Kinds.INSTRUMENT_CLEARED,
          Kinds.DOSE_ENDED,
          Kinds.DOSE_UNKNOWN,
          Kinds.LIMIT_SET,
          Kinds.MEDIUM_EXCHANGED,
          Kinds.TASK_ENDED,
          Kinds.TASK_MISSED,
          Kinds.SCHEDULE_PAUSED,
          Kinds.SCHEDULE_RESUMED,
          Kinds.RECORDING_STARTED,
          Kinds.RECORDING_ENDED,
          Kinds.IMPEDANCES_FAILED,
          Kinds.STOP_LATCHED,
          Kinds.STOP_RELEASED,
          Kinds.INTERLOCK_OPENED,
          Kinds.INTERLOCK_CLOSED,
          Kinds.ALARM_RAISED,
          Kinds.ALARM_ACKNOWLEDGED);

  private record Given(String culture, String reservoir, long nanomolar) {}

  /** Of one train: all its pulses on all its electrodes, and the charge of all their phases. */
  private record Load(String culture, long pulses, double picocoulombs) {}

  private final Lives lives = new Lives();
  private final Map<String, Given> doses = new LinkedHashMap<>();
  private final Map<String, Load> stimuli = new LinkedHashMap<>();
  private final Map<String, Load> trains = new LinkedHashMap<>();
  private final Map<String, String> measured = new LinkedHashMap<>();

  /**
   * What the store keeps of {@code entry}.
   *
   * @param wanted false if it has it already: then this only learns from it
   */
  Told take(Entry entry, boolean wanted) {
    List<Point> points = new ArrayList<>();
    try {
      learn(entry, wanted, new Series(entry.at().toEpochMilli(), points));
    } catch (IllegalArgumentException e) {
      // Facts that are none: the journal has them, and nothing is made of them here.
      points.clear();
    }
    points.removeIf(point -> !wanted || !point.isSound());
    return new Told(
        entry.number(),
        entry.at().toEpochMilli(),
        points,
        wanted && EVENTS.contains(entry.what()) ? Optional.of(entry) : Optional.empty());
  }

  private record Series(long at, List<Point> points) {
    void add(String name, String unit, double value) {
      points.add(new Point(name, unit, at, value));
    }
  }

  private void learn(Entry entry, boolean wanted, Series series) {
    lives.accept(entry);
    switch (entry.what()) {
      case Kinds.DOSE_INTENDED ->
          put(
              doses,
              entry.fact("operation"),
              new Given(entry.fact("culture"), entry.fact("reservoir"), entry.whole("nanomolar")));
      case Kinds.DOSE_NOT_DONE -> doses.remove(entry.fact("operation"));
      case Kinds.DOSE_ENDED -> dose(entry, series);
      case Kinds.STIMULUS_LOADED ->
          put(stimuli, entry.fact("stimulus"), load(entry.fact("culture"), entry));
      case Kinds.STIMULUS_UNLOADED -> stimuli.remove(entry.fact("stimulus"));
      case Kinds.TRAIN_INTENDED -> {
        @Nullable Load load = stimuli.get(entry.fact("stimulus"));
        if (load != null) {
          put(trains, entry.fact("operation"), load);
        }
      }
      case Kinds.TRAIN_NOT_DONE -> trains.remove(entry.fact("operation"));
      case Kinds.TRAIN_BEGUN, Kinds.TRAIN_UNKNOWN -> train(entry, series);
      case Kinds.CULTURE_OBSERVED -> observation(entry, wanted, series);
      case Kinds.IMPEDANCES_BEGUN ->
          put(measured, entry.fact("measurement"), entry.fact("culture"));
      case Kinds.IMPEDANCES_FAILED -> measured.remove(entry.fact("measurement"));
      case Kinds.IMPEDANCES_MEASURED -> impedances(entry, series);
      case Kinds.MEDIUM_EXCHANGED ->
          series.add(
              "culture/" + entry.fact("culture") + "/exchanged",
              "nL",
              (double) entry.whole("nanoliters"));
      case Kinds.ALARM_RAISED -> series.add("alarm/" + entry.fact("code"), "alarms", 1);
      case Kinds.STOP_LATCHED -> series.add("rig/stops", "stops", 1);
      case Kinds.INSTRUMENT_LOST ->
          series.add("instrument/" + entry.fact("instrument") + "/lost", "losses", 1);
      case Kinds.TASK_MISSED ->
          series.add(
              "task/" + entry.fact("task") + "/missed", "runs", (double) entry.whole("times"));
      default -> {}
    }
  }

  private void dose(Entry entry, Series series) {
    @Nullable Given given = doses.remove(entry.fact("operation"));
    if (given != null) {
      double most = entry.whole("atMost");
      String of = "culture/" + given.culture();
      series.add(of + "/dose/" + given.reservoir(), "nL", most);
      series.add(of + "/amount/" + given.reservoir(), "pmol", most * given.nanomolar() * PICOMOLES);
      series.add("reservoir/" + given.reservoir() + "/drawn", "nL", most);
    }
  }

  private static Load load(String culture, Entry entry) {
    AppliedStimulus applied = StimulusFacts.read(entry);
    long pulses = (long) applied.pulses() * applied.electrodes().size();
    double ticks = 0;
    for (AppliedStimulus.Phase phase : applied.phases()) {
      ticks += Math.abs((double) phase.amplitude().nanoamps()) * phase.ticks();
    }
    return new Load(culture, pulses, pulses * ticks * PICOCOULOMBS / applied.ticksPerSecond());
  }

  /** What may have flowed counts, as for the limits. */
  private void train(Entry entry, Series series) {
    @Nullable Load load = trains.remove(entry.fact("operation"));
    if (load != null) {
      series.add("culture/" + load.culture() + "/pulses", "pulses", (double) load.pulses());
      series.add("culture/" + load.culture() + "/charge", "pC", load.picocoulombs());
    }
  }

  private void observation(Entry entry, boolean wanted, Series series) {
    Observation seen = Observation.of(entry);
    String name = entry.fact("culture");
    String of = "culture/" + name + "/observed/";
    series.add(of + "spikes-per-second", "1/s", seen.spikesPerSecond());
    series.add(of + "active-share", "", seen.activeShare());
    seen.answersPerPulse()
        .ifPresent(answers -> series.add(of + "answers-per-pulse", "spikes", answers));
    if (wanted) {
      double[] vigours = lives.of(name, Instant.EPOCH).vigours();
      series.add(of + "vigour", "", vigours[vigours.length - 1]);
    }
  }

  private void impedances(Entry entry, Series series) {
    @Nullable String culture = measured.remove(entry.fact("measurement"));
    Matcher each = OHMS.matcher(entry.fact("electrodes"));
    while (culture != null && each.find()) {
      series.add(
          "culture/" + culture + "/impedance/" + each.group(1),
          "ohm",
          Double.parseDouble(each.group(2)));
    }
  }

  private static <T> void put(Map<String, T> to, String name, T what) {
    to.put(name, what);
    if (to.size() > MOST_UNDER_WAY) {
      to.remove(to.keySet().iterator().next());
    }
  }
}
