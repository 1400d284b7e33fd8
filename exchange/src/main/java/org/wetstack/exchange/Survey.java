package org.wetstack.exchange;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.wetstack.hal.AppliedStimulus;
import org.wetstack.lab.recording.Entry;
import org.wetstack.lab.recording.Recording;
import org.wetstack.lab.recording.RecordingInfo;

/**
 * What a recording holds beside its samples and spikes, and where those are: a first reading, in
 * memory that does not grow with them. Of anything else it keeps {@link #MOST_EVENTS} at most.
 */
public final class Survey {

  /** Most of one kind of event; a recording with more is refused, not cut. */
  public static final int MOST_EVENTS = 1_000_000;

  /** Samples with none missing between them. */
  public record Stretch(long firstSample, long samples) {}

  /** Samples that are not in the recording, and why: {@code missed, not-kept, damaged}. */
  public record Gap(long firstSample, long samples, String reason) {}

  /**
   * One pulse.
   *
   * @param stimulus what the recording calls it; empty if nobody confirmed it
   * @param applied its waveform; null if the recording does not tell it
   * @param marked whether the device marked it in the samples; else the host was told of it
   */
  public record Pulse(
      long sample,
      long operation,
      String stimulus,
      @Nullable AppliedStimulus applied,
      boolean marked) {}

  /** A dose from its first record to its last, which has the bounds. */
  public record Dose(long fromNanos, Entry.Dose last) {}

  private record Named(long sample, String stimulus, @Nullable AppliedStimulus applied) {}

  private final RecordingInfo info;
  private final List<Stretch> stretches = new ArrayList<>();
  private final List<Gap> gaps = new ArrayList<>();
  private final List<Entry.Mark> marks = new ArrayList<>();
  private final Map<Long, Named> pulses = new LinkedHashMap<>();
  private final Map<String, AppliedStimulus> stimuli = new LinkedHashMap<>();
  private final Map<Long, Dose> doses = new LinkedHashMap<>();
  private final List<Entry.Trial> trials = new ArrayList<>();
  private final List<Entry.Alarm> alarms = new ArrayList<>();
  private final List<Entry.Note> notes = new ArrayList<>();
  private final List<Entry.Plan> plans = new ArrayList<>();
  private final List<Entry.Reading> readings = new ArrayList<>();
  private final long[] spikes;
  private long expected = -1;
  private long stretchFirst;
  private long notKept;
  private long zeroNanos = Long.MAX_VALUE;
  private long lastNanos;
  private Recording.@Nullable Reading reading;

  private Survey(RecordingInfo info) {
    this.info = info;
    this.spikes = new long[info.layout().channels()];
  }

  /**
   * Reads all of {@code recording}. Damage is no exception: what is missing is a {@link Gap}.
   *
   * @throws IOException if it cannot be read
   * @throws IllegalArgumentException if it has more events of one kind than {@link #MOST_EVENTS}
   */
  public static Survey of(Recording recording) throws IOException {
    var survey = new Survey(recording.info());
    survey.reading = recording.read(survey::take);
    survey.endStretch();
    if (survey.notKept > 0) {
      survey.gap(survey.expected, survey.notKept, "not-kept");
    }
    return survey;
  }

  private void take(Entry entry) {
    lastNanos = Math.max(lastNanos, entry.nanos());
    if (entry instanceof Entry.Block block) {
      block(block);
    } else if (entry instanceof Entry.Spike spike) {
      if (spike.channel() < spikes.length) {
        spikes[spike.channel()]++;
      }
    } else if (entry instanceof Entry.Gap gap) {
      notKept += gap.samples();
    } else if (entry instanceof Entry.Mark mark) {
      keep(marks, mark, "marks");
    } else if (entry instanceof Entry.Pulse pulse) {
      put(
          pulses,
          pulse.operation(),
          new Named(pulse.sample(), pulse.stimulus(), stimuli.get(pulse.stimulus())),
          "pulses");
    } else if (entry instanceof Entry.Stimulus stimulus) {
      put(stimuli, stimulus.name(), stimulus.applied(), "stimuli");
    } else if (entry instanceof Entry.Dose dose) {
      Dose before = doses.get(dose.operation());
      put(
          doses,
          dose.operation(),
          new Dose(before == null ? dose.nanos() : before.fromNanos(), dose),
          "doses");
    } else {
      words(entry);
    }
  }

  private void words(Entry entry) {
    if (entry instanceof Entry.Trial trial) {
      keep(trials, trial, "trials");
    } else if (entry instanceof Entry.Reading one) {
      keep(readings, one, "readings");
    } else if (entry instanceof Entry.Alarm alarm) {
      keep(alarms, alarm, "alarms");
    } else if (entry instanceof Entry.Note note) {
      keep(notes, note, "notes");
    } else if (entry instanceof Entry.Plan plan) {
      keep(plans, plan, "plans");
    }
  }

