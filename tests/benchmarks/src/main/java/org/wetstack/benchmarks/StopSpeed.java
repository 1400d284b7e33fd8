package org.wetstack.benchmarks;

import com.linecorp.armeria.client.grpc.GrpcClients;
import com.linecorp.armeria.common.HttpHeaderNames;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import org.HdrHistogram.Histogram;
import org.wetstack.api.v1.CreateTokenRequest;
import org.wetstack.api.v1.EmergencyStopReply;
import org.wetstack.api.v1.EmergencyStopRequest;
import org.wetstack.api.v1.ListAlarmsRequest;
import org.wetstack.api.v1.ReleaseStopRequest;
import org.wetstack.api.v1.RigGrpc;
import org.wetstack.api.v1.Role;
import org.wetstack.api.v1.UsersGrpc;

/**
 * How long an emergency stop takes from the call of the API until it has reached the device, while
 * a rig is as busy as it can be, and while nobody else is there. Board in C, controller, crowd and
 * whoever stops are four processes on the same processors; the moment is taken in the board.
 */
final class StopSpeed {

  private static final int STOPS_IN_TURN = 100;
  private static final int MOST_TURNS = 10;
  private static final int STOPS_TO_WARM_UP = 50;
  private static final long MOST_NANOS = 60_000_000_000L;
  private static final int DIGITS = 3;

  private static final String RIG =
      """
      name: stop
      listen: 127.0.0.1:0
      data: "%%s"
      instruments:
        mea: {driver: firmware, endpoint: "tcp://127.0.0.1:%s"}
      electrodes:
        tin: {material: titanium-nitride, diameter: 30 um}
      cultures:
        all:
          cells: {batch: none, kind: none}
          medium: none
          plated: 2026-01-01
          array: mea
          sites: 0-1023
          electrodes: tin
      """;

  private final Report report;
  private final Contender board;
  private final RigGrpc.RigBlockingStub first;
  private final RigGrpc.RigBlockingStub second;
  private int keys;

  private StopSpeed(
      Report report,
      Contender board,
      RigGrpc.RigBlockingStub first,
      RigGrpc.RigBlockingStub second) {
    this.report = report;
    this.board = board;
    this.first = first;
    this.second = second;
  }

  static void run(Report report) throws Exception {
    var stream = new Stream(1_024, 30);
    try (var programs = new Programs()) {
      Path table = programs.file("table");
      Rehearsal.write(stream, table);
      List<String> command =
          List.of(
              programs.compile("stop").toString(),
              "" + stream.channels(),
              "" + stream.samples(),
              table.toString());
      try (var board = Contender.startAnywhere("board", command);
          var controller = new ControllerProcess(programs, RIG.formatted(board.hear()))) {
        String token = Files.readString(controller.tokenFile()).strip();
        String at = controller.address();
        new StopSpeed(
                report,
                board,
                client(at, token, RigGrpc.RigBlockingStub.class),
                client(at, anotherPerson(at, token), RigGrpc.RigBlockingStub.class))
            .compare(at, controller.tokenFile());
      }
    }
  }

  private static String anotherPerson(String at, String token) {
    return client(at, token, UsersGrpc.UsersBlockingStub.class)
        .createToken(
            CreateTokenRequest.newBuilder()
                .setUser("second")
                .addRoles(Role.OPERATOR)
                .setDays(1)
                .setKey("second")
                .build())
        .getSecret();
  }

  private static <T> T client(String at, String token, Class<T> type) {
    return GrpcClients.builder("gproto+http://" + at)
        .addHeader(HttpHeaderNames.AUTHORIZATION, "Bearer " + token)
        .responseTimeoutMillis(0)
        .build(type);
  }

  private static final class Measured {
    final Histogram toDevice = new Histogram(MOST_NANOS, DIGITS);
    final Histogram toAnswer = new Histogram(MOST_NANOS, DIGITS);
    long failures;
    long blocks;
    long leftOut;
  }

