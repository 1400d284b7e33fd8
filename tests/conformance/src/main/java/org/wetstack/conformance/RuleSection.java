package org.wetstack.conformance;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.wetstack.conformance.RuleTable.Line;
import org.wetstack.conformance.RuleTable.Result;
import org.wetstack.conformance.RuleTable.Rule;

/** The part of the table about subjects of one kind, as Markdown that is readable as it is. */
final class RuleSection {

  private static final int READABLE_COLUMNS = 100;

  /** By subject, then by rule. */
  private final Map<String, Map<Rule, Result>> results =
      new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

  /** By reason, then by subject: the rules that were skipped there for it. */
  private final Map<String, Map<String, List<Rule>>> skipped = new TreeMap<>();

  RuleSection(List<Line> lines) {
    for (Line line : lines) {
      results
          .computeIfAbsent(line.subject(), absent -> new TreeMap<>())
          .merge(line.rule(), line.result(), (a, b) -> a.compareTo(b) > 0 ? a : b);
    }
    for (Line line : lines) {
      if (result(line.subject(), line.rule()).equals(Result.SKIPPED.word)) {
        skipped
            .computeIfAbsent(line.reason(), absent -> new TreeMap<>(String.CASE_INSENSITIVE_ORDER))
            .computeIfAbsent(line.subject(), absent -> new ArrayList<>())
            .add(line.rule());
      }
    }
  }

  String markdown() {
    List<Rule> rules =
        results.values().stream().flatMap(by -> by.keySet().stream()).distinct().sorted().toList();
    List<String> heads = heads();
    return summary(rules.size())
        + "\n\n"
        + subjects(heads)
        + '\n'
        + rules(rules, heads)
        + '\n'
        + reasons();
  }

  private String summary(int rules) {
    return many(rules, "rule")
        + " on "
        + many(results.size(), "subject")
        + ": "
        + total(Result.PASSED)
        + " passed, "
        + total(Result.SKIPPED)
        + " skipped, "
        + total(Result.FAILED)
        + " failed. Blank: did not run there.";
  }

  private static String many(int count, String what) {
    return count + " " + what + (count == 1 ? "" : "s");
  }

  /** What stands above the subjects' columns: their names, or numbers where these are too wide. */
  private List<String> heads() {
    int width = results.keySet().stream().mapToInt(name -> name.length() + 3).sum() + 8;
    return width <= READABLE_COLUMNS
        ? List.copyOf(results.keySet())
        : IntStream.rangeClosed(1, results.size()).mapToObj(Integer::toString).toList();
  }

  private String subjects(List<String> heads) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("no.", "subject", "ok", "skip", "FAIL"));
    results.forEach(
        (subject, by) ->
            rows.add(
                List.of(
                    Integer.toString(rows.size()),
                    subject,
                    count(by, Result.PASSED),
                    count(by, Result.SKIPPED),
                    count(by, Result.FAILED))));
    boolean numbered = !heads.equals(List.copyOf(results.keySet()));
    return table(numbered ? rows : rows.stream().map(row -> row.subList(1, row.size())).toList());
  }

  private String rules(List<Rule> rules, List<String> heads) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(row("rule", heads));
    for (Rule rule : rules) {
      rows.add(
          row(
              rule.toString(),
              results.keySet().stream().map(subject -> result(subject, rule)).toList()));
    }
    return table(rows);
  }

  /** Why rules were skipped, subjects that lack the same taken together. */
  private String reasons() {
    var text = new StringBuilder();
    skipped.forEach(
        (reason, bySubject) -> {
          Map<List<Rule>, List<String>> alike = new LinkedHashMap<>();
          bySubject.forEach(
              (subject, rules) ->
                  alike
                      .computeIfAbsent(
                          rules.stream().distinct().sorted().toList(), r -> new ArrayList<>())
                      .add(subject));
          alike.forEach(
              (rules, subjects) ->
                  text.append("- skipped, because ")
                      .append(reason)
                      .append(": ")
                      .append(rules.stream().map(Rule::toString).collect(Collectors.joining(", ")))
                      .append(" on ")
                      .append(String.join("; ", subjects))
                      .append('\n'));
        });
    return text.toString();
  }

  private String result(String subject, Rule rule) {
    Result result = results.getOrDefault(subject, Map.of()).get(rule);
    return result == null ? "" : result.word;
  }

  private long total(Result wanted) {
    return results.values().stream()
        .flatMap(by -> by.values().stream())
        .filter(wanted::equals)
        .count();
  }

  private static String count(Map<Rule, Result> by, Result wanted) {
    return Long.toString(by.values().stream().filter(wanted::equals).count());
  }

  private static List<String> row(String first, List<String> rest) {
    List<String> row = new ArrayList<>(List.of(first));
    row.addAll(rest);
    return row;
  }

  private static String table(List<List<String>> rows) {
    int[] widths = new int[rows.get(0).size()];
    rows.forEach(
        row -> Arrays.setAll(widths, i -> Math.max(Math.max(widths[i], 3), row.get(i).length())));
    List<String> rule = Arrays.stream(widths).mapToObj("-"::repeat).toList();
    var text = new StringBuilder(line(rows.get(0), widths)).append(line(rule, widths));
    rows.stream().skip(1).forEach(row -> text.append(line(row, widths)));
    return text.toString();
  }

  private static String line(List<String> cells, int[] widths) {
    return IntStream.range(0, widths.length)
        .mapToObj(i -> cells.get(i) + " ".repeat(widths[i] - cells.get(i).length()))
        .collect(Collectors.joining(" | ", "| ", " |\n"));
  }
}
