package org.wetstack.emulator.cavro;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.wetstack.emulator.World;
import org.wetstack.emulator.line.LineDevice;

/** The byte-exact table of what is said and answered, replayed in virtual time. */
class ExchangesTest {

  private record Exchange(
      String pump, long afterMillis, String request, String reply, String source, String what) {}

  private static Map<String, List<Exchange>> sessions() throws IOException {
    var sessions = new LinkedHashMap<String, List<Exchange>>();
    try (InputStream table = ExchangesTest.class.getResourceAsStream("exchanges.tsv")) {
      String text = new String(table.readAllBytes(), StandardCharsets.US_ASCII);
      for (String line : text.split("\n", -1)) {
        if (!line.isEmpty() && !line.startsWith("#")) {
          String[] cell = line.split("\t", -1);
          sessions
              .computeIfAbsent(cell[1], name -> new ArrayList<>())
              .add(
                  new Exchange(
                      cell[0], Long.parseLong(cell[2]), cell[3], cell[4], cell[5], cell[6]));
        }
      }
    }
    return sessions;
  }

  static Stream<Arguments> everySession() throws IOException {
    return sessions().entrySet().stream()
        .map(session -> Arguments.of(session.getKey(), session.getValue()));
  }

  private static CavroSpec spec(String name) {
    return switch (name) {
      case "xcalibur-3" -> CavroSpec.xcalibur(0, 1_000);
      case "xcalibur-e" -> CavroSpec.xcalibur(14, 1_000);
      case "xcalibur-4" ->
          new CavroSpec(
              Model.XCALIBUR,
              0,
              1_000,
              ValveType.FOUR_PORT,
              "o",
              "i",
              0,
              CavroOptions.usual(Model.XCALIBUR));
      case "xcalibur-d9" ->
          CavroSpec.distributing(Model.XCALIBUR, 0, 1_000, ValveType.DISTRIBUTION_9, 2, 1);
      case "centris-d6" ->
          CavroSpec.distributing(Model.CENTRIS, 0, 1_000, ValveType.DISTRIBUTION_6, 2, 1);
      case "centris-3" ->
          new CavroSpec(
              Model.CENTRIS,
              0,
              1_000,
              ValveType.THREE_PORT,
              "o",
              "i",
              0,
              CavroOptions.usual(Model.CENTRIS));
      default -> throw new IllegalArgumentException(name);
    };
  }

  private static LineDevice device(World world, String name) {
    return name.equals("smart-valve") ? new SmartValve(world, 1) : new CavroPump(world, spec(name));
  }

  private static byte[] bytes(String escaped) {
    var bytes = new ByteArrayOutputStream();
    for (int i = 0; i < escaped.length(); i++) {
      if (escaped.charAt(i) == '\\') {
        bytes.write(Integer.parseInt(escaped.substring(i + 2, i + 4), 16));
        i += 3;
      } else {
        bytes.write(escaped.charAt(i));
      }
    }
    return bytes.toByteArray();
  }

  private static String escaped(byte[] bytes) {
    var text = new StringBuilder();
    for (byte each : bytes) {
      boolean plain = each > 0x20 && each < 0x7F && each != '\\';
      text.append(plain ? Character.toString(each) : String.format("\\x%02x", each));
    }
    return text.isEmpty() ? "-" : text.toString();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("everySession")
  void everyAnswerIsTheSameByteForByte(String name, List<Exchange> exchanges) {
    var wire = new Wire();
    wire.plug(device(wire.world(), exchanges.get(0).pump()));
    for (Exchange exchange : exchanges) {
      wire.pass(exchange.afterMillis());
      wire.say(bytes(exchange.request()));
      wire.pass(5);
      assertEquals(exchange.reply(), escaped(wire.take()), () -> name + ": " + exchange);
    }
  }

  @ParameterizedTest(name = "{0}, byte by byte")
  @MethodSource("everySession")
  void itDoesNotMatterInWhichPiecesTheyCome(String name, List<Exchange> exchanges) {
    var wire = new Wire();
    wire.plug(device(wire.world(), exchanges.get(0).pump()));
    for (Exchange exchange : exchanges) {
      wire.pass(exchange.afterMillis());
      for (byte each : bytes(exchange.request())) {
        wire.say(new byte[] {each});
      }
      wire.pass(5);
      assertEquals(exchange.reply(), escaped(wire.take()), () -> name + ": " + exchange);
    }
  }

  @ParameterizedTest
  @MethodSource("everyCommand")
  void everyCommandIsThereWithARightUseAndAWrongOne(String letter) throws IOException {
    String answers = "";
    for (List<Exchange> session : sessions().values()) {
      for (Exchange exchange : session) {
        String data = exchange.request();
        int at = data.startsWith("/") ? 2 : data.indexOf("\\x02") + 6;
        if (at < data.length() && data.startsWith(letter, at) && exchange.reply().length() > 3) {
          int status = exchange.reply().startsWith("/") ? 2 : 5;
          answers += exchange.reply().charAt(status);
        }
      }
    }
    assertTrue(answers.matches(".*[@`].*"), letter + " is never right: " + answers);
  }

  static Stream<String> everyCommand() {
    return Stream.of("ZYWwzIOBEAaPpDdVvcCLSKkNGgMHJTXRsUeQF?&#".split(""));
  }
}
