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
import org.wetstack.hal.Stimulus;
import org.wetstack.hal.units.Current;
import org.wetstack.protocol.v1.HostMessage;

/**
 * One session of the real driver with {@link ScriptedBoard}, of which all requests and replies are
 * written down: the table with which {@code loop.c} is a board without knowing much of the
 * protocol.
 */
final class Rehearsal {

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
      }
      Set<String> lines = new LinkedHashSet<>();
      int trigger = 0;
      for (ScriptedBoard.Exchange each : board.exchanges()) {
        if (each.request().hasTrigger()) {
          trigger = 4 + each.request().getSerializedSize();
        } else if (!each.request().hasHeartbeat()) {
          lines.add(line(each));
        }
      }
      Files.write(table, lines);
      return trigger;
    }
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
    byte[] reply =
        exchange.reply().toBuilder()
            .clearInReplyTo()
            .clearEpoch()
            .clearDeviceMicros()
            .clearDevice()
            .build()
            .toByteArray();
    return request.getBodyCase().getNumber()
        + " "
        // Each host says hello with a name of its own.
        + (request.hasHello() ? "*" : body(request))
        + " "
        + HexFormat.of().formatHex(reply);
  }

  private static String body(HostMessage request) {
    var field = HostMessage.getDescriptor().findFieldByNumber(request.getBodyCase().getNumber());
    String digits = HexFormat.of().formatHex(((MessageLite) request.getField(field)).toByteArray());
    return digits.isEmpty() ? "-" : digits;
  }
}
