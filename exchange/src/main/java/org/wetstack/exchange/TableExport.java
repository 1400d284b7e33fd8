package org.wetstack.exchange;

import static org.wetstack.exchange.Column.flag;
import static org.wetstack.exchange.Column.real;
import static org.wetstack.exchange.Column.text;
import static org.wetstack.exchange.Column.whole;

import java.io.IOException;
import java.util.HexFormat;
import java.util.Locale;
import org.wetstack.lab.recording.Entry;
import org.wetstack.lab.recording.Recording;

/**
 * Everything but the samples as tables, one a kind, all times in seconds of the {@link Timeline}.
 * {@code docs/how-to/export-a-recording.md} says what is where.
 */
final class TableExport {

  private final Recording recording;
  private final Survey survey;
  private final Timeline time;
  private final Tables tables;

  TableExport(Recording recording, Survey survey, Tables tables) {
    this.recording = recording;
    this.survey = survey;
    this.time = survey.timeline();
    this.tables = tables;
  }

  void write() throws IOException {
    spikes();
    pulses();
    doses();
    trials();
    environment();
    words();
    gaps(survey, tables);
  }

  private void spikes() throws IOException {
    int channels = survey.info().layout().channels();
    try (Tables.Table out =
        tables.open(
            "spikes", real("time_s"), whole("sample"), whole("channel"), whole("electrode"))) {
      recording.read(
          entry -> {
            if (entry instanceof Entry.Spike spike && spike.channel() < channels) {
              int electrode = survey.info().layout().sites().get(spike.channel()).electrode();
              out.row(time.ofSample(spike.sample()), spike.sample(), spike.channel(), electrode);
            }
          });
    }
  }

  private void pulses() throws IOException {
    try (Tables.Table out =
        tables.open(
            "pulses",
            real("time_s"),
            whole("sample"),
            text("operation"),
            text("source"),
            text("stimulus"),
            text("electrodes"),
            text("phases_na_x_ticks"),
            whole("interphase_ticks"),
            whole("ticks_per_second"))) {
      for (Survey.Pulse pulse : survey.pulses()) {
        var applied = pulse.applied();
        out.row(
            time.ofSample(pulse.sample()),
            pulse.sample(),
            HexFormat.of().toHexDigits(pulse.operation()),
            pulse.marked() ? "mark" : "receipt",
            pulse.stimulus(),
            applied == null ? null : Waveforms.electrodes(applied),
            applied == null ? null : Waveforms.phases(applied),
            applied == null ? null : applied.interphaseTicks(),
            applied == null ? null : applied.ticksPerSecond());
      }
    }
  }

  private void doses() throws IOException {
    try (Tables.Table out =
        tables.open(
            "doses",
            real("start_s"),
            real("stop_s"),
            text("pump"),
            text("operation"),
            whole("nanoliters"),
            whole("nanoliters_per_minute"),
            whole("at_least_nanoliters"),
            whole("at_most_nanoliters"),
            text("outcome"))) {
      for (Survey.Dose dose : survey.doses()) {
        Entry.Dose last = dose.last();
        out.row(
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
    try (Tables.Table out =
        tables.open(
            "trials",
            real("start_s"),
            real("stop_s"),
            whole("number"),
            whole("first_sample"),
            whole("end_sample"),
            real("score"),
            text("outcome"),
            text("consequence"))) {
      for (Entry.Trial entry : survey.trials()) {
        var trial = entry.trial();
        out.row(
            time.ofSample(trial.firstSample()),
            time.ofSample(trial.endSample()),
            trial.number(),
            trial.firstSample(),
            trial.endSample(),
            Double.isNaN(trial.score()) ? null : trial.score(),
            trial.outcome(),
            trial.consequence());
      }
    }
  }

  private void environment() throws IOException {
    try (Tables.Table out =
        tables.open("environment", real("time_s"), text("sensor"), real("value"), text("unit"))) {
      for (Entry.Reading reading : survey.readings()) {
        out.row(time.ofNanos(reading.nanos()), reading.sensor(), reading.value(), reading.unit());
      }
    }
  }

  private void words() throws IOException {
    try (Tables.Table out =
        tables.open(
            "alarms",
            real("time_s"),
            text("device"),
            text("code"),
            text("detail"),
            flag("safe_state"))) {
      for (Entry.Alarm entry : survey.alarms()) {
        var alarm = entry.alarm();
        out.row(
            time.ofNanos(entry.nanos()),
            alarm.device(),
            alarm.code(),
            alarm.detail(),
            alarm.safe());
      }
    }
    try (Tables.Table out = tables.open("notes", real("time_s"), text("text"))) {
      for (Entry.Plan plan : survey.plans()) {
        out.row(time.ofNanos(plan.nanos()), plan.json());
      }
      for (Entry.Note note : survey.notes()) {
        out.row(time.ofNanos(note.nanos()), note.text());
      }
    }
  }

  /** Which samples are not there; for all exports that are folders. */
  static void gaps(Survey survey, Tables tables) throws IOException {
    Timeline time = survey.timeline();
    try (Tables.Table out =
        tables.open(
            "gaps",
            real("start_s"),
            real("stop_s"),
            whole("first_sample"),
            whole("samples"),
            text("reason"))) {
      for (Survey.Gap gap : survey.gaps()) {
        out.row(
            time.ofSample(gap.firstSample()),
            time.ofSample(gap.firstSample() + gap.samples()),
            gap.firstSample(),
            gap.samples(),
            gap.reason());
      }
    }
  }
}
