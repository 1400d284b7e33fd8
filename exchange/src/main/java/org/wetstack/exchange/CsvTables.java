package org.wetstack.exchange;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** RFC 4180 in UTF-8, with the names of the columns first. */
record CsvTables(Path folder) implements Tables {

  @Override
  public Table open(String name, Column... columns) throws IOException {
    BufferedWriter out =
        Files.newBufferedWriter(folder.resolve(name + ".csv"), StandardCharsets.UTF_8);
    var table = new CsvTable(out);
    table.row((Object[]) Arrays.stream(columns).map(Column::name).toArray(String[]::new));
    return table;
  }

  private record CsvTable(BufferedWriter out) implements Table {

    @Override
    public void row(@Nullable Object... cells) {
      try {
        for (int i = 0; i < cells.length; i++) {
          out.append(i == 0 ? "" : ",").append(field(cells[i]));
        }
        out.append("\r\n");
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private static String field(@Nullable Object cell) {
      String text = cell == null ? "" : cell.toString();
      boolean plain =
          text.chars()
              .noneMatch(each -> each == ',' || each == '"' || each == '\n' || each == '\r');
      return plain ? text : '"' + text.replace("\"", "\"\"") + '"';
    }

    @Override
    public void close() throws IOException {
      out.close();
    }
  }
}
