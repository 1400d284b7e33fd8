package org.wetstack.lab.report;

import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.wetstack.hal.Delivered;
import org.wetstack.lab.recording.DoseOutcome;
import org.wetstack.lab.recording.Entry;
import org.wetstack.lab.recording.Recording;

/**
 * What a page can show of a recording, in bounded memory however long it is. What is beyond a bound
 * is counted, not shown.
 */
final class Digest {

  /** Columns of the raster: spikes closer together than one of them are drawn as one. */
  static final int COLUMNS = 2_000;

  private static final int MAX_BINS = 240;
  private static final double LEAST_BIN_SECONDS = 0.5;
  private static final int MAX_LISTED = 2_000;

  /** A dose, from beginning to end as far as the recording has it. */
  record Dose(
      String pump,
      long operation,
      double fromSeconds,
      double toSeconds,
      long nanoliters,
      Delivered delivered,
      DoseOutcome outcome) {}

  /** Samples that are not in the recording. */
  record Missing(double fromSeconds, double toSeconds, String why) {}

  /** Something that was said. */
  record Line(double seconds, String text) {}

  final Extent extent;
  final long[] spikes;
  final BitSet[] raster;
  final long[] spikesPerBin;
  final double binSeconds;
  final List<Double> pulses = new ArrayList<>();
  final Map<Long, Dose> doses = new LinkedHashMap<>();
  final List<Missing> missing = new ArrayList<>();
  final List<Line> lines = new ArrayList<>();
  long gaps;
  long missingSamples;
  long allPulses;
  long confirmedPulses;
  long unlisted;
  Recording.@Nullable Reading reading;

  private Digest(Extent extent, int channels) {
    this.extent = extent;
    this.spikes = new long[channels];
    this.raster = new BitSet[channels];
    for (int channel = 0; channel < channels; channel++) {
      raster[channel] = new BitSet(COLUMNS);
    }
    this.binSeconds = Math.max(LEAST_BIN_SECONDS, extent.seconds() / MAX_BINS);
    this.spikesPerBin = new long[(int) Math.ceil(extent.seconds() / binSeconds) + 1];
  }

  static Digest of(Recording recording) throws IOException {
    var digest = new Digest(Extent.of(recording), recording.info().layout().channels());
    digest.reading = recording.read(digest::take);
    return digest;
  }

  private void take(Entry entry) {
    if (entry instanceof Entry.Block block) {
      if (block.missedBefore() > 0) {
        gap(block.missedBefore());
        double until = extent.ofSample(block.firstSample());
        double from = extent.ofSample(block.firstSample() - block.missedBefore());
        list(missing, new Missing(Math.max(0, from), until, "lost on the way"));
      }
    } else if (entry instanceof Entry.Spike spike) {
      spike(extent.ofSample(spike.sample()), spike.channel());
    } else if (entry instanceof Entry.Mark mark) {
      allPulses++;
      list(pulses, extent.ofSample(mark.sample()));
    } else if (entry instanceof Entry.Pulse) {
      confirmedPulses++;
    } else if (entry instanceof Entry.Dose dose) {
      dose(dose);
    } else {
      other(entry);
    }
  }

  private void other(Entry entry) {
    double at = extent.ofNanos(entry.nanos());
    if (entry instanceof Entry.Note note) {
      list(lines, new Line(at, note.text()));
    } else if (entry instanceof Entry.Alarm alarm) {
      list(
          lines,
          new Line(
              at,
              "ALARM "
                  + alarm.alarm().device()
                  + " "
                  + alarm.alarm().code()
                  + ": "
                  + alarm.alarm().detail()));
    } else if (entry instanceof Entry.Gap gap) {
      gap(gap.samples());
      double from = extent.ofSample(gap.firstSample());
      double until = extent.ofSample(gap.firstSample() + gap.samples());
      list(missing, new Missing(from, until, "not kept by the recorder"));
    } else if (entry instanceof Entry.Damage damage) {
      list(lines, new Line(at, "DAMAGE " + damage.records() + " records of the file are missing"));
    } else if (entry instanceof Entry.Earlier earlier) {
      String what =
          "saved from memory: %d samples before sample %d and %d events were dropped before"
              .formatted(earlier.samples(), earlier.firstSample(), earlier.events());
      list(lines, new Line(at, what));
    }
  }

  /** Counted apart from what is listed: a list has a bound, and begins at the first sample. */
  private void gap(long samples) {
    gaps++;
    missingSamples += samples;
  }

  private void spike(double seconds, int channel) {
    if (channel >= spikes.length || seconds < 0) {
      return;
    }
    spikes[channel]++;
    spikesPerBin[(int) Math.min(spikesPerBin.length - 1, seconds / binSeconds)]++;
    raster[channel].set((int) Math.min(COLUMNS - 1, seconds / extent.seconds() * COLUMNS));
  }

  private void dose(Entry.Dose entry) {
    double now = extent.ofNanos(entry.nanos());
    Dose before = doses.get(entry.operation());
    if (before == null && doses.size() >= MAX_LISTED) {
      unlisted++;
      return;
    }
    doses.put(
        entry.operation(),
        new Dose(
            entry.pump(),
            entry.operation(),
            before == null ? now : before.fromSeconds(),
            now,
            entry.nanoliters(),
            entry.delivered(),
            entry.outcome()));
  }

  private <T> void list(List<T> to, T what) {
    if (to.size() < MAX_LISTED) {
      to.add(what);
    } else {
      unlisted++;
    }
  }

  /** The doses of {@code pump}. */
  List<Dose> doses(String pump) {
    return doses.values().stream().filter(dose -> dose.pump().equals(pump)).toList();
  }

  List<String> pumps() {
    return doses.values().stream().map(Dose::pump).distinct().sorted().toList();
  }

  long totalSpikes() {
    long sum = 0;
    for (long count : spikes) {
      sum += count;
    }
    return sum;
  }
}
