package org.wetstack.exchange;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Locale;
import org.wetstack.lab.recording.Entry;
import org.wetstack.lab.recording.Recording;

/**
 * Everything but the samples as tables: RFC 4180, UTF-8, one file a kind, all times in seconds of
 * the {@link Timeline}. {@code docs/how-to/export-a-recording.md} has the columns.
 */
final class CsvExport {

  private final Recording recording;
  private final Survey survey;
  private final Timeline time;
  private final Path folder;

  CsvExport(Recording recording, Survey survey, Path folder) {
    this.recording = recording;
    this.survey = survey;
    this.time = survey.timeline();
    this.folder = folder;
  }

  void write() throws IOException {
    spikes();
    pulses();
    doses();
    trials();
    environment();
    words();
    gaps(survey, folder);
  }

  private void spikes() throws IOException {
    int channels = survey.info().layout().channels();
    try (BufferedWriter out = table(folder, "spikes", "time_s,sample,channel,electrode")) {
      recording.read(
          entry -> {
            if (entry instanceof Entry.Spike spike && spike.channel() < channels) {
              int electrode = survey.info().layout().sites().get(spike.channel()).electrode();
              row(out, time.ofSample(spike.sample()), spike.sample(), spike.channel(), electrode);
            }
          });
    }
  }

  private void pulses() throws IOException {
    String head = "time_s,sample,operation,source,stimulus,electrodes,phases_na_x_ticks,";
    try (BufferedWriter out = table(folder, "pulses", head + "interphase_ticks,ticks_per_second")) {
      for (Survey.Pulse pulse : survey.pulses()) {
        var applied = pulse.applied();
        row(
            out,
            time.ofSample(pulse.sample()),
            pulse.sample(),
            HexFormat.of().toHexDigits(pulse.operation()),
            pulse.marked() ? "mark" : "receipt",
            pulse.stimulus(),
            applied == null ? "" : Waveforms.electrodes(applied),
            applied == null ? "" : Waveforms.phases(applied),
            applied == null ? "" : applied.interphaseTicks(),
            applied == null ? "" : applied.ticksPerSecond());
      }
    }
  }

  private void doses() throws IOException {
    String head = "start_s,stop_s,pump,operation,nanoliters,nanoliters_per_minute,";
    try (BufferedWriter out =
        table(folder, "doses", head + "at_least_nanoliters,at_most_nanoliters,outcome")) {
      for (Survey.Dose dose : survey.doses()) {
        Entry.Dose last = dose.last();
        row(
            out,
            time.ofNanos(dose.fromNanos()),
            time.ofNanos(last.nanos()),
            last.pump(),
            HexFormat.of().toHexDigits(last.operation()),
            last.nanoliters(),
            last.nanolitersPerMinute(),
            last.delivered().atLeast().nanoliters(),
            last.delivered().atMost().nanoliters(),
            last.outcome().name().toLowerCase(Locale.ROOT));
      }
    }
  }

  private void trials() throws IOException {
    String head = "start_s,stop_s,number,first_sample,end_sample,score,outcome,consequence";
    try (BufferedWriter out = table(folder, "trials", head)) {
      for (Entry.Trial entry : survey.trials()) {
        var trial = entry.trial();
        row(
            out,
            time.ofSample(trial.firstSample()),
            time.ofSample(trial.endSample()),
            trial.number(),
            trial.firstSample(),
            trial.endSample(),
            Double.isNaN(trial.score()) ? "" : trial.score(),
            trial.outcome(),
            trial.consequence());
      }
    }
  }

  private void environment() throws IOException {
    try (BufferedWriter out = table(folder, "environment", "time_s,sensor,value,unit")) {
      for (Entry.Reading reading : survey.readings()) {
        row(out, time.ofNanos(reading.nanos()), reading.sensor(), reading.value(), reading.unit());
      }
    }
  }

  private void words() throws IOException {
    try (BufferedWriter out = table(folder, "alarms", "time_s,device,code,detail,safe_state")) {
      for (Entry.Alarm entry : survey.alarms()) {
        var alarm = entry.alarm();
        row(
            out,
            time.ofNanos(entry.nanos()),
            alarm.device(),
            alarm.code(),
            alarm.detail(),
            alarm.safe());
      }
    }
    try (BufferedWriter out = table(folder, "notes", "time_s,text")) {
      for (Entry.Plan plan : survey.plans()) {
        row(out, time.ofNanos(plan.nanos()), plan.json());
      }
      for (Entry.Note note : survey.notes()) {
        row(out, time.ofNanos(note.nanos()), note.text());
      }
    }
  }

  /** Which samples are not there; for all exports that are folders. */
  static void gaps(Survey survey, Path folder) throws IOException {
    Timeline time = survey.timeline();
    try (BufferedWriter out = table(folder, "gaps", "start_s,stop_s,first_sample,samples,reason")) {
      for (Survey.Gap gap : survey.gaps()) {
        row(
            out,
            time.ofSample(gap.firstSample()),
            time.ofSample(gap.firstSample() + gap.samples()),
            gap.firstSample(),
            gap.samples(),
            gap.reason());
      }
    }
  }

  private static BufferedWriter table(Path folder, String name, String head) throws IOException {
    BufferedWriter out =
        Files.newBufferedWriter(folder.resolve(name + ".csv"), StandardCharsets.UTF_8);
    out.write(head + "\r\n");
    return out;
  }

  private static void row(BufferedWriter out, Object... fields) {
    StringBuilder line = new StringBuilder();
    for (Object field : fields) {
      if (line.length() > 0) {
        line.append(',');
      }
      line.append(quoted(field.toString()));
    }
    try {
      out.append(line).append("\r\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String quoted(String text) {
    boolean plain =
        text.chars().noneMatch(each -> each == ',' || each == '"' || each == '\n' || each == '\r');
    return plain ? text : '"' + text.replace("\"", "\"\"") + '"';
  }
}
