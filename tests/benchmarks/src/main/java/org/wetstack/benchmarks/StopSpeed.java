package org.wetstack.benchmarks;

import com.linecorp.armeria.client.grpc.GrpcClients;
import com.linecorp.armeria.common.HttpHeaderNames;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import org.HdrHistogram.Histogram;
import org.wetstack.api.v1.EmergencyStopReply;
import org.wetstack.api.v1.EmergencyStopRequest;
import org.wetstack.api.v1.RigGrpc;
import org.wetstack.api.v1.Samples;
import org.wetstack.api.v1.WatchSamplesRequest;
import org.wetstack.api.v1.WorkGrpc;

/**
 * How long an emergency stop takes while a rig is as busy as it can be: an emulated array of 1,024
 * channels, a pump, and 50 clients that watch all channels, one of which does not read. Emulator,
 * controller and clients are three processes on the same two processors.
 */
final class StopSpeed {

  private static final int STOPS = 1_000;
  private static final int WATCHERS = 50;
  private static final int DECIMATION = 30;
  private static final long MOST_MICROS = 60_000_000;

  private static final String INSTRUMENTS =
      """
      seed: 1
      boards:
        - name: mea
          at: tcp://127.0.0.1:0
          devices:
            - array: mea
              layout: 32x32
        - name: pump
          at: tcp://127.0.0.1:0
          devices:
            - pump: dopamine
              feeds: mea
      """;

  private static final String RIG =
      """
      name: stop
      listen: 127.0.0.1:0
      data: %s
      instruments:
        mea: {driver: firmware, endpoint: "%s"}
        pump: {driver: firmware, endpoint: "%s"}
      electrodes:
        tin: {material: titanium-nitride, diameter: 30 um}
      reservoirs:
        dopamine: {pump: pump/dopamine, substance: dopamine, concentration: 100 uM,
                   vehicle: medium, content: 50 mL, prepared: 2026-01-01T00:00:00Z,
                   expires: 2099-01-01}
      cultures:
        all:
          cells: {batch: emulated, kind: cortical}
          medium: medium
          plated: 2026-01-01
          array: mea
          sites: 0-1023
          electrodes: tin
          reservoirs: [dopamine]
      """;

  private StopSpeed() {}

  static void run(Report report) throws Exception {
    Path folder = Files.createTempDirectory("wetstack-stop");
    Path instruments = Files.writeString(folder.resolve("instruments.yaml"), INSTRUMENTS);
    try (var emulator = Child.start("emulate", instruments.toString())) {
      String mea = emulator.after("mea");
      String pump = emulator.after("pump");
      Path rig =
          Files.writeString(
              folder.resolve("rig.yaml"), RIG.formatted(folder.resolve("data"), mea, pump));
      try (var controller = Child.start("run", rig.toString())) {
        String address = controller.after("rig stop at");
        controller.after("mea:");
        String token = Files.readString(folder.resolve("data/first-token")).strip();
        report.add(measure(address.replaceFirst("^http", "gproto+http"), token));
      }
    }
  }

  private static Row measure(String address, String token) throws Exception {
    var stop = new Histogram(MOST_MICROS, 3);
    var devices = new Histogram(MOST_MICROS, 3);
    List<Watcher> watchers = new ArrayList<>();
    for (int i = 0; i < WATCHERS; i++) {
      var watcher = new Watcher(i == 0);
      watchers.add(watcher);
      client(address, token, WorkGrpc.WorkStub.class)
          .watchSamples(
              WatchSamplesRequest.newBuilder().setCulture("all").setDecimation(DECIMATION).build(),
              watcher);
    }
    var rig = client(address, token, RigGrpc.RigBlockingStub.class);
    long failures = 0;
    for (int i = 0; i < STOPS; i++) {
      long from = Clock.nanos();
      EmergencyStopReply reply =
          rig.emergencyStop(
              EmergencyStopRequest.newBuilder().setReason("measured").setKey("k" + i).build());
      stop.recordValue(Math.min(MOST_MICROS, (Clock.nanos() - from) / 1_000));
      for (EmergencyStopReply.Stopped one : reply.getInstrumentsList()) {
        devices.recordValue(Math.min(MOST_MICROS, one.getMicroseconds()));
        failures += one.getFailure().isEmpty() ? 0 : 1;
      }
    }
    long messages = watchers.stream().mapToLong(watcher -> watcher.messages.get()).sum();
    return Row.of("emergency stop, 1,024 ch, 50 clients", "nothing", STOPS)
        .note("API call to answer: " + text(stop))
        .note("request to the device's answer, each instrument: " + text(devices))
        .note(messages + " messages came to 49 clients meanwhile, " + failures + " stops failed")
        .faulty(failures == 0 ? "" : failures + " stops failed")
        .faulty(messages > 0 ? "" : "no client heard anything: there was no load");
  }

  private static String text(Histogram micros) {
    return String.format(
        Locale.ROOT,
        "p50 %.1f ms, p99.9 %.1f ms, max %.1f ms",
        micros.getValueAtPercentile(50) / 1e3,
        micros.getValueAtPercentile(99.9) / 1e3,
        micros.getMaxValue() / 1e3);
  }

  private static <T> T client(String address, String token, Class<T> type) {
    return GrpcClients.builder(address)
        .addHeader(HttpHeaderNames.AUTHORIZATION, "Bearer " + token)
        .responseTimeoutMillis(0)
        .maxResponseLength(0)
        .build(type);
  }

  /** Watches samples, or asks for them and then does not read. */
  private static final class Watcher
      implements ClientResponseObserver<WatchSamplesRequest, Samples> {
    private final AtomicLong messages = new AtomicLong();
    private final boolean deaf;

    Watcher(boolean deaf) {
      this.deaf = deaf;
    }

    @Override
    public void beforeStart(ClientCallStreamObserver<WatchSamplesRequest> call) {
      if (deaf) {
        call.disableAutoRequestWithInitial(0);
      }
    }

    @Override
    public void onNext(Samples samples) {
      messages.incrementAndGet();
    }

    @Override
    public void onError(Throwable failure) {
      // At the end, when the controller is stopped.
    }

    @Override
    public void onCompleted() {
      // As above.
    }
  }

  /** A command of ours as a user starts it. */
  private record Child(Process process, BufferedReader lines) implements AutoCloseable {

    static Child start(String... arguments) throws IOException {
      List<String> command =
          new ArrayList<>(
              List.of(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-jar",
                  Path.of("app", "target", "wetstack.jar").toString()));
      command.addAll(List.of(arguments));
      Process process =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
      return new Child(
          process,
          new BufferedReader(
              new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8)));
    }

    /** What follows {@code start} in the next line that begins with it. */
    String after(String start) throws IOException {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.strip().startsWith(start)) {
          return line.strip().substring(start.length()).strip();
        }
      }
      throw new IOException("a child ended without '" + start + "'");
    }

    @Override
    public void close() {
      process.destroy();
    }
  }
}
