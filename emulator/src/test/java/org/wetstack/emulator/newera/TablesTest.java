package org.wetstack.emulator.newera;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every command, right and wrong, and what programs do, to the byte. */
class TablesTest {

  static Stream<Arguments> rows() throws IOException {
    return Stream.concat(rows("commands.tsv"), rows("programs.tsv"));
  }

  private static Stream<Arguments> rows(String name) throws IOException {
    try (InputStream in = TablesTest.class.getResourceAsStream(name)) {
      String text =
          new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
      List<String> lines = text.lines().toList();
      return lines.stream()
          .filter(line -> !line.startsWith("#") && !line.startsWith("source"))
          .map(line -> line.split("\t", -1))
          .map(row -> Arguments.of(name, row[1], row[2], row[3]))
          .toList()
          .stream();
    }
  }

  @ParameterizedTest(name = "{0}: {1} then {2}")
  @MethodSource("rows")
  void everyByteIsAsTheTableSays(String table, String before, String request, String reply) {
    List<String> deeds =
        new ArrayList<>(before.equals("-") ? List.of() : List.of(before.split(";")));
    Bench bench = Bench.of(deeds);
    deeds.forEach(bench::perform);
    String answer = bench.ask(request);
    if (reply.startsWith("?")) {
      // A collision: so many bytes, and nobody knows which.
      assertEquals(Integer.parseInt(reply.substring(1)), answer.replaceAll("<..>", "x").length());
    } else {
      assertEquals(reply.equals("-") ? "" : reply, answer, () -> table + ": " + before);
    }
  }
}
