package org.wetstack.benchmarks;

import com.google.protobuf.MessageLite;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.wetstack.hal.ElectrodeArray;
import org.wetstack.hal.Instrument;
import org.wetstack.hal.Instruments;
import org.wetstack.hal.LoadedStimulus;
import org.wetstack.hal.OperationId;
import org.wetstack.hal.Pump;
import org.wetstack.hal.Stimulus;
import org.wetstack.hal.units.Current;
import org.wetstack.protocol.v1.DeviceMessage;
import org.wetstack.protocol.v1.HostMessage;

/**
 * One session of the real driver with {@link ScriptedBoard}, of which all requests and replies are
 * written down: the table with which {@code loop.c} is a board without knowing much of the
 * protocol.
 */
final class Rehearsal {

  /** The dose that a pump is asked about. */
  static final OperationId DOSE = new OperationId(0x5EED);

  /** Bytes before each message over TCP, which say how long it is. */
  private static final int LENGTH = 4;

  private Rehearsal() {}

  /** Writes the table; returns how many bytes a trigger has on the wire. */
  static int write(Stream stream, Path table) throws IOException {
    try (var board = new ScriptedBoard(stream.channels(), stream.samples())) {
      try (Instrument instrument = Instruments.open("firmware", board.endpoint())) {
        ElectrodeArray array = instrument.device(ElectrodeArray.class);
        try (LoadedStimulus pulse = load(array);
            var recording = array.record(stream.samples(), block -> {})) {
          pulse.trigger().toCompletableFuture().join();
        }
        array.stimulator().orElseThrow().stop();
      }
      writeTable(board, table);
      return only(board, HostMessage.BodyCase.TRIGGER).request().getSerializedSize() + LENGTH;
    }
  }

  /**
   * Writes the table of a pump that is asked about a dose; returns that question and its answer.
   */
  static ScriptedBoard.Exchange writePump(Path table) throws IOException {
    try (var board = ScriptedBoard.pump()) {
      try (Instrument instrument = Instruments.open("firmware", board.endpoint())) {
        var unused = instrument.device(Pump.class).report(DOSE).orElseThrow();
      }
      writeTable(board, table);
      return only(board, HostMessage.BodyCase.QUERY_DOSE);
    }
  }

  private static ScriptedBoard.Exchange only(ScriptedBoard board, HostMessage.BodyCase kind) {
    return board.exchanges().stream()
        .filter(each -> each.request().getBodyCase() == kind)
        .findFirst()
        .orElseThrow();
  }

  private static void writeTable(ScriptedBoard board, Path table) throws IOException {
    Set<String> lines = new LinkedHashSet<>();
    for (ScriptedBoard.Exchange each : board.exchanges()) {
      if (!each.request().hasTrigger() && !each.request().hasHeartbeat()) {
        lines.add(line(each));
      }
    }
    Files.write(table, lines);
  }

  /** The pulse of every answer. */
  static LoadedStimulus load(ElectrodeArray array) {
    return array
        .stimulator()
        .orElseThrow()
        .load(Stimulus.biphasic(List.of(0), Current.microamps(-1), Duration.ofNanos(200_000)));
  }

  private static String line(ScriptedBoard.Exchange exchange) {
    HostMessage request = exchange.request();
    return request.getBodyCase().getNumber()
        + " "
        // Each host says hello with a name of its own.
        + (request.hasHello() ? "*" : body(request))
        + " "
        + body(exchange.reply());
  }

  /** What answers, without what the board writes before it; in hexadecimal digits. */
  static String body(DeviceMessage reply) {
    byte[] body =
        reply.toBuilder()
            .clearInReplyTo()
            .clearEpoch()
            .clearDeviceMicros()
            .clearDevice()
            .build()
            .toByteArray();
    return HexFormat.of().formatHex(body);
  }

  private static String body(HostMessage request) {
    var field = HostMessage.getDescriptor().findFieldByNumber(request.getBodyCase().getNumber());
    String digits = HexFormat.of().formatHex(((MessageLite) request.getField(field)).toByteArray());
    return digits.isEmpty() ? "-" : digits;
  }
}
