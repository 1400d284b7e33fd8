package org.wetstack.emulator.shdlc;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every command, used rightly and wrongly, byte for byte: {@code shdlc/requests.tsv}. */
class RequestTableTest {

  private static final List<Integer> COMMANDS =
      List.of(
          0x21, 0x22, 0x23, 0x24, 0x25, 0x26, 0x28, 0x29, 0x2A, 0x30, 0x33, 0x34, 0x35, 0x36, 0x37,
          0x38, 0x39, 0x50, 0x53, 0x54, 0x65, 0x66, 0x90, 0x91, 0x92, 0x93, 0x95, 0xD0, 0xD1, 0xD2,
          0xD3);

  private record Line(int number, String group, String action, String request, String reply) {}

  private static List<Line> lines() throws IOException {
    try (InputStream in = RequestTableTest.class.getResourceAsStream("/shdlc/requests.tsv")) {
      List<String> all =
          new String(Objects.requireNonNull(in).readAllBytes(), UTF_8).lines().toList();
      return java.util.stream.IntStream.range(0, all.size())
          .filter(i -> !all.get(i).startsWith("#"))
          .mapToObj(
              i -> {
                String[] cells = all.get(i).split("\t", -1);
                assertEquals(6, cells.length, "line " + (i + 1));
                return new Line(i + 1, cells[0], cells[1], cells[2], cells[3]);
              })
          .toList();
    }
  }

  static Stream<Named<List<Line>>> groups() throws IOException {
    Map<String, List<Line>> groups =
        lines().stream()
            .collect(Collectors.groupingBy(Line::group, LinkedHashMap::new, Collectors.toList()));
    return groups.entrySet().stream().map(group -> Named.of(group.getKey(), group.getValue()));
  }

  @ParameterizedTest
  @MethodSource("groups")
  void eachRequestGetsItsReply(List<Line> group) {
    Wire wire = Wire.with(ShdlcSpec.exact(0));
    for (Line line : group) {
      if (line.action().equals("wait")) {
        wire.pass(Double.parseDouble(line.request()));
      } else {
        assertEquals("ask", line.action());
        assertEquals(line.reply(), wire.ask(line.request()), "line " + line.number());
      }
    }
  }

  /** Of one byte at a time nothing comes out otherwise. */
  @ParameterizedTest
  @MethodSource("groups")
  void byteByByteJustTheSame(List<Line> group) {
    Wire wire = Wire.with(ShdlcSpec.exact(0));
    for (Line line : group) {
      if (line.action().equals("wait")) {
        wire.pass(Double.parseDouble(line.request()));
      } else {
        for (byte each : Wire.bytes(line.request())) {
          wire.hear(new byte[] {each});
        }
        wire.pass(1);
        assertEquals(line.reply(), wire.heard(), "line " + line.number());
      }
    }
  }

  @Test
  void everyCommandIsThereRightAndWrong() throws IOException {
    List<Line> asked = lines().stream().filter(line -> line.action().equals("ask")).toList();
    for (int command : COMMANDS) {
      String name = String.format("%02X", command);
      // Address and command of a reply are never stuffed in this table, but for address 7E.
      List<String> states =
          asked.stream()
              .filter(line -> line.reply().matches("7E \\S+ " + name + " .*"))
              .map(line -> line.reply().split(" ", -1)[3])
              .toList();
      assertEquals(true, states.contains("00"), name + " has no right use");
      assertEquals(
          true,
          command == 0x34 || command == 0x66 || states.stream().anyMatch(s -> !s.equals("00")),
          name + " has no wrong use");
    }
  }
}
