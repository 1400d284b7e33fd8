package org.wetstack.lab.desk;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.wetstack.hal.AppliedStimulus;
import org.wetstack.hal.DeviceException;
import org.wetstack.hal.DeviceException.Outcome;
import org.wetstack.hal.LoadedStimulus;
import org.wetstack.hal.OperationId;
import org.wetstack.hal.Receipt;
import org.wetstack.hal.Stimulator;
import org.wetstack.hal.Stimulus;
import org.wetstack.hal.spi.Waiting;
import org.wetstack.lab.desk.Operation.Kind;
import org.wetstack.lab.journal.Kinds;
import org.wetstack.lab.safety.Refusal;
import org.wetstack.lab.safety.StimulusFacts;

/** Loads stimuli that were admitted, fires them, and loads them again on a new session. */
final class Stimuli {

  private static final String CONTROLLER = "controller";

  /** How long the answer to a trigger is waited for; it is written down whenever it comes. */
  private static final Duration ANSWER = Duration.ofSeconds(2);

  /** A stimulus in force: the device may be without it for a while. */
  private static final class Held {
    final String name;
    final Subject subject;
    final Stimulus wanted;
    final AppliedStimulus applied;
    volatile @Nullable LoadedStimulus loaded;

    Held(String name, Subject subject, Stimulus wanted, AppliedStimulus applied) {
      this.name = name;
      this.subject = subject;
      this.wanted = wanted;
      this.applied = applied;
    }
  }

  /** A train that is in the journal and not yet asked for. */
  record Intended(OperationId id, LoadedStimulus stimulus, OptionalLong sample) {}

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
    String name = "s" + HexFormat.of().toHexDigits(OperationId.random().value()).substring(4);
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
    try {
      one.loaded = same(one, one.subject.stimulator());
    } catch (IllegalStateException full) {
      forget(one, String.valueOf(full.getMessage()));
      throw new Refusal("busy.stimuli", "", name, String.valueOf(full.getMessage()));
    } catch (RuntimeException e) {
      forget(one, String.valueOf(e.getMessage()));
      throw e;
    }
    if (parts.stop().latched()) {
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
    Held one = find(culture, name);
    LoadedStimulus loaded = one.loaded;
    if (loaded != null) {
      loaded.close();
    }
    forget(one, reason);
  }

  /** Looks at the limits, and writes the intent down. */
  Intended intend(Request request, Subject subject, Desk.Step.Fire asked) {
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
    OperationId id = parts.operations().fresh(asked.name());
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
    return new Intended(id, loaded, sample);
  }

  void withdraw(Intended intended, String reason) {
    parts.outcomes().notDone(Kind.TRAIN, intended.id(), reason);
  }

  /** Fires, and waits a moment for the receipt; it is written down whenever it comes. */
  void fire(Intended intended) {
    CompletionStage<Receipt> answer =
        intended.sample().isPresent()
            ? intended.stimulus().triggerAt(intended.id(), intended.sample().getAsLong())
            : intended.stimulus().trigger(intended.id());
    var written =
        answer
            .handleAsync(
                (receipt, failure) -> told(intended.id(), receipt, failure), parts.executor())
            .toCompletableFuture();
    try {
      Waiting.await(parts.time(), written, ANSWER, "no receipt yet");
    } catch (DeviceException e) {
      if (e.reason() != DeviceException.Reason.TIMEOUT) {
        throw e;
      }
      // It is intended still, and will be told of when the device has answered.
    }
  }

  private @Nullable Void told(
      OperationId id, @Nullable Receipt receipt, @Nullable Throwable failure) {
    if (receipt != null) {
      parts.outcomes().trainBegun(id, receipt.firstSample());
      return null;
    }
    DeviceException why = Waiting.failure(failure == null ? new IllegalStateException() : failure);
    if (why.outcome() == Outcome.NOT_DONE) {
      parts.outcomes().notDone(Kind.TRAIN, id, String.valueOf(why.getMessage()));
    } else {
      parts.outcomes().unknown(Kind.TRAIN, id, String.valueOf(why.getMessage()));
    }
    return null;
  }

  /** Asks {@code stimulator} what became of {@code id}. */
  void resolve(OperationId id, Stimulator stimulator) {
    try {
      stimulator
          .receipt(id)
          .ifPresentOrElse(
              receipt -> parts.outcomes().trainBegun(id, receipt.firstSample()),
              () -> parts.outcomes().notDone(Kind.TRAIN, id, "the device has never fired it"));
    } catch (DeviceException e) {
      parts.outcomes().unknown(Kind.TRAIN, id, String.valueOf(e.getMessage()));
    }
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
   * cultures on the same array are armed again.
   */
  void end(Subject subject, String reason) {
    if (subject.array().isEmpty() || of(subject.name()).isEmpty()) {
      return;
    }
    try {
      subject.stimulator().stop();
    } catch (Refusal notReady) {
      // Without a session nothing plays that the device has not ended by itself.
    }
    for (Held one : of(subject.name())) {
      unload(subject.name(), one.name, reason);
    }
    String station = subject.place().station().name();
    for (Held other : on(station)) {
      LoadedStimulus loaded = other.loaded;
      if (loaded != null) {
        loaded.arm();
      }
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
