package org.wetstack.exchange;

import java.io.IOException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.wetstack.hal.AppliedStimulus;
import org.wetstack.lab.recording.Entry;

/** Everything of a recording but samples and spikes, as NWB has it. */
final class NwbEvents {

  /** A longer pulse is described in words only. */
  private static final int MOST_TEMPLATE_TICKS = 1_000_000;

  private static final double NANO = 1e9;

  private final NwbFile file;
  private final Survey survey;
  private final Timeline time;

  NwbEvents(NwbFile file, Survey survey) {
    this.file = file;
    this.survey = survey;
    this.time = survey.timeline();
  }

  void write() throws IOException {
    gaps();
    trials();
    doses();
    pulses();
    templates();
    environment();
    words(
        "alarms",
        "What instruments and the controller had to say",
        survey.alarms(),
        Entry.Alarm::nanos,
        entry ->
            "%s %s: %s"
                .formatted(entry.alarm().device(), entry.alarm().code(), entry.alarm().detail()));
    words(
        "notes",
        "What people and programs had to say",
        survey.notes(),
        Entry.Note::nanos,
        Entry.Note::text);
  }

  private void gaps() throws IOException {
    List<Survey.Gap> gaps = survey.gaps();
    if (gaps.isEmpty()) {
      return;
    }
    intervals(
            "invalid_times",
            "Samples that are missing",
            gaps,
            gap -> time.ofSample(gap.firstSample()),
            gap -> time.ofSample(gap.firstSample() + gap.samples()))
        .numbers(
            "samples",
            "How many of each channel",
            gaps.stream().mapToLong(Survey.Gap::samples).toArray())
        .texts(
            "reason",
            "missed: lost before the recorder; not-kept: the disk was too slow; damaged: the file",
            column(gaps, Survey.Gap::reason))
        .end(gaps.size());
  }

  private void trials() throws IOException {
    List<Entry.Trial> trials = survey.trials();
    if (trials.isEmpty()) {
      return;
    }
    intervals(
            "trials",
            "Trials of the experiment",
            trials,
            each -> time.ofSample(each.trial().firstSample()),
            each -> time.ofSample(each.trial().endSample()))
        .numbers(
            "number",
            "Number of the trial",
            trials.stream().mapToLong(each -> each.trial().number()).toArray())
        .numbers(
            "score",
            "What was measured; NaN if nothing could be",
            trials.stream().mapToDouble(each -> each.trial().score()).toArray())
        .texts("outcome", "How it ended", column(trials, each -> each.trial().outcome()))
        .texts(
            "consequence",
            "What the culture got for it",
            column(trials, each -> each.trial().consequence()))
        .end(trials.size());
  }

  private void doses() throws IOException {
    List<Survey.Dose> doses = survey.doses();
    if (doses.isEmpty()) {
      return;
    }
    intervals(
            "doses",
            "Doses of pumps, from when they began until their outcome was known",
            doses,
            dose -> time.ofNanos(dose.fromNanos()),
            dose -> time.ofNanos(dose.last().nanos()))
        .texts("pump", "Which pump", column(doses, dose -> dose.last().pump()))
        .texts(
            "operation",
            "Id of the operation, hexadecimal",
            column(doses, dose -> HexFormat.of().toHexDigits(dose.last().operation())))
        .numbers("nanoliters", "Volume asked for", volumes(doses, Entry.Dose::nanoliters))
        .numbers("nanoliters_per_minute", "Rate", volumes(doses, Entry.Dose::nanolitersPerMinute))
        .numbers(
            "at_least_nanoliters",
            "Certainly delivered",
            volumes(doses, dose -> dose.delivered().atLeast().nanoliters()))
        .numbers(
            "at_most_nanoliters",
            "Possibly delivered",
            volumes(doses, dose -> dose.delivered().atMost().nanoliters()))
        .texts(
            "outcome",
            "Why it ended",
            column(doses, dose -> dose.last().outcome().name().toLowerCase(Locale.ROOT)))
        .end(doses.size());
  }

  private static long[] volumes(List<Survey.Dose> doses, Function<Entry.Dose, Long> of) {
    return doses.stream().mapToLong(dose -> of.apply(dose.last())).toArray();
  }