  private void compare(String at, Path token) throws IOException {
    int turns = Math.max(MOST_TURNS, 2 * report.rounds());
    stop(new Measured(), STOPS_TO_WARM_UP);
    var idle = new Measured();
    var busy = new Measured();
    var ratios = new ArrayList<Double>();
    var heard = new long[2];
    try (var crowd = Contender.startAnywhere("crowd", Programs.java(StopCrowd.class, at, token))) {
      for (int turn = 0; turn < turns; turn++) {
        var idleNow = new Measured();
        stop(idleNow, STOPS_IN_TURN);
        add(idle, idleNow);
        crowd.ask("come");
        var busyNow = new Measured();
        stop(busyNow, STOPS_IN_TURN);
        add(busy, busyNow);
        long[] counts = crowd.askNumbers("go");
        Arrays.setAll(heard, i -> heard[i] + counts[i]);
        ratios.add(at50(busyNow) / at50(idleNow));
        report
            .out()
            .printf(
                Locale.ROOT,
                "  turn %d of %d: %d stops, idle %s; busy %s%n",
                turn + 1,
                turns,
                STOPS_IN_TURN,
                text(idleNow.toDevice),
                text(busyNow.toDevice));
      }
    }
    report.add(
        Row.of(
                "emergency stop, 1,024 ch, 50 clients, one deaf",
                "nobody else",
                busy.toDevice.getTotalCount())
            .with("p50", new Ratios(ratios))
            .note("API call to device: " + text(busy.toDevice))
            .note("API call to answer: " + text(busy.toAnswer))
            .note("alone, to device: " + text(idle.toDevice))
            .note("alone, to answer: " + text(idle.toAnswer))
            .note(busy.blocks + " blocks sent meanwhile, " + busy.leftOut + " left out")
            .note(heard[0] + " messages heard, " + heard[1] + " samples missed")
            .faulty(busy.failures + idle.failures == 0 ? "" : "stops failed")
            .faulty(switchedOffByItself() ? "the controller stopped the device by itself too" : "")
            .faulty(heard[0] > 0 ? "" : "no client heard anything: there was no load"));
  }

  /** Then a Stop that reached the device need not be the one that was asked for. */
  private boolean switchedOffByItself() {
    return first
        .listAlarms(ListAlarmsRequest.newBuilder().setAcknowledgedToo(true).build())
        .getAlarmsList()
        .stream()
        .anyMatch(alarm -> alarm.getCode().equals("controller"));
  }

  private static void add(Measured all, Measured more) {
    all.toDevice.add(more.toDevice);
    all.toAnswer.add(more.toAnswer);
    all.failures += more.failures;
    all.blocks += more.blocks;
    all.leftOut += more.leftOut;
  }

  private static double at50(Measured measured) {
    return measured.toDevice.getValueAtPercentile(50);
  }

  /** Stops, and has two people release, again and again. */
  private void stop(Measured into, int times) throws IOException {
    board.ask("stops");
    for (int i = 0; i < times; i++) {
      String key = "k" + ++keys;
      var ask = EmergencyStopRequest.newBuilder().setReason("measured").setKey(key).build();
      long from = Clock.nanos();
      EmergencyStopReply reply = first.emergencyStop(ask);
      into.toAnswer.recordValue(Math.min(MOST_NANOS, Clock.nanos() - from));
      into.failures +=
          reply.getInstrumentsList().stream().filter(one -> !one.getFailure().isEmpty()).count();
      long[] told = board.askNumbers("stops");
      into.blocks += told[0];
      into.leftOut += told[1];
      OptionalLong reached =
          Arrays.stream(told).skip(2).filter(moment -> moment >= from).findFirst();
      if (reached.isPresent()) {
        into.toDevice.recordValue(Math.min(MOST_NANOS, reached.getAsLong() - from));
      } else {
        into.failures++;
      }
      release(first, key);
      release(second, key);
    }
  }

  private static void release(RigGrpc.RigBlockingStub who, String key) {
    var unused = who.releaseStop(ReleaseStopRequest.newBuilder().setKey(key).build());
  }

  private static String text(Histogram nanos) {
    return String.format(
        Locale.ROOT,
        "p50 %.2f, p99 %.2f, p99.9 %.2f, max %.2f ms",
        nanos.getValueAtPercentile(50) / 1e6,
        nanos.getValueAtPercentile(99) / 1e6,
        nanos.getValueAtPercentile(99.9) / 1e6,
        nanos.getMaxValue() / 1e6);
  }
}
