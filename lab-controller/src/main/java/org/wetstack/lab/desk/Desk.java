package org.wetstack.lab.desk;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.wetstack.hal.AppliedStimulus;
import org.wetstack.hal.DeviceException;
import org.wetstack.hal.Dose;
import org.wetstack.hal.Flash;
import org.wetstack.hal.OperationId;
import org.wetstack.hal.Stimulus;
import org.wetstack.lab.access.Principal;
import org.wetstack.lab.journal.JournalException;
import org.wetstack.lab.journal.Kinds;
import org.wetstack.lab.safety.Refusal;
import org.wetstack.lab.supervise.Station;

/**
 * Does what people and programs ask for, if it may be done. May be used by any thread; a call
 * returns when the device has answered, or in its bounds.
 */
public final class Desk {

  /** One step of a transaction; {@code name} is what its operation shall be called, if anything. */
  public sealed interface Step {

    record Give(String reservoir, Dose dose, Optional<OperationId> name) implements Step {

      public Give(String reservoir, Dose dose) {
        this(reservoir, dose, Optional.empty());
      }
    }

    /** {@code light} as the rig file names it; empty if the culture has only one. */
    record Shine(String light, Flash flash, Optional<OperationId> name) implements Step {

      public Shine(String light, Flash flash) {
        this(light, flash, Optional.empty());
      }
    }

    record Fire(String stimulus, OptionalLong sample, Optional<OperationId> name) implements Step {

      public Fire(String stimulus, OptionalLong sample) {
        this(stimulus, sample, Optional.empty());
      }
    }
  }

  /** A stimulus in force, by its name and as the hardware plays it. */
  public record Loaded(String name, AppliedStimulus applied) {}

  /** How an emergency stop went at one instrument; {@code failure} is empty if it has stopped. */
  public record Stopped(String instrument, Duration took, String failure) {}

  static final int MOST_STEPS = 64;
  private static final String REFUSED = "another step of its transaction was refused";

  private final Parts parts;
  private final Map<String, Subject> subjects;
  private final Admission admission;
  private final Doses doses;
  private final Flashes flashes;
  private final Stimuli stimuli;
  private final Trains trains;
  private final Halt halt;
  private final Taps taps;
  private final Archive archive;
  private final Impedances impedances;
  private final Alarms alarms;
  private final Flows flows;

  Desk(
      Parts parts,
      Map<String, Subject> subjects,
      Admission admission,
      Doses doses,
      Flashes flashes,
      Stimuli stimuli,
      Trains trains,
      Halt halt,
      Taps taps,
      Archive archive,
      Impedances impedances,
      Alarms alarms) {
    this.parts = parts;
    this.subjects = subjects;
    this.admission = admission;
    this.doses = doses;
    this.flashes = flashes;
    this.stimuli = stimuli;
    this.trains = trains;
    this.halt = halt;
    this.taps = taps;
    this.archive = archive;
    this.impedances = impedances;
    this.alarms = alarms;
    this.flows = new Flows(parts);
  }

  /**
   * Gives a dose; returns once the pump has begun, or has not.
   *
   * @throws Refusal if it is not admitted
   */
  public Operation give(Request request, String culture, String reservoir, Dose dose) {
    return transact(request, culture, List.of(new Step.Give(reservoir, dose))).get(0);
  }

  /**
   * Flashes a light; returns once it is lit, or is not.
   *
   * @throws Refusal if it is not admitted
   */
  public Operation shine(Request request, String culture, String light, Flash flash) {
    return transact(request, culture, List.of(new Step.Shine(light, flash))).get(0);
  }

  /** Fires a stimulus; returns once the device has answered, or after two seconds. */
  public Operation fire(Request request, String culture, String stimulus, OptionalLong sample) {
    return transact(request, culture, List.of(new Step.Fire(stimulus, sample))).get(0);
  }

  /**
   * Does several things: all are admitted, or none. They are begun in the order given, each when
   * the one before has begun; what fails then does not keep the others from being begun.
   *
   * @throws Refusal if one of them is not admitted; nothing was done
   */
  public List<Operation> transact(Request request, String culture, List<Step> steps) {
    if (steps.isEmpty() || steps.size() > MOST_STEPS) {
      throw new IllegalArgumentException(
          "a transaction has 1 to " + MOST_STEPS + " steps, not " + steps.size());
    }
    Subject subject = subject(culture);
    List<Runnable> effects = new ArrayList<>();
    List<OperationId> ids =
        admission.admit(
            request,
            culture,
            made -> made.stream().map(Operations::id).toList(),
            mark -> intend(request, subject, steps, mark, effects));
    effects.forEach(Runnable::run);
    return ids.stream().map(this::operation).toList();
  }

