package org.wetstack.lab.desk;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.wetstack.hal.AppliedStimulus;
import org.wetstack.hal.DeviceException;
import org.wetstack.hal.DeviceException.Outcome;
import org.wetstack.hal.LoadedStimulus;
import org.wetstack.hal.OperationId;
import org.wetstack.hal.Stimulator;
import org.wetstack.hal.Stimulus;
import org.wetstack.lab.journal.Kinds;
import org.wetstack.lab.safety.Refusal;
import org.wetstack.lab.safety.StimulusFacts;

/** Loads stimuli that were admitted, and loads them again on a new session. */
final class Stimuli {

  private static final String CONTROLLER = "controller";

  /** A stimulus in force: the device may be without it for a while. */
  static final class Held {
    final String name;
    final Subject subject;
    final Stimulus wanted;
    final AppliedStimulus applied;
    volatile @Nullable LoadedStimulus loaded;

    /** What was switched off since then has to be armed before it is fired. */
    volatile Stops.@Nullable Mark armed;

    Held(String name, Subject subject, Stimulus wanted, AppliedStimulus applied) {
      this.name = name;
      this.subject = subject;
      this.wanted = wanted;
      this.applied = applied;
    }
  }

  private final Parts parts;
  private final Map<String, Held> held = new LinkedHashMap<>();

  Stimuli(Parts parts) {
    this.parts = parts;
  }

  /** Looks at the limits, and writes down that the stimulus is in force. */
  Desk.Loaded intend(Request request, Subject subject, Stimulus wanted) {
    for (int electrode : wanted.electrodes()) {
      if (!subject.electrodes().contains(electrode)) {
        throw new Refusal(
            "stimulus.electrode",
            "",
            Integer.toString(electrode),
            "electrode " + electrode + " is none of culture " + subject.name());
      }
    }
    AppliedStimulus applied = subject.stimulator().limits().quantise(wanted);
    subject.envelope().admitLoad(applied, parts.time().now());
    String name = "s" + HexFormat.of().toHexDigits(parts.name(request).value()).substring(4);
    Map<String, String> facts = new TreeMap<>(StimulusFacts.of(applied));
    facts.put("stimulus", name);
    facts.put("culture", subject.name());
    facts.put("instrument", subject.place().name());
    parts.journal().append(request.who().name(), Kinds.STIMULUS_LOADED, request.facts(name, facts));
    synchronized (held) {
      held.put(name, new Held(name, subject, wanted, applied));
    }
    return new Desk.Loaded(name, applied);
  }

  /**
   * Has the device take it.
   *
   * @throws DeviceException if it did not; the stimulus is in force no more
   */
  void load(String name) {
    Held one = find(name);
    Stops.Mark mark = parts.stops().mark(one.subject.name());
    try {
      one.armed = mark;
      one.loaded = same(one, one.subject.stimulator());
    } catch (IllegalStateException full) {
      forget(one, String.valueOf(full.getMessage()));
      throw new Refusal("busy.stimuli", "", name, String.valueOf(full.getMessage()));
    } catch (RuntimeException e) {
      forget(one, String.valueOf(e.getMessage()));
      throw e;
    }
    if (parts.stops().since(mark) || parts.stop().holds()) {
      one.armed = null;
      one.subject.stimulator().stop();
    }
  }

  /** Loads what was agreed, or nothing. */
  private static LoadedStimulus same(Held one, Stimulator stimulator) {
    LoadedStimulus loaded = stimulator.load(one.wanted);
    if (!loaded.applied().equals(one.applied)) {
      loaded.close();
      throw new DeviceException(
          DeviceException.Reason.PROTOCOL,
          Outcome.NOT_DONE,
          "the device made " + loaded.applied() + " of it, where " + one.applied + " was admitted");
    }
    return loaded;
  }

  Desk.Loaded known(String name) {
    Held one = find(name);
    return new Desk.Loaded(one.name, one.applied);
  }

  void unload(String culture, String name, String reason) {
    drop(find(culture, name), reason);
  }

