package org.wetstack.lab.desk;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.wetstack.hal.Alarm;
import org.wetstack.hal.AppliedStimulus;
import org.wetstack.hal.Delivered;
import org.wetstack.hal.Dose;
import org.wetstack.hal.OperationId;
import org.wetstack.hal.Receipt;
import org.wetstack.hal.units.FlowRate;
import org.wetstack.hal.units.Volume;
import org.wetstack.lab.journal.Entry;
import org.wetstack.lab.journal.Kinds;
import org.wetstack.lab.recording.DoseOutcome;
import org.wetstack.lab.recording.RecordSink;
import org.wetstack.lab.safety.StimulusFacts;

/**
 * Tells recordings what the journal tells: stimuli, trains, doses, flashes and alarms of the
 * cultures that are recorded. So nothing can be done to a culture that its recording does not hear
 * of. Follows the journal, which it must never end: a recording that was closed a moment ago is no
 * reason to. Thread-safe.
 */
final class Chronicle implements Consumer<Entry> {

  /** Operations under way that are remembered; more than a lab has at a time. */
  static final int MOST_UNDER_WAY = 10_000;

  private record Loaded(String array, AppliedStimulus applied) {}

  private record Train(String array, String stimulus) {}

  private record Given(String array, String pump, Dose dose) {}

  /** {@code words} of the notes that tell of it. */
  private record Shone(String array, String words) {}

  private final Taps taps;
  private final Function<String, Optional<String>> arrayOf;
  private final Map<String, Loaded> stimuli = new LinkedHashMap<>();
  private final Map<OperationId, Train> trains = new LinkedHashMap<>();
  private final Map<OperationId, Given> doses = new LinkedHashMap<>();
  private final Map<OperationId, Shone> flashes = new LinkedHashMap<>();

  /**
   * @param arrayOf the array that the culture of a name lies on; empty if it lies on none
   */
  Chronicle(Taps taps, Function<String, Optional<String>> arrayOf) {
    this.taps = taps;
    this.arrayOf = arrayOf;
  }

  @Override
  public synchronized void accept(Entry entry) {
    switch (entry.what()) {
      case Kinds.STIMULUS_LOADED -> loaded(entry);
      case Kinds.STIMULUS_UNLOADED -> stimuli.remove(entry.fact("stimulus"));
      case Kinds.TRAIN_INTENDED ->
          put(trains, id(entry), new Train(entry.fact("instrument"), entry.fact("stimulus")));
      case Kinds.TRAIN_BEGUN -> trainBegun(entry);
      case Kinds.TRAIN_NOT_DONE -> trains.remove(id(entry));
      case Kinds.DOSE_INTENDED -> doseIntended(entry);
      case Kinds.DOSE_BEGUN -> doseBegun(entry);
      case Kinds.DOSE_NOT_DONE -> doses.remove(id(entry));
      case Kinds.DOSE_UNKNOWN -> doseUnknown(entry);
      case Kinds.DOSE_ENDED -> doseEnded(entry);
      case Kinds.FLASH_INTENDED -> flashIntended(entry);
      case Kinds.FLASH_BEGUN -> flash(flashes.get(id(entry)), "is lit");
      case Kinds.FLASH_NOT_DONE -> flashes.remove(id(entry));
      case Kinds.FLASH_UNKNOWN ->
          flash(flashes.get(id(entry)), "may have been lit: " + entry.fact("reason"));
      case Kinds.FLASH_ENDED ->
          flash(
              flashes.remove(id(entry)),
              "was lit for %s µs: %s".formatted(entry.fact("micros"), entry.fact("end")));
      case Kinds.ALARM_RAISED -> {
        var alarm = new Alarm("controller", entry.fact("code"), entry.fact("detail"), false);
        taps.tellAll(sink -> sink.alarm(alarm));
      }
      default -> {}
    }
  }

