package org.wetstack.benchmarks;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A question to a pump over TCP and its answer, through the whole driver: beside blocking C that
 * sends the same bytes to the same board, and beside Modbus libraries that read registers of a
 * device as cheap. All take turns in slices, each with a process and a connection of its own.
 */
final class RequestSpeed {

  private static final int SERVERS = 0;
  private static final int CLIENTS = 1;
  private static final int SLICES = 10;
  private static final int WARM_UP = 50_000;
  private static final int SLICE_MILLIS = 50;
  private static final int FIRMWARE_HEAD = 4;
  private static final int MODBUS_HEAD = 6;
  private static final Target BESIDE_C = Target.atMost(1.2);
  private static final Target BESIDE_MODBUS = Target.atMost(0.5);

  private final Report report;
  private final List<Contender> processes = new ArrayList<>();

  private RequestSpeed(Report report) {
    this.report = report;
  }

  /** One that asks a server, which no other asks meanwhile; and what came of it. */
  private static final class Asker {

    private final Contender process;
    private final Contender server;
    private final List<List<long[]>> rounds = new ArrayList<>();
    private long wrong;
    private long notOnce;

    /** Waits until {@code process} says that it is connected. */
    Asker(Contender process, Contender server) throws IOException {
      this.process = process;
      this.server = server;
      process.hear();
    }

    String name() {
      return process.name();
    }

    void begin() {
      rounds.clear();
    }

    void round() {
      rounds.add(new ArrayList<>());
    }

    /** The nanoseconds of each round trip of a slice. */
    long[] slice() throws IOException {
      long before = requests();
      long[] words = process.askNumbers("slice " + SLICE_MILLIS);
      long[] nanos = Arrays.copyOfRange(words, 1, words.length);
      wrong += words[0];
      notOnce += Math.abs(requests() - before - nanos.length);
      return nanos;
    }

    void measure() throws IOException {
      rounds.get(rounds.size() - 1).add(slice());
    }

    private long requests() throws IOException {
      return server.askNumbers("requests")[0];
    }

    /** What makes its figures worthless, or nothing. */
    String fault() {
      return wrong == 0 && notOnce == 0
          ? ""
          : name() + ": " + wrong + " wrong answers, " + notOnce + " requests too many or too few";
    }
  }

  static void run(Report report) throws Exception {
    var speed = new RequestSpeed(report);
    try (var programs = new Programs()) {
      speed.run(programs, programs.compile("request").toString());
    } finally {
      for (Contender each : speed.processes) {
        each.close();
      }
    }
  }

  private void run(Programs programs, String program) throws IOException {
    Path table = programs.file("table");
    ScriptedBoard.Exchange exchange = Rehearsal.writePump(table);
    Contender board = start("board", SERVERS, List.of(program, "board", table.toString()));
    String boardPort = board.hear();
    Contender modbus = start("Modbus device", SERVERS, List.of(program, "modbus"));
    String modbusPort = modbus.hear();

    String question = hex(frame(exchange.request().toByteArray()));
    List<String> asC =
        List.of(
            program,
            "client",
            boardPort,
            "" + FIRMWARE_HEAD,
            question,
            Rehearsal.body(exchange.reply()));
    var c = new Asker(start("C, same bytes", CLIENTS, asC), board);
    var twin = new Asker(start("C, same bytes", CLIENTS, asC), board);
    report
        .out()
        .printf(
            "request, %d B to a pump, %d registers of a Modbus device, in slices of %d ms;"
                + " p50 / p90 / p99%n",
            question.length() / 2, RequestClient.REGISTERS, SLICE_MILLIS);
    String fault =
        Control.check(
            report,
            c.name(),
            () -> {
              measure(List.of(c, twin));
              return compare(c, twin);
            });

    Asker pump = java("firmware pump", "pump", boardPort, board);
    Asker petri = java("digitalpetri Modbus", "digitalpetri", modbusPort, modbus);
    Asker plc4x = java("PLC4X Modbus", "plc4x", modbusPort, modbus);
    for (Asker each : List.of(pump, petri, plc4x)) {
      for (int asked = 0; asked < WARM_UP; ) {
        asked += each.slice().length;
      }
    }
    List<String> asModbusC =
        List.of(
            program,
            "client",
            modbusPort,
            "" + MODBUS_HEAD,
            hex(RequestClient.modbusRequest()),
            hex(RequestClient.modbusAnswer()));
    var modbusC = new Asker(start("C, the same registers", CLIENTS, asModbusC), modbus);
    measure(List.of(c, pump, petri, plc4x, modbusC));
    add(pump, c, BESIDE_C, fault);
    add(pump, petri, BESIDE_MODBUS, fault);
    add(pump, plc4x, BESIDE_MODBUS, fault);
    add(petri, modbusC, null, fault);
    add(plc4x, modbusC, null, fault);
  }

  private static byte[] frame(byte[] message) {
    return ByteBuffer.allocate(FIRMWARE_HEAD + message.length)
        .putInt(message.length)
        .put(message)
        .array();
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  private Asker java(String name, String who, String port, Contender server) throws IOException {
    return new Asker(start(name, CLIENTS, Programs.java(RequestClient.class, who, port)), server);
  }

  private Contender start(String name, int processor, List<String> command) throws IOException {
    Contender process = Contender.start(name, processor, command);
    processes.add(process);
    return process;
  }

  private void measure(List<Asker> askers) throws IOException {
    askers.forEach(Asker::begin);
    for (int round = 0; round < report.rounds(); round++) {
      askers.forEach(Asker::round);
      for (int i = 0; i < SLICES; i++) {
        for (Asker each : askers) {
          each.measure();
        }
      }
    }
  }

  private static Comparison compare(Asker first, Asker second) {
    var comparison = new Comparison();
    for (int round = 0; round < first.rounds.size(); round++) {
      comparison.round();
      first.rounds.get(round).forEach(comparison::first);
      second.rounds.get(round).forEach(comparison::second);
    }
    return comparison;
  }

  private void add(Asker work, Asker beside, @Nullable Target target, String fault) {
    Comparison of = compare(beside, work);
    report.add(
        Row.of(work.name(), beside.name(), of.count())
            .with("p50", of.at(50), target)
            .with("p90", of.at(90))
            .with("p99", of.at(99))
            .note(Comparison.micros(of.allOfSecond(), of.allOfFirst()))
            .faulty(work.fault())
            .faulty(beside.fault())
            .faulty(fault));
  }
}
