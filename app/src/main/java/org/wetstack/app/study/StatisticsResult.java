package org.wetstack.app.study;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.wetstack.emulator.culture.statistics.Statistics;
import org.wetstack.emulator.tissue.Dish;
import org.wetstack.hal.ArrayLayout;

/**
 * The figures of one recording of 32 electrodes against those of real organoids.
 *
 * @param seconds for which spikes were looked for
 * @param missed samples that did not arrive
 */
record StatisticsResult(long seed, double seconds, long missed, boolean ok, List<Figure> figures) {

  private static final String LIVEMEA = "livemea";

  static StatisticsResult of(long seed, ArrayLayout layout, SpikeRecording recording) {
    List<Dish.Place> places =
        layout.sites().stream()
            .map(site -> new Dish.Place(site.xMicrometers(), site.yMicrometers()))
            .toList();
    Statistics found = Statistics.of(recording.trains(), recording.samples(), places);
    double[] rms =
        IntStream.range(0, layout.channels()).mapToDouble(recording::rmsMicrovolts).toArray();
    double[] depths = depths(recording, layout.channels());
    List<Figure> all = new ArrayList<>(activity(found));
    all.addAll(
        List.of(
            new Figure(
                "quietest electrode, RMS",
                "µV",
                4.5,
                15.6,
                "4.5 to 15.6 µV; " + LIVEMEA,
                least(rms)),
            new Figure(
                "loudest electrode, RMS", "µV", 4.5, 15.6, "4.5 to 15.6 µV; " + LIVEMEA, most(rms)),
            new Figure(
                "spike depth, median",
                "µV",
                30,
                300,
                "about 100 µV, below 30 likely noise (FinalSpark documents); 50 to 300 µV (MEArec)",
                quantile(depths, 0.5)),
            new Figure(
                "spike depth, largest 1 %",
                "µV", 50, 300, "50 to 300 µV (MEArec)", quantile(depths, 0.99))));
    boolean ok = all.stream().allMatch(Figure::ok);
    return new StatisticsResult(
        seed, recording.seconds(), recording.missed(), ok, List.copyOf(all));
  }

  private static List<Figure> activity(Statistics found) {
    return List.of(
        new Figure(
            "population rate", "Hz", 45, 105, "69.9 Hz; " + LIVEMEA, found.populationHertz()),
        new Figure(
            "active electrodes (0.2 Hz)", "", 17, 27, "22; " + LIVEMEA, found.activeElectrodes()),
        new Figure(
            "busiest electrode",
            "Hz",
            6,
            20,
            "15.7, then 8.4 and 5.9 Hz; " + LIVEMEA,
            found.busiestHertz().get(0)),
        new Figure(
            "third busiest electrode",
            "Hz",
            3,
            12,
            "5.9 Hz; " + LIVEMEA,
            found.busiestHertz().get(2)),
        new Figure(
            "variation of intervals, median",
            "",
            0.75,
            1.15,
            "0.91; " + LIVEMEA + "; about 1 (PMC9338020)",
            found.medianIntervalVariation()),
        new Figure(
            "Fano factor in 20 ms, median", "", 0.95, 1.3, "1.12; " + LIVEMEA, found.medianFano()),
        new Figure(
            "correlation of pairs in 20 ms",
            "",
            -0.01,
            0.06,
            "0.022; " + LIVEMEA,
            found.pairwiseCorrelation()),
        new Figure(
            "coincidence of shared units",
            "",
            0.2,
            0.45,
            "0.26 to 0.34; " + LIVEMEA,
            found.coincidence()),
        new Figure(
            "stability of rates, first half to second",
            "",
            0.95,
            1,
            "0.997 from minute to minute; " + LIVEMEA,
            found.stability()));
  }

  private static double[] depths(SpikeRecording recording, int channels) {
    double[] all =
        IntStream.range(0, channels)
            .boxed()
            .flatMapToDouble(
                channel -> {
                  float[] depths = recording.depthsMicrovolts(channel);
                  return IntStream.range(0, depths.length).mapToDouble(i -> depths[i]);
                })
            .toArray();
    Arrays.sort(all);
    return all;
  }

  private static double quantile(double[] sorted, double share) {
    return sorted.length == 0 ? Double.NaN : sorted[(int) (share * (sorted.length - 1))];
  }

  private static double least(double[] values) {
    return Arrays.stream(values).min().orElse(Double.NaN);
  }

  private static double most(double[] values) {
    return Arrays.stream(values).max().orElse(Double.NaN);
  }

  /** What is out of range, with its value. */
  List<String> outOfRange() {
    return figures.stream()
        .filter(each -> !each.ok())
        .map(each -> each.name() + " " + each.value())
        .toList();
  }
}
