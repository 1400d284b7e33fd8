package org.wetstack.conformance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Which rules were tried on which subjects, and how that went. */
final class RuleTable {

  /** How a rule went on a subject, from best to worst. */
  enum Result {
    SKIPPED("skip"),
    PASSED("ok"),
    FAILED("FAIL");

    private final String word;

    Result(String word) {
      this.word = word;
    }
  }

  /** A numbered rule, in the order of its letter and then of its number. */
  record Rule(String letter, int number) implements Comparable<Rule> {

    static Rule parse(String text) {
      return new Rule(text.substring(0, 1), Integer.parseInt(text.substring(1)));
    }

    @Override
    public int compareTo(Rule other) {
      int byLetter = "pesil".indexOf(letter) - "pesil".indexOf(other.letter);
      return byLetter != 0 ? byLetter : Integer.compare(number, other.number);
    }

    @Override
    public String toString() {
      return letter + number;
    }
  }

  private final Map<Rule, Map<String, Result>> results = new TreeMap<>();
  private final Map<String, TreeSet<String>> reasons = new TreeMap<>();
  private final List<String> subjects = new ArrayList<>();
  private final List<String> lines = new ArrayList<>();

  synchronized void add(Rule rule, String subject, Result result, String reason) {
    lines.add(
        String.join(
            "\t", rule.toString(), subject, result.name(), reason.lines().findFirst().orElse("")));
    if (!subjects.contains(subject)) {
      subjects.add(subject);
      Collections.sort(subjects);
    }
    results
        .computeIfAbsent(rule, absent -> new TreeMap<>())
        .merge(subject, result, (a, b) -> a.compareTo(b) > 0 ? a : b);
    if (result == Result.SKIPPED) {
      reasons.computeIfAbsent(reason, absent -> new TreeSet<>()).add(rule + " on " + subject);
    }
  }

  synchronized boolean isEmpty() {
    return results.isEmpty();
  }

  /** The whole table in Markdown, readable as it is. */
  synchronized String markdown() {
    var text = new StringBuilder();
    int width = subjects.stream().mapToInt(String::length).max().orElse(0);
    text.append(row("rule", subjects, width));
    text.append(row("----", subjects.stream().map(s -> "-".repeat(width)).toList(), width));
    results.forEach(
        (rule, by) ->
            text.append(
                row(rule.toString(), subjects.stream().map(s -> word(by, s)).toList(), width)));
    for (Result result : Result.values()) {
      List<String> counts = subjects.stream().map(s -> "" + count(result, s)).toList();
      text.append(row(result.word, counts, width));
    }
    text.append('\n').append(totals()).append('\n');
    reasons.forEach(
        (reason, where) ->
            text.append("- skipped: ")
                .append(reason)
                .append(": ")
                .append(summary(where))
                .append('\n'));
    return text.toString();
  }

  /** Writes the table for people to {@code file} and, beside it, as {@code .tsv} for programs. */
  void write(Path file) {
    try {
      Path folder = file.toAbsolutePath().getParent();
      if (folder != null) {
        Files.createDirectories(folder);
      }
      Files.writeString(file, "# Which rules ran where\n\n" + markdown());
      Files.writeString(besides(file), String.join("\n", lines) + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write the table of rules to " + file, e);
    }
  }

  /** Adds what an earlier run has written beside {@code file}; nothing if there was none. */
  void addFrom(Path file) {
    Path tabbed = besides(file);
    if (!Files.exists(tabbed)) {
      return;
    }
    try {
      for (String line : Files.readAllLines(tabbed)) {
        String[] cells = line.split("\t", 4);
        if (cells.length == 4) {
          add(Rule.parse(cells[0]), cells[1], Result.valueOf(cells[2]), cells[3]);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the table of rules in " + tabbed, e);
    }
  }

  private static Path besides(Path file) {
    return file.resolveSibling(file.getFileName().toString().replaceFirst("\\.md$", "") + ".tsv");
  }

  private String totals() {
    var counts = new EnumMap<Result, Long>(Result.class);
    results.values().stream()
        .flatMap(by -> by.values().stream())
        .forEach(result -> counts.merge(result, 1L, Long::sum));
    return results.size()
        + " rules on "
        + subjects.size()
        + " subjects: "
        + counts.getOrDefault(Result.PASSED, 0L)
        + " passed, "
        + counts.getOrDefault(Result.SKIPPED, 0L)
        + " skipped, "
        + counts.getOrDefault(Result.FAILED, 0L)
        + " failed";
  }

  private long count(Result result, String subject) {
    return results.values().stream().filter(by -> by.get(subject) == result).count();
  }

  private static String word(Map<String, Result> by, String subject) {
    Result result = by.get(subject);
    return result == null ? "" : result.word;
  }

  private static String summary(Set<String> where) {
    return where.size() <= 6
        ? String.join(", ", where)
        : where.stream().limit(6).collect(Collectors.joining(", "))
            + " and "
            + (where.size() - 6)
            + " more";
  }

  private static String row(String first, List<String> cells, int width) {
    return cells.stream()
        .map(cell -> cell + " ".repeat(width - cell.length()))
        .collect(
            Collectors.joining(
                " | ", "| " + first + " ".repeat(4 - first.length()) + " | ", " |\n"));
  }
}
