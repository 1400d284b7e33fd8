package org.wetstack.benchmarks;

import java.io.IOException;
import java.util.List;
import org.wetstack.benchmarks.BoardProcess.Client;
import org.wetstack.benchmarks.BoardProcess.Slice;

/**
 * The closed loop through a controller beside the same at the device: from a block with a spike to
 * the trigger that answers it, the same program with the driver {@code remote} and with the driver
 * of the board. Through the controller each trigger is admitted and written to disk first.
 */
final class RemoteSpeed {

  private static final int SLICES = 5;
  private static final int SPIKES = 20;

  /** Slow enough for the limits of a culture, 200 pulses a second of an electrode. */
  private static final long PERIOD_NANOS = 25_000_000;

  private static final int NOISE_SAMPLES = 20_000;
  private static final int WARM_UP_SLICES = 30;
  private static final int LOCAL_WARM_UP = 100;

  private static final String RIG =
      """
      name: remote
      listen: 127.0.0.1:0
      data: "%%s"
      instruments:
        mea: {driver: firmware, endpoint: "%s"}
      electrodes:
        tin: {material: titanium-nitride, diameter: 30 um}
      cultures:
        all:
          cells: {batch: none, kind: none}
          medium: none
          plated: 2026-01-01
          array: mea
          sites: 0-127
          electrodes: tin
      limits:
        stimulation: {current: 3 uA, charge-per-phase: 3 nC, pulses-per-second: 200}
      """;

  private final Report report;
  private final BoardProcess board;
  private final Comparison equals = new Comparison();
  private final Comparison remotely = new Comparison();
  private long unanswered;
  private long unasked;

  private RemoteSpeed(Report report, BoardProcess board) {
    this.report = report;
    this.board = board;
  }

  static void run(Report report) throws Exception {
    var stream = new Stream(128, 30);
    try (var programs = new Programs();
        var board = new BoardProcess(programs, programs.compile("loop"), stream)) {
      Client local = board.driver("detect", 1);
      Client twin = board.driverBefore("detect");
      try (var controller = new ControllerProcess(programs, RIG.formatted(board.endpoint()))) {
        String lab =
            "lab://"
                + controller.address()
                + "/culture:all?token-file="
                + controller.tokenFile().toAbsolutePath();
        new RemoteSpeed(report, board)
            .compare(stream, local, twin, board.remote(twin, lab, "detect"));
      }
    }
  }

  private void compare(Stream stream, Client local, Client twin, Client remote) throws IOException {
    report.out().printf("closed loop, %s, a spike every %d ms%n", stream, PERIOD_NANOS / 1_000_000);
    for (Client each : List.of(local, twin, remote)) {
      unasked += board.quiet(each, NOISE_SAMPLES / stream.samples(), stream.periodNanos());
    }
    for (int i = 0; i < WARM_UP_SLICES; i++) {
      // In turn, for the board hears one at a time, and whoever is not heard for long gives up.
      slice(local, LOCAL_WARM_UP, 0);
      slice(twin, LOCAL_WARM_UP, 0);
      slice(remote, SPIKES, PERIOD_NANOS);
    }
    for (int round = 0; round < report.rounds(); round++) {
      equals.round();
      remotely.round();
      for (int i = 0; i < SLICES; i++) {
        long[] ofLocal = slice(local);
        equals.first(ofLocal);
        remotely.first(ofLocal);
        equals.second(slice(twin));
        remotely.second(slice(remote));
      }
      report.out().printf("  round %d of %d%n", round + 1, report.rounds());
    }
    report.add(row(twin, "its equal: control", equals));
    report.add(
        row(remote, local.name() + " at the board", remotely)
            .note(unanswered + " never answered")
            .note(unasked + " answers without a spike")
            .faulty(Control.isValid(equals) ? "" : "two equal programs differed")
            .faulty(unanswered == 0 && unasked == 0 ? "" : "not every spike was answered once"));
  }

  private static Row row(Client work, String name, Comparison of) {
    return Row.of(work.name(), name, of.count())
        .with("p50", of.at(50))
        .with("p90", of.at(90))
        .with("p99", of.at(99))
        .note(Comparison.micros(of.allOfSecond(), of.allOfFirst()));
  }

  private long[] slice(Client client) throws IOException {
    return slice(client, SPIKES, PERIOD_NANOS);
  }

  private long[] slice(Client client, int spikes, long periodNanos) throws IOException {
    Slice slice = board.slice(client, spikes, periodNanos);
    unasked += slice.unasked();
    unanswered += slice.unanswered();
    return slice.sentNanos();
  }
}
