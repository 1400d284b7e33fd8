package org.wetstack.benchmarks;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** What one benchmark found: printed as it comes, and kept as a page and as data. */
final class Report {

  private final String name;
  private final int rounds;
  private final Path folder;
  private final Map<String, String> machine;
  private final List<Row> rows = new ArrayList<>();
  private final ByteArrayOutputStream text = new ByteArrayOutputStream();
  private final PrintStream out;

  /**
   * A report without rows.
   *
   * @param rounds how many rounds to measure
   * @param folder where it is kept, and files of the benchmark beside it
   */
  Report(String name, int rounds, Path folder, Map<String, String> machine, OutputStream console)
      throws IOException {
    Files.createDirectories(folder);
    this.name = name;
    this.rounds = rounds;
    this.folder = folder;
    this.machine = machine;
    out = new PrintStream(new Both(console, text), true, StandardCharsets.UTF_8);
  }

  int rounds() {
    return rounds;
  }

  /** A file of this benchmark beside its report. */
  Path file(String suffix) {
    return folder.resolve(name + "-" + suffix);
  }

  /** For what is no row: goes to the console and into the page. */
  PrintStream out() {
    return out;
  }

  void add(Row row) {
    rows.add(row);
    out.println("  " + words(row));
  }

  List<Row> rows() {
    return List.copyOf(rows);
  }

  private static String words(Row row) {
    return row.work()
        + " ÷ "
        + row.beside()
        + ": "
        + numbers(row)
        + targets(row, "; target ", "; " + row.verdict())
        + row.notes().stream().map(note -> "; " + note).collect(Collectors.joining())
        + (row.fault().isEmpty() ? "" : "; INVALID: " + row.fault());
  }

  private static String numbers(Row row) {
    return row.figures().stream()
        .map(figure -> figure.name() + " " + figure.ratios())
        .collect(Collectors.joining(", "));
  }

  private static String targets(Row row, String before, String after) {
    String all =
        row.figures().stream()
            .filter(figure -> figure.target() != null)
            .map(figure -> figure.name() + " " + figure.target())
            .collect(Collectors.joining(", "));
    return all.isEmpty() ? "" : before + all + after;
  }

  /** A line for each row that is judged. */
  String summary() {
    return rows.stream()
        .filter(row -> row.figures().stream().anyMatch(figure -> figure.target() != null))
        .map(
            row ->
                "%-8s %s: %s ÷ %s: %s%s%n"
                    .formatted(
                        row.verdict(),
                        name,
                        row.work(),
                        row.beside(),
                        judged(row),
                        row.fault().isEmpty() ? "" : " (" + row.fault() + ")"))
        .collect(Collectors.joining());
  }

  private static String judged(Row row) {
    return row.figures().stream()
        .filter(figure -> figure.target() != null)
        .map(figure -> figure.name() + " " + figure.ratios() + ", target " + figure.target())
        .collect(Collectors.joining("; "));
  }

  /** Writes {@code name.md} and {@code name.json}. */
  void write() throws IOException {
    Files.writeString(folder.resolve(name + ".md"), page());
    Files.writeString(folder.resolve(name + ".json"), data());
  }

  String page() {
    var page = new StringBuilder("# Benchmark " + name + "\n\n");
    machine.forEach((fact, value) -> page.append("- " + fact + ": " + value + "\n"));
    page.append("- rounds: " + rounds + "\n\n");
    if (!rows.isEmpty()) {
      page.append("| work | beside | n | ratio, median [min-max] | target | reached | notes |\n");
      page.append("| --- | --- | --- | --- | --- | --- | --- |\n");
    }
    for (Row row : rows) {
      String fault = row.fault().isEmpty() ? "" : "INVALID: " + row.fault() + " ";
      page.append(
          "| %s | %s | %d | %s | %s | %s | %s |%n"
              .formatted(
                  row.work(),
                  row.beside(),
                  row.n(),
                  numbers(row),
                  targets(row, "", ""),
                  row.verdict(),
                  fault + String.join("; ", row.notes())));
    }
    return page + "\n```\n" + text.toString(StandardCharsets.UTF_8) + "```\n";
  }

  private String data() {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("benchmark", name);
    all.put("machine", machine);
    all.put("rounds", rounds);
    all.put("rows", rows.stream().map(Report::fields).toList());
    return JsonMapper.builder()
        .enable(SerializationFeature.INDENT_OUTPUT)
        .build()
        .writeValueAsString(all);
  }

  private static Map<String, Object> fields(Row row) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("work", row.work());
    fields.put("beside", row.beside());
    fields.put("n", row.n());
    fields.put("verdict", row.verdict());
    fields.put("fault", row.fault());
    fields.put("notes", row.notes());
    for (Row.Figure figure : row.figures()) {
      Map<String, Object> of = new LinkedHashMap<>();
      of.put("median", figure.ratios().median());
      of.put("min", figure.ratios().least());
      of.put("max", figure.ratios().most());
      of.put("rounds", figure.ratios().rounds());
      Target target = figure.target();
      if (target != null) {
        of.put(target.isCeiling() ? "atMost" : "atLeast", target.value());
        of.put("reached", target.reached(figure.ratios()));
      }
      fields.put(figure.name(), of);
    }
    return fields;
  }

  private static final class Both extends OutputStream {

    private final OutputStream one;
    private final OutputStream other;

    Both(OutputStream one, OutputStream other) {
      this.one = one;
      this.other = other;
    }

    @Override
    public void write(int octet) throws IOException {
      one.write(octet);
      other.write(octet);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      one.write(bytes, from, length);
      other.write(bytes, from, length);
    }

    @Override
    public void flush() throws IOException {
      one.flush();
    }
  }
}