  /** Looks at the limits, and writes the intent down. */
  Trains.Intended intend(Request request, Subject subject, Desk.Step.Fire asked, Stops.Mark mark) {
    String name = asked.stimulus();
    OptionalLong sample = asked.sample();
    Held one = find(subject.name(), name);
    LoadedStimulus loaded = one.loaded;
    if (loaded == null) {
      subject.place().station().instrument();
      throw new Refusal(
          "stimulus.not-loaded",
          "",
          name,
          "stimulus " + name + " is not on the device yet: wait until it is loaded again");
    }
    OperationId id = parts.name(request, asked.name());
    Instant now = parts.time().now();
    long from = subject.millisAt(sample, now);
    subject.envelope().admitTrain(name, id.toString(), from, now);
    Map<String, String> facts = new TreeMap<>();
    facts.put("operation", id.toString());
    facts.put("stimulus", name);
    facts.put("culture", subject.name());
    facts.put("instrument", subject.place().name());
    facts.put("from", Long.toString(from));
    sample.ifPresent(at -> facts.put("sample", Long.toString(at)));
    parts
        .journal()
        .append(request.who().name(), Kinds.TRAIN_INTENDED, request.facts(id.toString(), facts));
    return new Trains.Intended(id, one, loaded, sample, mark);
  }

  /** The session with these stimuli is gone. */
  void lost(String station) {
    for (Held one : on(station)) {
      one.loaded = null;
    }
  }

  /** Loads everything that is in force on {@code station} again; what is refused is no more. */
  void reload(String station, Stimulator stimulator) {
    for (Held one : on(station)) {
      try {
        one.armed = null;
        one.loaded = same(one, stimulator);
      } catch (DeviceException e) {
        if (e.reason() == DeviceException.Reason.LINK_LOST) {
          throw e;
        }
        forget(one, String.valueOf(e.getMessage()));
      } catch (RuntimeException e) {
        forget(one, String.valueOf(e.getMessage()));
      }
    }
  }

  /**
   * Stops what plays for {@code subject}, and takes its stimuli out of force. Those of other
   * cultures on the same array are armed again when they are fired next.
   *
   * @throws Refusal if there is no session; nothing is in force all the same
   * @throws DeviceException if the device has not stopped; nothing is in force all the same
   */
  void end(Subject subject, String reason) {
    if (subject.array().isEmpty() || of(subject.name()).isEmpty()) {
      return;
    }
    on(subject.place().station().name()).forEach(one -> one.armed = null);
    @Nullable RuntimeException failure = null;
    try {
      subject.stimulator().stop();
    } catch (Refusal | DeviceException e) {
      failure = e;
    }
    for (Held one : of(subject.name())) {
      try {
        drop(one, reason);
      } catch (DeviceException e) {
        failure = e;
      }
    }
    if (failure != null) {
      throw failure;
    }
  }

  private void drop(Held one, String reason) {
    LoadedStimulus loaded = one.loaded;
    try {
      if (loaded != null) {
        loaded.close();
      }
    } finally {
      forget(one, reason);
    }
  }

  private void forget(Held one, String reason) {
    synchronized (held) {
      held.remove(one.name);
    }
    one.loaded = null;
    unloaded(one.name, one.subject.name(), reason);
  }

  private void unloaded(String name, String culture, String reason) {
    parts
        .journal()
        .append(
            CONTROLLER,
            Kinds.STIMULUS_UNLOADED,
            Map.of("stimulus", name, "culture", culture, "reason", reason));
  }

  /**
   * Takes out of force what an earlier run of the controller had loaded: the session that held it
   * is gone, and whoever wanted it loads it again.
   */
  void forgetBefore(Map<String, String> loaded) {
    loaded.forEach((name, culture) -> unloaded(name, culture, "the controller was started again"));
  }

  private List<Held> on(String station) {
    synchronized (held) {
      return held.values().stream()
          .filter(one -> one.subject.place().station().name().equals(station))
          .toList();
    }
  }

  private List<Held> of(String culture) {
    synchronized (held) {
      return new ArrayList<>(
          held.values().stream().filter(one -> one.subject.name().equals(culture)).toList());
    }
  }

  private Held find(String culture, String name) {
    Held one = find(name);
    if (!one.subject.name().equals(culture)) {
      throw unknown(name);
    }
    return one;
  }

  private Held find(String name) {
    synchronized (held) {
      Held one = held.get(name);
      if (one == null) {
        throw unknown(name);
      }
      return one;
    }
  }

  private static Refusal unknown(String name) {
    return new Refusal(
        "unknown.stimulus", "", name, "no stimulus '" + name + "' is loaded: load it first");
  }
}
