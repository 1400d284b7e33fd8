package org.wetstack.lab.desk;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.wetstack.hal.DeviceException;
import org.wetstack.hal.Impedance;
import org.wetstack.hal.ImpedanceMeter;
import org.wetstack.lab.journal.Entry;
import org.wetstack.lab.journal.Kinds;
import org.wetstack.lab.safety.Refusal;

/**
 * Has the impedances of a culture's electrodes measured, and keeps what came of it, as the journal
 * tells it: the latest {@value #KEPT} measurements. Thread-safe.
 */
public final class Impedances implements Consumer<Entry> {

  static final int KEPT = 1_000;

  /** As many as fit into one entry of the journal. */
  static final int MOST_ELECTRODES = 2_000;

  /** How far a measurement is. */
  public enum State {
    RUNNING,
    MEASURED,
    /** Test current may have flowed all the same. */
    FAILED
  }

  /**
   * One measurement.
   *
   * @param at when it began
   * @param reason why it failed; empty if it did not
   * @param electrodes of the culture; empty until it is measured
   */
  public record Measurement(
      String name,
      String culture,
      String array,
      Instant at,
      State state,
      String reason,
      List<Impedance> electrodes) {

    Measurement become(State next, String why, List<Impedance> found) {
      return new Measurement(name, culture, array, at, next, why, found);
    }
  }

  private final Parts parts;
  private final Map<String, Measurement> all = new LinkedHashMap<>();

  Impedances(Parts parts) {
    this.parts = parts;
  }

  @Override
  public synchronized void accept(Entry entry) {
    switch (entry.what()) {
      case Kinds.IMPEDANCES_BEGUN -> {
        String name = entry.fact("measurement");
        all.put(
            name,
            new Measurement(
                name,
                entry.fact("culture"),
                entry.fact("array"),
                entry.at(),
                State.RUNNING,
                "",
                List.of()));
        if (all.size() > KEPT) {
          all.remove(all.keySet().iterator().next());
        }
      }
      case Kinds.IMPEDANCES_MEASURED ->
          all.computeIfPresent(
              entry.fact("measurement"),
              (name, one) -> one.become(State.MEASURED, "", electrodes(entry)));
      case Kinds.IMPEDANCES_FAILED ->
          all.computeIfPresent(
              entry.fact("measurement"),
              (name, one) -> one.become(State.FAILED, entry.fact("reason"), List.of()));
      case Kinds.STARTED ->
          all.replaceAll(
              (name, one) ->
                  one.state() == State.RUNNING
                      ? one.become(State.FAILED, "the controller ended meanwhile", List.of())
                      : one);
      default -> {}
    }
  }

  private static List<Impedance> electrodes(Entry entry) {
    double hertz = Double.parseDouble(entry.fact("hertz"));
    List<Impedance> found = new ArrayList<>();
    for (String one : entry.fact("electrodes").split(" ", -1)) {
      String[] values = one.split(":", -1);
      found.add(
          new Impedance(
              Integer.parseInt(values[0]),
              hertz,
              Double.parseDouble(values[1]),
              Double.parseDouble(values[2])));
    }
    return found;
  }

  /** The latest measurement of {@code culture}; empty if there is none. */
  public synchronized Optional<Measurement> latest(String culture) {
    return all.values().stream()
        .filter(one -> one.culture().equals(culture))
        .reduce((earlier, later) -> later);
  }

  /** Whether those of {@code culture} are being measured. */
  synchronized boolean running(String culture) {
    return all.values().stream()
        .anyMatch(one -> one.culture().equals(culture) && one.state() == State.RUNNING);
  }

  synchronized Measurement find(String name) {
    Measurement one = all.get(name);
    if (one == null) {
      throw new Refusal(
          "unknown.measurement", "", name, "measurement " + name + " was forgotten: make another");
    }
    return one;
  }

  /**
   * Admits a measurement of {@code subject} and writes that down; {@link #run} does it.
   *
   * @throws Refusal if its array measures no impedance, or is being measured, or another culture on
   *     it is held by somebody
   */
  Measurement begin(Request request, Subject subject, List<Subject> neighbours) {
    meter(subject);
    String array = subject.place().name();
    if (subject.electrodes().size() > MOST_ELECTRODES) {
      throw new Refusal(
          "impedance.electrodes",
          Integer.toString(MOST_ELECTRODES),
          Integer.toString(subject.electrodes().size()),
          "at most " + MOST_ELECTRODES + " electrodes of one culture are measured");
    }
    for (Subject other : neighbours) {
      if (parts.leases().leases().stream()
          .anyMatch(lease -> lease.resource().equals("culture:" + other.name()))) {
        throw new Refusal(
            "impedance.neighbour",
            "",
            other.name(),
            "the whole array is measured, and its samples stop meanwhile: culture "
                + other.name()
                + " lies on it too and somebody holds it; wait, or lease the rig");
      }
    }
    synchronized (this) {
      if (all.values().stream()
          .anyMatch(one -> one.array().equals(array) && one.state() == State.RUNNING)) {
        throw new Refusal(
            "busy.impedance", "1", array, "the electrodes of " + array + " are being measured");
      }
    }
    String name =
        parts
            .names()
            .apply("impedances\n" + request.who().name() + "\n" + request.key())
            .toString();
    parts
        .journal()
        .append(
            request.who().name(),
            Kinds.IMPEDANCES_BEGUN,
            request.facts(
                name, Map.of("measurement", name, "culture", subject.name(), "array", array)));
    return find(name);
  }

  /** Measures, which may take a minute. */
  void run(Measurement one, Subject subject) {
    try {
      List<Impedance> found =
          meter(subject).measure().stream()
              .filter(each -> subject.electrodes().contains(each.electrode()))
              .toList();
      if (found.isEmpty()) {
        failed(one, "the instrument told of none of the culture's electrodes");
      } else {
        measured(one, found);
      }
    } catch (Refusal | DeviceException | IllegalStateException e) {
      failed(one, String.valueOf(e.getMessage()));
    }
  }

  private void measured(Measurement one, List<Impedance> found) {
    List<String> texts = new ArrayList<>();
    for (Impedance each : found) {
      texts.add(
          String.format(
              Locale.ROOT, "%d:%.6g:%.2f", each.electrode(), each.ohms(), each.degrees()));
    }
    parts
        .journal()
        .append(
            "controller",
            Kinds.IMPEDANCES_MEASURED,
            Map.of(
                "measurement",
                one.name(),
                "hertz",
                Double.toString(found.get(0).hertz()),
                "electrodes",
                String.join(" ", texts)));
  }

  private void failed(Measurement one, String reason) {
    parts
        .journal()
        .append(
            "controller",
            Kinds.IMPEDANCES_FAILED,
            Map.of("measurement", one.name(), "reason", Refusals.shortened(reason)));
  }

  private static ImpedanceMeter meter(Subject subject) {
    return subject
        .place()
        .array()
        .impedanceMeter()
        .orElseThrow(
            () ->
                new Refusal(
                    "unknown.impedance",
                    "",
                    subject.place().name(),
                    "array "
                        + subject.place().name()
                        + " does not measure impedance; one of Intan's does with option folder"));
  }
}
