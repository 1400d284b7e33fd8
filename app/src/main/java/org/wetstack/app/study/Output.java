package org.wetstack.app.study;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import tools.jackson.databind.json.JsonMapper;

/** Where the results of a study go: a page, and a table or one JSON object on the terminal. */
final class Output {

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "the page, in HTML; default out/study-NAME.html; what is there is replaced")
  private @Nullable Path out;

  @Option(names = "--json", description = "prints one JSON object instead of a table")
  private boolean json;

  /**
   * The page of the study called {@code name}; what it lies in is made if it is not there.
   *
   * @throws IllegalArgumentException if no file can be there
   */
  Path page(String name) throws IOException {
    Path file = out == null ? Path.of("out", "study-" + name + ".html") : out;
    if (file.toString().isBlank()) {
      throw new IllegalArgumentException("--out names no file: write one, as in --out my.html");
    }
    if (Files.isDirectory(file)) {
      throw new IllegalArgumentException("--out " + file + " is a folder: name a file in it");
    }
    Path folder = file.toAbsolutePath().getParent();
    if (folder != null) {
      if (Files.exists(folder) && !Files.isDirectory(folder)) {
        throw new IllegalArgumentException(
            "--out " + file + ": " + folder + " is not a folder: name another place");
      }
      Files.createDirectories(folder);
    }
    return file;
  }

  /** Prints {@code rows}, or {@code result} as JSON. */
  void print(PrintWriter to, List<String> head, List<List<String>> rows, Object result) {
    if (json) {
      to.println(JsonMapper.shared().writeValueAsString(result));
    } else {
      to.print(text(head, rows));
    }
    to.flush();
  }

  /** Prints {@code words}, unless a program reads along. */
  void say(PrintWriter to, String words) {
    if (!json) {
      to.println(words);
      to.flush();
    }
  }

  /** Columns under each other. */
  static String text(List<String> head, List<List<String>> rows) {
    int[] widths = head.stream().mapToInt(String::length).toArray();
    for (List<String> row : rows) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    var text = new StringBuilder();
    line(text, head, widths);
    rows.forEach(row -> line(text, row, widths));
    return text.toString();
  }

  private static void line(StringBuilder text, List<String> cells, int[] widths) {
    var line = new StringBuilder();
    for (int i = 0; i < widths.length; i++) {
      String cell = cells.get(i);
      line.append(cell).append(" ".repeat(widths[i] - cell.length() + 2));
    }
    text.append(line.toString().stripTrailing()).append('\n');
  }
}
