package org.wetstack.benchmarks;

import com.digitalpetri.modbus.client.ModbusTcpClient;
import com.digitalpetri.modbus.pdu.ReadHoldingRegistersRequest;
import com.digitalpetri.modbus.tcp.client.NettyTcpClientTransport;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.StringJoiner;
import java.util.stream.IntStream;
import org.apache.plc4x.java.api.PlcConnection;
import org.apache.plc4x.java.api.PlcDriverManager;
import org.apache.plc4x.java.api.messages.PlcReadRequest;
import org.wetstack.hal.Delivered;
import org.wetstack.hal.Dose;
import org.wetstack.hal.DoseReport;
import org.wetstack.hal.Instrument;
import org.wetstack.hal.Instruments;
import org.wetstack.hal.Pump;
import org.wetstack.hal.units.FlowRate;
import org.wetstack.hal.units.Volume;

/**
 * Asks through a library what {@code request client} of {@code request.c} asks through a socket,
 * and is told to in the same words: a call that blocks until the answer is there. A process of its
 * own, so that it can be bound to a processor.
 */
final class RequestClient {

  static final int REGISTERS = 32;

  private static final int UNIT = 1;
  private static final int READ_HOLDING = 3;

  /** Unit, function, and how many bytes follow. */
  private static final int ANSWER_HEAD = 3;

  private static final int MOST = 100_000;

  private RequestClient() {}

  /** Asks once, and returns the answer as the library gives it. */
  private interface Question<T> {
    T ask() throws Exception;
  }

  /** {@code args}: who asks, and at which port. */
  public static void main(String[] args) throws Exception {
    int port = Integer.parseInt(args[1]);
    switch (args[0]) {
      case "pump" -> pump(port);
      case "digitalpetri" -> digitalpetri(port);
      case "plc4x" -> plc4x(port);
      default -> throw new IllegalArgumentException("not pump, digitalpetri or plc4x: " + args[0]);
    }
  }

  private static void pump(int port) throws Exception {
    Volume volume = Volume.nanoliters(ScriptedBoard.DOSE_NANOLITERS);
    FlowRate rate = FlowRate.nanolitersPerMinute(ScriptedBoard.DOSE_NANOLITERS);
    var right =
        new DoseReport(
            Rehearsal.DOSE,
            new Dose(volume, rate),
            new Delivered(volume, volume),
            DoseReport.End.COMPLETE);
    try (Instrument instrument = Instruments.open("firmware", "tcp://127.0.0.1:" + port)) {
      Pump pump = instrument.device(Pump.class);
      serve(() -> pump.report(Rehearsal.DOSE).orElseThrow(), right);
    }
  }

  private static void digitalpetri(int port) throws Exception {
    NettyTcpClientTransport transport =
        NettyTcpClientTransport.create(
            config -> {
              config.hostname = "127.0.0.1";
              config.port = port;
            });
    var client = ModbusTcpClient.create(transport);
    client.connect();
    try {
      var request = new ReadHoldingRegistersRequest(0, REGISTERS);
      serve(
          () -> ByteBuffer.wrap(client.readHoldingRegisters(UNIT, request).registers()),
          ByteBuffer.wrap(modbusAnswer(), ANSWER_HEAD, 2 * REGISTERS).slice());
    } finally {
      client.disconnect();
    }
  }

  private static void plc4x(int port) throws Exception {
    String endpoint = "modbus-tcp://127.0.0.1:" + port;
    try (PlcConnection connection =
        PlcDriverManager.getDefault().getConnectionManager().getConnection(endpoint)) {
      PlcReadRequest request =
          connection
              .readRequestBuilder()
              .addTagAddress("all", "holding-register:1:UINT[" + REGISTERS + "]")
              .build();
      serve(() -> List.copyOf(request.execute().get().getAllIntegers("all")), registers());
    }
  }

  /** What the Modbus device of {@code request.c} holds. */
  private static List<Integer> registers() {
    return IntStream.range(0, REGISTERS).mapToObj(i -> i * 257 + 1).toList();
  }

  /** The request of the Modbus clients as it travels. */
  static byte[] modbusRequest() {
    return ByteBuffer.allocate(12)
        .putShort((short) 0)
        .putShort((short) 0)
        .putShort((short) 6)
        .put((byte) UNIT)
        .put((byte) READ_HOLDING)
        .putShort((short) 0)
        .putShort((short) REGISTERS)
        .array();
  }

  /** What the answer ends with, after its number and its length. */
  static byte[] modbusAnswer() {
    ByteBuffer answer =
        ByteBuffer.allocate(ANSWER_HEAD + 2 * REGISTERS)
            .put((byte) UNIT)
            .put((byte) READ_HOLDING)
            .put((byte) (2 * REGISTERS));
    registers().forEach(each -> answer.putShort(each.shortValue()));
    return answer.array();
  }

  private static <T> void serve(Question<T> question, T right) throws Exception {
    long[] times = new long[MOST];
    System.out.println("ready");
    var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      long until = Clock.nanos() + 1_000_000 * Long.parseLong(line.split(" ", -1)[1]);
      int count = 0;
      int wrong = 0;
      for (long sent = Clock.nanos(); sent <= until && count < MOST; sent = Clock.nanos()) {
        T answer = question.ask();
        times[count++] = Clock.nanos() - sent;
        if (!answer.equals(right)) {
          wrong++;
        }
      }
      var all = new StringJoiner(" ").add(Integer.toString(wrong));
      for (int i = 0; i < count; i++) {
        all.add(Long.toString(times[i]));
      }
      System.out.println(all);
    }
  }
}
