package org.wetstack.app.study;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.wetstack.emulator.culture.statistics.SpikeTrains;
import org.wetstack.hal.ArrayLayout;
import org.wetstack.lab.plot.Chart;
import org.wetstack.lab.plot.Chart.Scale;
import org.wetstack.lab.plot.Page;

/** The page about the statistics of some cultures; pictures are of one of them. */
final class StatisticsPage {

  private static final int WIDE = 960;
  private static final int HALF = 480;
  private static final int TALL = 250;
  private static final double RASTER_SECONDS = 30;
  private static final double TRACE_MILLIS = 250;

  private final ArrayLayout layout;
  private final SpikeRecording recording;
  private final SpikeTrains trains;

  private StatisticsPage(ArrayLayout layout, SpikeRecording recording) {
    this.layout = layout;
    this.recording = recording;
    this.trains = recording.trains();
  }

  /**
   * @param shown the culture that {@code taken} is of
   */
  static Page of(Survey survey, StatisticsResult shown, String profile, SpikeRecording taken) {
    ArrayLayout layout = taken.layout();
    var page = new StatisticsPage(layout, taken);
    return new Page("Activity of emulated cultures")
        .words(
            "Recorded over the whole path: culture, chips, board, driver, HAL. Spikes are what lies"
                + " deeper than 4.5 times the noise (by its median) between 300 and 5000 Hz.")
        .words(survey.verdict())
        .facts(
            List.of(
                "recorded",
                String.format(Locale.ROOT, "%.0f s of each culture", shown.seconds()),
                "electrodes",
                layout.channels() + " at " + layout.samplesPerSecond() + " Hz",
                "cultures",
                Integer.toString(survey.cultures().size()),
                "profile",
                profile,
                "missing samples",
                Long.toString(
                    survey.cultures().stream().mapToLong(StatisticsResult::missed).sum())))
        .table(Survey.head(), survey.rows())
        .words(
            "livemea: 120 s of 32 electrodes on FinalSpark's platform, as that project's notes report"
                + " them: one recording, so the ranges around its figures are ours. FinalSpark"
                + " documents: what the platform's own pages say. MEArec: the usual settings of that"
                + " simulator of recordings.")
        .heading("Cultures")
        .table(Survey.headOfCultures(), survey.rowsOfCultures())
        .heading("The culture of seed " + shown.seed())
        .markup(page.raster())
        .markup(page.trace())
        .sideBySide(
            List.of(
                page.perElectrode("Rate by electrode", "Hz", page::rate),
                page.perElectrode("Noise and spikes by electrode, RMS", "µV", taken::rmsMicrovolts),
                page.intervals(),
                page.depths()));
  }

  private double rate(int channel) {
    return trains.count(channel) / recording.seconds();
  }

  private String raster() {
    double seconds = Math.min(RASTER_SECONDS, recording.seconds());
    int channels = layout.channels();
    Chart chart =
        new Chart(
            "Spikes of the first " + Math.round(seconds) + " s",
            new Scale("time, s", 0, seconds),
            new Scale("electrode", -0.5, channels - 0.5),
            WIDE,
            360);
    for (int channel = 0; channel < channels; channel++) {
      int row = channel;
      double[] times =
          IntStream.range(0, trains.count(channel))
              .mapToDouble(i -> (double) trains.at(row, i) / trains.samplesPerSecond())
              .filter(at -> at < seconds)
              .toArray();
      chart.marks(channel / 8, times, channel);
    }
    return chart.svg();
  }

  /** The busiest electrode, where in its first second most spikes are. */
  private String trace() {
    int busiest =
        IntStream.range(0, layout.channels())
            .reduce(0, (a, b) -> trains.count(b) > trains.count(a) ? b : a);
    double[] all = recording.trace(busiest);
    int perMilli = trains.samplesPerSecond() / 1_000;
    int length = Math.min(all.length, (int) (TRACE_MILLIS * perMilli));
    int from = 0;
    int most = -1;
    for (int at = 0; at + length <= all.length; at += length / 4 + 1) {
      int inside = within(busiest, at, at + length);
      if (inside > most) {
        most = inside;
        from = at;
      }
    }
    double[] ys = Arrays.copyOfRange(all, from, from + length);
    double[] xs = new double[length];
    Arrays.setAll(xs, i -> (double) i / perMilli);
    double high = Math.max(40, Arrays.stream(ys).max().orElse(0) * 1.1);
    double low = Math.min(-60, Arrays.stream(ys).min().orElse(0) * 1.1);
    Chart chart =
        new Chart(
            "Voltage of electrode " + layout.sites().get(busiest).electrode() + ", 300 to 5000 Hz",
            new Scale("time, ms", 0, Math.max(1, length / (double) perMilli)),
            new Scale("µV; dots: spikes found", low, high),
            WIDE,
            TALL);
    chart.thin(5, xs, ys);
    int start = from;
    double[] found =
        IntStream.range(0, trains.count(busiest))
            .mapToDouble(i -> (double) (trains.at(busiest, i) - start) / perMilli)
            .filter(at -> at >= 0 && at < TRACE_MILLIS)
            .toArray();
    double[] top = new double[found.length];
    Arrays.fill(top, high * 0.92);
    return chart.dots(1, found, top).svg();
  }

  private int within(int channel, int from, int to) {
    return (int)
        IntStream.range(0, trains.count(channel))
            .filter(i -> trains.at(channel, i) >= from && trains.at(channel, i) < to)
            .count();
  }

  private String perElectrode(String title, String unit, IntToDoubleFunction of) {
    int channels = layout.channels();
    double[] ys = IntStream.range(0, channels).mapToDouble(of).toArray();
    Chart chart =
        new Chart(
            title,
            new Scale("electrode", -0.5, channels - 0.5),
            Scale.upTo(unit, Arrays.stream(ys).max().orElse(1)),
            HALF,
            TALL);
    for (int channel = 0; channel < channels; channel++) {
      chart.bars(channel / 8, new double[] {channel - 0.5}, 1, new double[] {ys[channel]});
    }
    return chart.svg();
  }

  private String intervals() {
    List<Double> all = new ArrayList<>();
    for (int c = 0; c < layout.channels(); c++) {
      for (int i = 1; i < trains.count(c); i++) {
        all.add((trains.at(c, i) - trains.at(c, i - 1)) * 1_000.0 / trains.samplesPerSecond());
      }
    }
    return histogram("Intervals between spikes of an electrode", "ms", all, 1_000, 40);
  }

  private String depths() {
    List<Double> all = new ArrayList<>();
    for (int c = 0; c < layout.channels(); c++) {
      for (float depth : recording.depthsMicrovolts(c)) {
        all.add((double) depth);
      }
    }
    return histogram("Depth of spikes", "µV", all, 300, 40);
  }

  /** How many of {@code values} lie in each of {@code bins} bins up to {@code most}. */
  private static String histogram(
      String title, String unit, List<Double> values, double most, int bins) {
    double[] counts = new double[bins];
    long beyond = 0;
    for (double value : values) {
      int bin = (int) (value / most * bins);
      if (bin >= 0 && bin < bins) {
        counts[bin]++;
      } else {
        beyond++;
      }
    }
    double[] xs = new double[bins];
    Arrays.setAll(xs, i -> i * most / bins);
    String rest = beyond == 0 ? "" : "; " + beyond + " beyond";
    return new Chart(
            title,
            new Scale(unit + rest, 0, most),
            Scale.upTo("count", Arrays.stream(counts).max().orElse(1)),
            HALF,
            TALL)
        .bars(0, xs, most / bins, counts)
        .svg();
  }
}
