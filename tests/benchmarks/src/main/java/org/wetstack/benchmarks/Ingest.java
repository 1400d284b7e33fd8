package org.wetstack.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.wetstack.benchmarks.BoardProcess.Client;
import org.wetstack.benchmarks.BoardProcess.Counts;

/**
 * How fast samples come in over TCP through link, framing, session and driver up to a handler that
 * decodes them all and takes a CRC-32C over them, beside C that reads the same bytes and looks at
 * none. Rounds alternate; a round ends when the board has the answer to its last block.
 */
final class Ingest {

  private static final long BYTES = 300_000_000;
  private static final int WARM_UP_ROUNDS = 3;
  private static final Target TARGET = Target.atLeast(0.8);

  private Ingest() {}

  static void run(Report report) throws Exception {
    try (var programs = new Programs()) {
      Path loop = programs.compile("loop");
      for (Stream stream : List.of(new Stream(128, 30), new Stream(1_024, 30))) {
        try (var board = new BoardProcess(programs, loop, stream)) {
          new Measuring(report, stream, board).run();
        }
      }
    }
  }

  private record Measuring(Report report, Stream stream, BoardProcess board) {

    private int blocks() {
      return (int) (BYTES / stream.dataBytes());
    }

    void run() throws IOException {
      report
          .out()
          .printf("ingest, %s, %d blocks of %d B a round%n", stream, blocks(), board.blockBytes());
      Client drain = board.drain("C read", blocks());
      Client twin = board.drain("C read", blocks());
      String fault = Control.checkSpeed(report, "C read", () -> compare(drain, twin));
      Client driver = board.driver("check", 1);
      for (int i = 0; i < WARM_UP_ROUNDS; i++) {
        speed(driver);
      }
      Counts before = board.counts(driver);
      Row row = compare(drain, driver, TARGET);
      Counts counts = board.counts(driver).since(before);
      long sent = (long) report.rounds() * blocks();
      boolean isWhole = counts.blocks() == sent && counts.missed() == 0;
      report.add(
          row.note(
                  String.format(
                      Locale.ROOT,
                      "%.2f B allocated a block",
                      (double) counts.allocated() / counts.blocks()))
              .note(counts.blocks() + " of " + sent + " blocks came")
              .faulty(fault)
              .faulty(isWhole ? "" : "blocks were lost"));
    }

    private Row compare(Client first, Client second) throws IOException {
      return compare(first, second, null);
    }

    private Row compare(Client first, Client second, @Nullable Target target) throws IOException {
      List<Double> ratios = new ArrayList<>();
      List<Double> speeds = new ArrayList<>();
      for (int round = 0; round < report.rounds(); round++) {
        double ofFirst = speed(first);
        double ofSecond = speed(second);
        ratios.add(ofSecond / ofFirst);
        speeds.add(ofSecond);
      }
      return Row.of(second.name() + ", " + stream, first.name(), report.rounds())
          .with(Control.SPEED, new Ratios(ratios), target)
          .note(new Ratios(speeds) + " MB/s");
    }

    private double speed(Client client) throws IOException {
      return 1e3 * blocks() * board.blockBytes() / board.flood(client, blocks());
    }
  }
}