  /** Tells {@code sink}, which has just begun to record {@code array}, what was loaded before. */
  synchronized void introduce(String array, RecordSink sink) {
    stimuli.forEach(
        (name, one) -> {
          if (one.array().equals(array)) {
            describe(name, one.applied(), sink);
          }
        });
  }

  private void loaded(Entry entry) {
    String name = entry.fact("stimulus");
    var one = new Loaded(entry.fact("instrument"), StimulusFacts.read(entry));
    stimuli.put(name, one);
    taps.tell(one.array(), sink -> describe(name, one.applied(), sink));
  }

  private static void describe(String name, AppliedStimulus applied, RecordSink sink) {
    try {
      sink.stimulus(name, applied);
    } catch (IllegalArgumentException e) {
      sink.note("stimulus " + name + " is described in the journal only: " + e.getMessage());
    }
  }

  private void trainBegun(Entry entry) {
    OperationId id = id(entry);
    @Nullable Train train = trains.remove(id);
    if (train != null) {
      var receipt = new Receipt(id, entry.whole("sample"));
      taps.tell(train.array(), sink -> sink.pulse(receipt, train.stimulus()));
    }
  }

  private void doseIntended(Entry entry) {
    Optional<String> array = arrayOf.apply(entry.fact("culture"));
    if (array.isPresent()) {
      var dose =
          new Dose(
              new Volume(entry.whole("nanoliters")),
              FlowRate.nanolitersPerMinute(entry.whole("nanolitersPerMinute")));
      put(doses, id(entry), new Given(array.get(), entry.fact("pump"), dose));
    }
  }

  private void doseBegun(Entry entry) {
    @Nullable Given given = doses.get(id(entry));
    if (given != null) {
      var applied = new Dose(new Volume(entry.whole("nanoliters")), given.dose().rate());
      doses.put(id(entry), new Given(given.array(), given.pump(), applied));
      // Whatever the pump has been asked for may be in the culture from now on.
      var bounds = new Delivered(new Volume(0), applied.volume());
      tell(id(entry), new Given(given.array(), given.pump(), applied), bounds, DoseOutcome.NOT_YET);
    }
  }

  private void doseUnknown(Entry entry) {
    @Nullable Given given = doses.get(id(entry));
    if (given != null) {
      var bounds = new Delivered(new Volume(0), given.dose().volume());
      tell(id(entry), given, bounds, DoseOutcome.UNKNOWN);
    }
  }

  private void doseEnded(Entry entry) {
    @Nullable Given given = doses.remove(id(entry));
    if (given != null) {
      var bounds =
          new Delivered(new Volume(entry.whole("atLeast")), new Volume(entry.whole("atMost")));
      DoseOutcome outcome =
          List.of(DoseOutcome.values()).stream()
              .filter(each -> each.name().equals(entry.fact("end")))
              .findFirst()
              .orElse(DoseOutcome.UNKNOWN);
      tell(id(entry), given, bounds, outcome);
    }
  }

  private void flashIntended(Entry entry) {
    arrayOf
        .apply(entry.fact("culture"))
        .ifPresent(
            array ->
                put(
                    flashes,
                    id(entry),
                    new Shone(
                        array,
                        "flash %s: %s, %s µW for %s µs, "
                            .formatted(
                                entry.fact("operation"),
                                entry.fact("light"),
                                entry.fact("microwatts"),
                                entry.fact("micros")))));
  }

  private void flash(@Nullable Shone shone, String what) {
    if (shone != null) {
      taps.tell(shone.array(), sink -> sink.note(shone.words() + what));
    }
  }

  private void tell(OperationId id, Given given, Delivered bounds, DoseOutcome outcome) {
    taps.tell(given.array(), sink -> sink.dose(given.pump(), id, given.dose(), bounds, outcome));
  }

  private static <T> void put(Map<OperationId, T> to, OperationId id, T what) {
    to.put(id, what);
    if (to.size() > MOST_UNDER_WAY) {
      to.remove(to.keySet().iterator().next());
    }
  }

  private static OperationId id(Entry entry) {
    return Operations.id(entry.fact("operation"));
  }
}
