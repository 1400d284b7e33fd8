package org.wetstack.app.study;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * The figures of several cultures. Cultures differ, so what is compared with published figures is
 * the median; how far they differ, and how many of them are in range, stands beside it.
 *
 * @param whole how many cultures have all their figures in range
 * @param ok whether all medians are in range
 */
record Survey(int whole, boolean ok, List<Row> figures, List<StatisticsResult> cultures) {

  /**
   * One figure of all cultures.
   *
   * @param median with its range and source
   * @param inRange how many cultures are
   */
  record Row(Figure median, Figure least, Figure most, int inRange) {

    private static Row of(List<Figure> got) {
      Figure first = got.get(0);
      double[] values = got.stream().mapToDouble(Figure::got).sorted().toArray();
      int half = values.length / 2;
      double median = values.length % 2 == 1 ? values[half] : (values[half - 1] + values[half]) / 2;
      return new Row(
          first.with(median),
          first.with(values[0]),
          first.with(values[values.length - 1]),
          (int) got.stream().filter(Figure::ok).count());
    }
  }

  /** What {@code cultures}, one or more, have in common. */
  static Survey of(List<StatisticsResult> cultures) {
    List<Row> rows =
        IntStream.range(0, cultures.get(0).figures().size())
            .mapToObj(i -> Row.of(cultures.stream().map(c -> c.figures().get(i)).toList()))
            .toList();
    int whole = (int) cultures.stream().filter(StatisticsResult::ok).count();
    boolean ok = rows.stream().allMatch(row -> row.median().ok());
    return new Survey(whole, ok, rows, List.copyOf(cultures));
  }

  static List<String> head() {
    return List.of(
        "figure", "target", "median", "", "least", "most", "in range", "seen in real cultures");
  }

  List<List<String>> rows() {
    return figures.stream()
        .map(
            row ->
                List.of(
                    row.median().name(),
                    row.median().range(),
                    row.median().value(),
                    row.median().judgement(),
                    row.least().value(),
                    row.most().value(),
                    row.inRange() + " of " + cultures.size(),
                    row.median().seen()))
        .toList();
  }

  static List<String> headOfCultures() {
    return List.of("seed", "figures in range", "out of range");
  }

  List<List<String>> rowsOfCultures() {
    List<List<String>> rows = new ArrayList<>();
    for (StatisticsResult each : cultures) {
      List<String> out = each.outOfRange();
      int all = each.figures().size();
      rows.add(
          List.of(
              Long.toString(each.seed()),
              (all - out.size()) + " of " + all,
              out.isEmpty() ? "none" : String.join(", ", out)));
    }
    return rows;
  }

  /** What it means, in one sentence. */
  String verdict() {
    return String.format(
        Locale.ROOT,
        "%d of %d medians are in range; %d of %d cultures have all their figures in range.",
        figures.stream().filter(row -> row.median().ok()).count(),
        figures.size(),
        whole,
        cultures.size());
  }
}
