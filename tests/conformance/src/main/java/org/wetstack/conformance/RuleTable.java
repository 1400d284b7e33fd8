package org.wetstack.conformance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/** Which rules were tried on which subjects, and how that went. Thread-safe. */
final class RuleTable {

  /** How a rule went on a subject; where it went several ways, the later one here counts. */
  enum Result {
    SKIPPED("skip"),
    PASSED("ok"),
    FAILED("FAIL");

    final String word;

    Result(String word) {
      this.word = word;
    }
  }

  /** A numbered rule, in the order of its letter and then of its number. */
  record Rule(String letter, int number) implements Comparable<Rule> {

    /** Pumps, lights, electrodes, stimulators, instruments, links. */
    private static final String LETTERS = "pfesil";

    static Rule parse(String text) {
      return new Rule(text.substring(0, 1), Integer.parseInt(text.substring(1)));
    }

    boolean isForLinks() {
      return letter.equals("l");
    }

    @Override
    public int compareTo(Rule other) {
      int byLetter = LETTERS.indexOf(letter) - LETTERS.indexOf(other.letter);
      return byLetter != 0 ? byLetter : Integer.compare(number, other.number);
    }

    @Override
    public String toString() {
      return letter + number;
    }
  }

  /** One rule as it went on one subject. */
  record Line(Rule rule, String subject, Result result, String reason) {}

  private final List<Line> lines = new ArrayList<>();
  private final List<String> sources = new ArrayList<>();

  synchronized void add(Rule rule, String subject, Result result, String reason) {
    lines.add(new Line(rule, subject, result, reason.lines().findFirst().orElse("")));
  }

  synchronized boolean isEmpty() {
    return lines.isEmpty();
  }

  /** The whole table in Markdown, readable as it is: instruments first, then links. */
  synchronized String markdown() {
    var text = new StringBuilder("# Conformance: which rules ran where\n\n");
    section(text, "Instruments", lines.stream().filter(line -> !line.rule.isForLinks()).toList());
    section(text, "Links", lines.stream().filter(line -> line.rule.isForLinks()).toList());
    sources.forEach(source -> text.append("- ").append(source).append('\n'));
    return text.toString().strip() + "\n";
  }

  private static void section(StringBuilder text, String title, List<Line> of) {
    if (!of.isEmpty()) {
      text.append("## ").append(title).append("\n\n");
      text.append(new RuleSection(of).markdown().strip()).append("\n\n");
    }
  }

  /** Writes the table for people to {@code file} and, beside it, as {@code .tsv} for programs. */
  synchronized void write(Path file) {
    try {
      Path folder = file.toAbsolutePath().getParent();
      if (folder != null) {
        Files.createDirectories(folder);
      }
      Files.writeString(file, markdown());
      Files.write(besides(file), lines.stream().map(RuleTable::tabbed).toList());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write the table of rules to " + file, e);
    }
  }

  /** Adds what an earlier run has written beside {@code file}, and says so in the table. */
  synchronized void addFrom(Path file) {
    Path tabbed = besides(file);
    if (!Files.exists(tabbed)) {
      sources.add("not included, because its tests have not run: " + file);
      return;
    }
    try {
      for (String line : Files.readAllLines(tabbed)) {
        String[] cells = line.split("\t", 4);
        if (cells.length == 4) {
          add(Rule.parse(cells[0]), cells[1], Result.valueOf(cells[2]), cells[3]);
        }
      }
      var written = Files.getLastModifiedTime(tabbed).toInstant().truncatedTo(ChronoUnit.SECONDS);
      sources.add("included, as of " + written + ": " + file);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the table of rules in " + tabbed, e);
    }
  }

  private static String tabbed(Line line) {
    return String.join("\t", line.rule.toString(), line.subject, line.result.name(), line.reason);
  }

  private static Path besides(Path file) {
    return file.resolveSibling(file.getFileName().toString().replaceFirst("\\.md$", "") + ".tsv");
  }
}