  private void block(Entry.Block block) {
    if (expected < 0) {
      stretchFirst = block.firstSample();
      expected = block.firstSample();
      // What was lost before the first sample that is here lies outside.
      notKept = 0;
    }
    long jump = block.firstSample() - expected;
    if (jump < 0) {
      throw new IllegalArgumentException(
          "sample "
              + block.firstSample()
              + " comes after sample "
              + (expected - 1)
              + ": the device counted anew within this recording, so it has no one time base");
    }
    if (jump > 0) {
      endStretch();
      gap(expected, jump, reason(jump, block.missedBefore(), notKept));
      stretchFirst = block.firstSample();
    }
    notKept = 0;
    expected = block.end();
    // A block comes late by chance, never early: the least late one tells where second 0 is.
    long since = expected - firstSample();
    double nanos = since * 1e9 / info.layout().samplesPerSecond();
    zeroNanos = Math.min(zeroNanos, block.nanos() - Math.round(nanos));
  }

  private static String reason(long jump, long missed, long notKept) {
    List<String> reasons = new ArrayList<>();
    if (missed > 0) {
      reasons.add("missed");
    }
    if (notKept > 0) {
      reasons.add("not-kept");
    }
    if (jump > missed + notKept) {
      reasons.add("damaged");
    }
    return String.join("+", reasons);
  }

  private void endStretch() {
    if (expected > stretchFirst) {
      keep(stretches, new Stretch(stretchFirst, expected - stretchFirst), "gaps");
    }
  }

  private void gap(long first, long samples, String reason) {
    keep(gaps, new Gap(first, samples, reason), "gaps");
  }

  private <T> void keep(List<T> to, T what, String kind) {
    requireRoom(to.size(), kind);
    to.add(what);
  }

  private <K, V> void put(Map<K, V> to, K key, V what, String kind) {
    if (!to.containsKey(key)) {
      requireRoom(to.size(), kind);
    }
    to.put(key, what);
  }

  private void requireRoom(int size, String kind) {
    if (size >= MOST_EVENTS) {
      throw new IllegalArgumentException(
          "the recording has more than "
              + MOST_EVENTS
              + " "
              + kind
              + ", more than an export holds in memory: read its files directly"
              + " (docs/reference/recording-format.md)");
    }
  }

  private long firstSample() {
    return stretches.isEmpty() ? stretchFirst : stretches.get(0).firstSample();
  }

  public RecordingInfo info() {
    return info;
  }

  /** How whole the recording is. */
  public Recording.Reading reading() {
    return Objects.requireNonNull(reading);
  }

  public Timeline timeline() {
    boolean none = stretches.isEmpty();
    return new Timeline(
        none ? 0 : firstSample(), none ? 0 : zeroNanos, info.layout().samplesPerSecond());
  }

  /** Seconds from the first sample to the last thing recorded. */
  public double seconds() {
    return Math.max(
        stretches.isEmpty() ? 0 : timeline().ofSample(expected), timeline().ofNanos(lastNanos));
  }

  public List<Stretch> stretches() {
    return List.copyOf(stretches);
  }

  /** Samples per channel that are there. */
  public long samples() {
    return stretches.stream().mapToLong(Stretch::samples).sum();
  }

  public List<Gap> gaps() {
    return List.copyOf(gaps);
  }

  /** How many spikes each channel has. */
  public long[] spikes() {
    return spikes.clone();
  }

  /**
   * All pulses by their samples: each that the device marked, and of those it did not mark the
   * first of each train.
   */
  public List<Pulse> pulses() {
    List<Pulse> all = new ArrayList<>();
    Map<Long, Named> unmarked = new LinkedHashMap<>(pulses);
    for (Entry.Mark mark : marks) {
      Named named = pulses.get(mark.operation());
      unmarked.remove(mark.operation());
      all.add(
          new Pulse(
              mark.sample(),
              mark.operation(),
              named == null ? "" : named.stimulus(),
              named == null ? null : named.applied(),
              true));
    }
    unmarked.forEach(
        (operation, named) ->
            all.add(
                new Pulse(named.sample(), operation, named.stimulus(), named.applied(), false)));
    all.sort(java.util.Comparator.comparingLong(Pulse::sample));
    return all;
  }

  /** The waveforms that were loaded, by name. */
  public Map<String, AppliedStimulus> stimuli() {
    return Map.copyOf(stimuli);
  }

  /** In the order in which they began. */
  public List<Dose> doses() {
    return List.copyOf(doses.values());
  }

  public List<Entry.Trial> trials() {
    return List.copyOf(trials);
  }

  public List<Entry.Alarm> alarms() {
    return List.copyOf(alarms);
  }

  public List<Entry.Note> notes() {
    return List.copyOf(notes);
  }

  public List<Entry.Plan> plans() {
    return List.copyOf(plans);
  }

  public List<Entry.Reading> readings() {
    return List.copyOf(readings);
  }
}
