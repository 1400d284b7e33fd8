package org.wetstack.lab.safety;

import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.wetstack.hal.AppliedStimulus;
import org.wetstack.lab.journal.Entry;
import org.wetstack.lab.journal.Kinds;

/**
 * What the journal says of stimuli and trains on one array. Trains are kept until the longest
 * window has passed them. Not for several threads.
 */
final class Trains {

  private static final long LONGEST_WINDOW_MILLIS = 10_000;

  private final String instrument;
  private final Map<String, AppliedStimulus> loaded = new HashMap<>();
  private final Map<String, Train> trains = new LinkedHashMap<>();
  private final ChargeLedger ledger = new ChargeLedger();
  private long latestMillis = Long.MIN_VALUE;

  Trains(String instrument) {
    this.instrument = instrument;
  }

  int loaded() {
    return loaded.size();
  }

  @Nullable AppliedStimulus loaded(String stimulus) {
    return loaded.get(stimulus);
  }

  boolean isKnown(String operation) {
    return trains.containsKey(operation);
  }

  ChargeLedger ledger() {
    return ledger;
  }

  /** The latest time of all entries. */
  long latestMillis() {
    return latestMillis;
  }

  /** {@code now}, unless something was later. */
  long at(Instant now) {
    return Math.max(latestMillis, now.toEpochMilli());
  }

  List<String> unresolved() {
    return trains.entrySet().stream()
        .filter(train -> !train.getValue().isPlaced())
        .map(Map.Entry::getKey)
        .toList();
  }

  /** Those that may be within the longest window before or after {@code fresh}. */
  List<Train> around(Train fresh, long now) {
    long begins = Math.subtractExact(fresh.from(), LONGEST_WINDOW_MILLIS);
    long ends = Math.addExact(fresh.end(now), LONGEST_WINDOW_MILLIS);
    return trains.values().stream()
        .filter(other -> other.end(now) > begins && other.from() < ends)
        .toList();
  }

  /** The electrodes whose impedances {@code entry} says were found good. */
  Optional<List<Integer>> accept(Entry entry) {
    latestMillis = at(entry.at());
    switch (entry.what()) {
      case Kinds.STARTED -> {
        loaded.clear();
        trains.values().forEach(train -> cut(train, Long.MAX_VALUE));
      }
      case Kinds.STIMULUS_LOADED -> load(entry);
      case Kinds.STIMULUS_UNLOADED -> unload(entry.fact("stimulus"));
      case Kinds.TRAIN_INTENDED -> intend(entry);
      case Kinds.TRAIN_BEGUN -> begin(entry.fact("operation"));
      case Kinds.TRAIN_UNKNOWN -> giveUp(entry.fact("operation"));
      case Kinds.TRAIN_NOT_DONE -> dismiss(entry.fact("operation"));
      case Kinds.STOP_LATCHED -> trains.values().forEach(train -> cut(train, Long.MAX_VALUE));
      case Kinds.INSTRUMENT_LOST -> {
        if (isMine(entry)) {
          trains.values().forEach(train -> cut(train, Long.MAX_VALUE));
        }
      }
      case Kinds.IMPEDANCES_CHECKED -> {
        return isMine(entry) ? Optional.of(StimulusFacts.electrodes(entry)) : Optional.empty();
      }
      default -> {}
    }
    return Optional.empty();
  }

  private boolean isMine(Entry entry) {
    return entry.fact("instrument").equals(instrument);
  }

  private void load(Entry entry) {
    if (isMine(entry)) {
      loaded.put(entry.fact("stimulus"), StimulusFacts.read(entry));
    }
  }

  private void unload(String stimulus) {
    if (loaded.remove(stimulus) != null) {
      trains.values().stream()
          .filter(train -> train.name().equals(stimulus))
          .forEach(train -> cut(train, latestMillis));
    }
  }

  private void intend(Entry entry) {
    AppliedStimulus stimulus = loaded.get(entry.fact("stimulus"));
    String operation = entry.fact("operation");
    if (stimulus == null || trains.containsKey(operation)) {
      return;
    }
    trains.values().removeIf(train -> isOver(train));
    long ahead = Math.subtractExact(entry.whole("from"), entry.at().toEpochMilli());
    long from = Math.addExact(latestMillis, Math.max(0, ahead));
    trains.put(operation, new Train(entry.fact("stimulus"), stimulus, from));
    ledger.mayFlow(stimulus.electrodes(), StimulusCheck.residual(stimulus));
  }

  private boolean isOver(Train train) {
    return train.isPlaced()
        && Math.addExact(train.end(latestMillis), LONGEST_WINDOW_MILLIS) <= latestMillis;
  }

  private void begin(String operation) {
    Train train = trains.get(operation);
    if (train != null && !train.hasBegun()) {
      train.place(latestMillis, true);
      if (!train.wasCut()) {
        ledger.hasFlowed(train.electrodes(), StimulusCheck.residual(train.stimulus()));
      }
    }
  }

  private void giveUp(String operation) {
    Train train = trains.get(operation);
    if (train != null) {
      train.place(latestMillis, false);
    }
  }

  /** What has begun cannot be undone, whatever the device says of it later. */
  private void dismiss(String operation) {
    Train train = trains.get(operation);
    if (train != null && !train.hasBegun()) {
      trains.remove(operation);
      ledger.willNotFlow(train.electrodes(), StimulusCheck.residual(train.stimulus()));
    }
  }

  private void cut(Train train, long until) {
    if (train.end(latestMillis) <= latestMillis) {
      return;
    }
    if (train.hasBegun() && !train.wasCut()) {
      ledger.wasCut(train.electrodes(), StimulusCheck.residual(train.stimulus()));
    }
    train.cut(until);
  }
}