  private List<OperationId> intend(
      Request request, Subject subject, List<Step> steps, Stops.Mark mark, List<Runnable> effects) {
    List<OperationId> ids = new ArrayList<>();
    List<Runnable> undo = new ArrayList<>();
    try {
      for (Step step : steps) {
        if (step instanceof Step.Give give) {
          Doses.Intended one = doses.intend(request, subject, give, mark);
          ids.add(one.id());
          undo.add(() -> doses.withdraw(one, REFUSED));
          effects.add(() -> doses.begin(one));
        } else if (step instanceof Step.Shine shine) {
          Flashes.Intended one = flashes.intend(request, subject, shine, mark);
          ids.add(one.id());
          undo.add(() -> flashes.withdraw(one, REFUSED));
          effects.add(() -> flashes.begin(one));
        } else if (step instanceof Step.Fire fire) {
          Trains.Intended one = stimuli.intend(request, subject, fire, mark);
          ids.add(one.id());
          undo.add(() -> trains.withdraw(one, REFUSED));
          effects.add(() -> trains.fire(one));
        }
      }
      return ids;
    } catch (RuntimeException e) {
      effects.clear();
      undo.forEach(Runnable::run);
      throw e;
    }
  }

  /**
   * What is known of a dose, a train or a flash.
   *
   * @throws Refusal {@code unknown.operation} if there was none; {@code operation.forgotten} if
   *     there may have been one, long ago
   */
  public Operation operation(OperationId id) {
    return parts
        .operations()
        .find(id)
        .orElseThrow(
            () ->
                new Refusal(
                    parts.operations().complete() ? "unknown.operation" : "operation.forgotten",
                    "",
                    id.toString(),
                    "nothing is known of operation " + id));
  }

  /** The same, once nothing more is to come, or after {@code most}. */
  public Operation operation(OperationId id, Duration most) {
    return parts.operations().await(id, most, parts.time()).orElseGet(() -> operation(id));
  }

  /**
   * Loads a stimulus and arms it.
   *
   * @throws Refusal if it is not admitted
   * @throws DeviceException if the device did not take it
   */
  public Loaded load(Request request, String culture, Stimulus wanted) {
    Subject subject = subject(culture);
    List<String> fresh = new ArrayList<>();
    Loaded loaded =
        admission.admit(
            request,
            culture,
            made -> stimuli.known(made.get(0)),
            mark -> {
              Loaded now = stimuli.intend(request, subject, wanted);
              fresh.add(now.name());
              return now;
            });
    fresh.forEach(stimuli::load);
    return loaded;
  }

  /** Disarms a stimulus, and frees its place on the device. */
  public void unload(Request request, String culture, String stimulus) {
    subject(culture);
    admission.check(request, culture);
    stimuli.unload(culture, stimulus, "unloaded by " + request.who().name());
  }

  /**
   * The stream of the array that {@code culture} lies on.
   *
   * @throws Refusal {@code instrument.not-ready} while there is none
   */
  public Taps.Stream stream(String culture) {
    return taps.stream(subject(culture).place().name());
  }

  /** The electrodes of {@code culture}. */
  public Set<Integer> electrodes(String culture) {
    return subject(culture).electrodes();
  }

  /** Begins a recording of the array that a culture lies on. */
  public Archive.Kept record(Request request, String culture, String title, boolean withPast) {
    Taps.Stream stream = stream(culture);
    return admission.admitListening(
        request,
        culture,
        made -> archive.find(made.get(0)),
        mark -> archive.start(request, culture, stream.tap(), title, withPast));
  }

  /**
   * Begins to measure the impedances of a culture's electrodes; does not wait for the end.
   *
   * @throws Refusal if it is not admitted
   */
  public Impedances.Measurement measureImpedances(Request request, String culture) {
    Subject subject = subject(culture);
    List<Impedances.Measurement> fresh = new ArrayList<>();
    Impedances.Measurement begun =
        admission.admit(
            request,
            culture,
            made -> impedances.find(made.get(0)),
            mark -> {
              Impedances.Measurement now = impedances.begin(request, subject, neighbours(subject));
              fresh.add(now);
              return now;
            });
    fresh.forEach(one -> parts.later(() -> impedances.run(one, subject)));
    return begun;
  }

  private List<Subject> neighbours(Subject subject) {
    String array = subject.place().name();
    return subjects.values().stream()
        .filter(other -> !other.equals(subject))
        .filter(other -> other.array().filter(spot -> spot.name().equals(array)).isPresent())
        .toList();
  }

  /** {@code dose}, with what its pump says of it now while it flows; as it is known otherwise. */
  public Operation flowing(Operation dose) {
    return flows.ask(dose);
  }

  /** {@code flash}, with what its light says of it now while it is lit. */
  public Operation shining(Operation flash) {
    return flows.askLight(flash);
  }

  /** Stops the flow from one reservoir. Needs no lease. */
  public void stopFlow(Principal who, String culture, String reservoir, String reason) {
    Subject subject = subject(culture);
    Subject.Spot pump = subject.source(reservoir).pump();
    stop(who, subject, "reservoir " + reservoir, reason, () -> pump.pump().stop());
  }

  /** Puts out a light of a culture. Needs no lease. */
  public void putOut(Principal who, String culture, String light, String reason) {
    Subject subject = subject(culture);
    Subject.Spot spot = subject.light(light);
    stop(who, subject, "light " + spot.name(), reason, () -> spot.light().stop());
  }