  private void pulses() throws IOException {
    List<Survey.Pulse> pulses = survey.pulses();
    if (pulses.isEmpty()) {
      return;
    }
    double[] amperes = pulses.stream().mapToDouble(NwbEvents::firstAmperes).toArray();
    intervals(
            "pulses",
            "Stimulation pulses; an empty stimulus, or none of its columns, is not known",
            pulses,
            pulse -> time.ofSample(pulse.sample()),
            pulse -> time.ofSample(pulse.sample()) + pulseSeconds(pulse))
        .texts(
            "operation",
            "Id of the operation, hexadecimal",
            column(pulses, pulse -> HexFormat.of().toHexDigits(pulse.operation())))
        .texts("stimulus", "Name of its waveform", column(pulses, Survey.Pulse::stimulus))
        .texts(
            "source",
            "mark: the device says so in its samples; receipt: it answered so",
            column(pulses, pulse -> pulse.marked() ? "mark" : "receipt"))
        .texts(
            "electrodes",
            "Numbers of the stimulated electrodes",
            column(pulses, pulse -> of(pulse, Waveforms::electrodes)))
        .texts(
            "phases",
            "Nanoamperes by ticks of the stimulator",
            column(pulses, pulse -> of(pulse, Waveforms::phases)))
        .numbers("first_phase_amperes", "Cathodic is negative; NaN if unknown", amperes)
        .end(pulses.size());
    String path = "/stimulus/presentation/pulses";
    file.series(
        path, "TimeSeries", "Current of the first phase of each pulse, see /intervals/pulses");
    file.hdf.numbers(path + "/data", amperes);
    file.unit(path, "amperes", 1, 1 / NANO);
    file.timestamps(
        path, pulses.stream().mapToDouble(pulse -> time.ofSample(pulse.sample())).toArray());
  }

  private static double firstAmperes(Survey.Pulse pulse) {
    AppliedStimulus applied = pulse.applied();
    return applied == null ? Double.NaN : applied.phases().get(0).amplitude().nanoamps() / NANO;
  }

  private static double pulseSeconds(Survey.Pulse pulse) {
    AppliedStimulus applied = pulse.applied();
    return applied == null ? 0 : Waveforms.pulseSeconds(applied);
  }

  private static String of(Survey.Pulse pulse, Function<AppliedStimulus, String> words) {
    AppliedStimulus applied = pulse.applied();
    return applied == null ? "" : words.apply(applied);
  }

  private void templates() throws IOException {
    int number = 0;
    for (Map.Entry<String, AppliedStimulus> each : survey.stimuli().entrySet()) {
      AppliedStimulus applied = each.getValue();
      String path = "/stimulus/templates/stimulus_" + number++;
      int ticks = (int) Math.min(applied.pulseTicks(), MOST_TEMPLATE_TICKS);
      double[] amperes = new double[ticks];
      for (int tick = 0; tick < ticks; tick++) {
        amperes[tick] = Waveforms.nanoampsAt(applied, tick) / NANO;
      }
      file.series(
          path,
          "TimeSeries",
          "%s: electrodes %s, %s, %d pulses every %d ticks"
              .formatted(
                  each.getKey(),
                  Waveforms.electrodes(applied),
                  Waveforms.phases(applied),
                  applied.pulses(),
                  applied.periodTicks()));
      file.hdf.numbers(path + "/data", amperes);
      file.unit(path, "amperes", 1, 1 / NANO);
      file.startingTime(path, 0, applied.ticksPerSecond());
    }
  }

  /** A series for each sensor. */
  private void environment() throws IOException {
    Map<String, List<Entry.Reading>> sensors = new LinkedHashMap<>();
    for (Entry.Reading reading : survey.readings()) {
      String name = reading.sensor() + (reading.unit().isEmpty() ? "" : " " + reading.unit());
      sensors.computeIfAbsent(name, any -> new java.util.ArrayList<>()).add(reading);
    }
    int number = 0;
    for (List<Entry.Reading> readings : sensors.values()) {
      // Names of sensors may have what names in HDF5 may not.
      String path = "/acquisition/environment_" + number++;
      Entry.Reading first = readings.get(0);
      file.series(path, "TimeSeries", first.sensor());
      file.hdf.numbers(
          path + "/data", readings.stream().mapToDouble(Entry.Reading::value).toArray());
      file.unit(path, first.unit().isEmpty() ? "unknown" : first.unit(), 1, -1);
      file.timestamps(
          path, readings.stream().mapToDouble(each -> time.ofNanos(each.nanos())).toArray());
    }
  }

  private <T> void words(
      String name,
      String description,
      List<T> all,
      Function<T, Long> nanos,
      Function<T, String> text)
      throws IOException {
    if (all.isEmpty()) {
      return;
    }
    String path = "/acquisition/" + name;
    file.series(path, "AnnotationSeries", description);
    file.hdf.texts(path + "/data", column(all, text));
    file.unit(path, "n/a", 1, -1);
    file.timestamps(
        path, all.stream().mapToDouble(each -> time.ofNanos(nanos.apply(each))).toArray());
  }

  private <T> NwbFile.Table intervals(
      String name,
      String description,
      List<T> rows,
      ToDoubleFunction<T> start,
      ToDoubleFunction<T> stop)
      throws IOException {
    return file.table("/intervals/" + name, "TimeIntervals", description)
        .numbers("start_time", "Seconds", rows.stream().mapToDouble(start).toArray())
        .numbers("stop_time", "Seconds", rows.stream().mapToDouble(stop).toArray());
  }

  private static <T> List<String> column(List<T> rows, Function<T, String> of) {
    return rows.stream().map(of).toList();
  }
}