  /** Stops the trains of a culture, and unloads its stimuli. Needs no lease. */
  public void stopStimuli(Principal who, String culture, String reason) {
    Subject subject = subject(culture);
    String why = "stopped by " + who.name() + ": " + Refusals.shortened(reason);
    stop(who, subject, "stimuli", reason, () -> stimuli.end(subject, why));
  }

  /**
   * Stops what runs on a culture, and disarms its stimuli. Needs no lease.
   *
   * @throws DeviceException if an instrument that is there has not stopped; all were asked
   */
  public void stop(Principal who, String culture, String reason) {
    Subject subject = subject(culture);
    String why = "stopped by " + who.name() + ": " + Refusals.shortened(reason);
    stop(
        who,
        subject,
        "all",
        reason,
        () -> {
          List<String> failures = end(subject, why);
          if (!failures.isEmpty()) {
            throw new DeviceException(
                DeviceException.Reason.FAULT,
                DeviceException.Outcome.UNKNOWN,
                "not everything has stopped: " + String.join("; ", failures));
          }
        });
  }

  /** It stops first and is written down then: a stop waits for no disk. */
  private void stop(Principal who, Subject subject, String what, String reason, Runnable stop) {
    parts.stops().culture(subject.name());
    try {
      stop.run();
    } finally {
      parts
          .journal()
          .append(
              who.name(),
              Kinds.CULTURE_STOPPED,
              Map.of(
                  "culture", subject.name(), "what", what, "reason", Refusals.shortened(reason)));
    }
  }

  /** Everything off that ran under a lease of {@code resource}. */
  public void leaseEnded(String resource, String reason) {
    for (Subject subject : subjects.values()) {
      if (resource.equals("rig") || resource.equals("culture:" + subject.name())) {
        parts.stops().culture(subject.name());
        for (String failure : end(subject, reason)) {
          alarms.raise(
              parts.journal(), "stop", reason + "; culture " + subject.name() + ": " + failure);
        }
      }
    }
  }

  /** Asks all that may run to stop, whichever of them fail; tells of those. */
  private List<String> end(Subject subject, String reason) {
    List<String> failures = new ArrayList<>();
    for (Subject.Source source : subject.sources().values()) {
      Subject.Spot spot = source.pump();
      if (isBusyWith(subject, spot)) {
        attempt(spot.station(), () -> spot.pump().stop(), failures);
      }
    }
    for (Subject.Spot spot : subject.lights()) {
      if (isBusyWith(subject, spot)) {
        attempt(spot.station(), () -> spot.light().stop(), failures);
      }
    }
    subject
        .array()
        .ifPresent(spot -> attempt(spot.station(), () -> stimuli.end(subject, reason), failures));
    return failures;
  }

  private boolean isBusyWith(Subject subject, Subject.Spot spot) {
    return parts.operations().unresolved(spot.station().name()).stream()
        .anyMatch(one -> one.culture().equals(subject.name()) && one.device().equals(spot.name()));
  }

  private void attempt(Station station, Runnable stop, List<String> failures) {
    try {
      stop.run();
    } catch (Refusal notReady) {
      // It is stopped before anybody else works with it.
      parts.stops().owe(station.name());
    } catch (DeviceException e) {
      parts.stops().owe(station.name());
      failures.add(station.name() + ": " + e.getMessage());
    }
  }

  /**
   * Stops every output at once, and keeps it so until two people release it. Waits for no lock and
   * no disk; that it was pressed is written down while the instruments stop. If that fails, {@code
   * journal} is among those that have not.
   */
  public List<Stopped> emergencyStop(Principal who, String reason) {
    parts.stop().press();
    parts.stops().everything();
    Collection<Station> stations = parts.stations().values();
    List<CompletableFuture<Stopped>> begun = halt.begin(stations);
    List<Stopped> all = new ArrayList<>();
    try {
      parts
          .journal()
          .append(who.name(), Kinds.STOP_LATCHED, Map.of("reason", Refusals.shortened(reason)));
    } catch (JournalException e) {
      // Whoever pressed it must hear what has stopped all the same.
      all.add(new Stopped("journal", Duration.ZERO, String.valueOf(e.getMessage())));
    }
    all.addAll(halt.outcome(stations, begun));
    return all;
  }

  /** Every output off, without latching. */
  public List<Stopped> standStill() {
    parts.stops().everything();
    Collection<Station> stations = parts.stations().values();
    return halt.outcome(stations, halt.begin(stations));
  }

  /** Whether the emergency stop is in force. */
  public Optional<String> stopped() {
    return parts.stop().reason();
  }

  Subject subject(String culture) {
    Subject subject = subjects.get(culture);
    if (subject == null) {
      throw new Refusal(
          "unknown.culture",
          "",
          culture,
          "the rig has no culture '" + culture + "'; it has " + subjects.keySet());
    }
    return subject;
  }
}
