package org.wetstack.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import org.HdrHistogram.EncodableHistogram;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogReader;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.wetstack.emulator.World;
import org.wetstack.emulator.board.ArraySpec;
import org.wetstack.emulator.board.BoardSpec;
import org.wetstack.emulator.board.EmulatedBoard;
import org.wetstack.emulator.board.QuietTissue;
import org.wetstack.emulator.host.TcpHost;
import org.wetstack.emulator.tissue.Drive;
import org.wetstack.emulator.tissue.Preparation;
import org.wetstack.hal.spi.SystemTimebase;

/** {@code wetstack loadtest} with an emulated array, as a person would measure a rig. */
@Timeout(120)
class LoadtestTest {

  private static CommandProcess emulation;
  private static String endpoint = "";

  @TempDir private Path folder;

  @BeforeAll
  static void anArrayIsThere() throws Exception {
    emulation = new CommandProcess("emulate", "mea", "--at", "tcp");
    endpoint = emulation.line().replaceFirst("mea +", "");
  }

  @AfterAll
  static void andGoes() throws Exception {
    emulation.endPolitely();
  }

  private static Terminal run(int code, String... words) {
    return runAt(code, endpoint, words);
  }

  private static Terminal runAt(int code, String at, String... words) {
    var terminal = new Terminal();
    String[] line = new String[words.length + 2];
    line[0] = "loadtest";
    line[1] = at;
    System.arraycopy(words, 0, line, 2, words.length);
    assertEquals(code, terminal.run(line), () -> terminal.out() + terminal.err());
    return terminal;
  }

  @Test
  void everyPulseIsToldOfAndTheHistogramsAreWhatIsPrinted() throws Exception {
    Path log = folder.resolve("loop.hlog");
    String said =
        run(
                ExitCode.OK,
                "--electrodes=0,1",
                "--amplitude=1uA",
                "--samples=6",
                "--pulses=20",
                "--every=20",
                "--histograms=" + log)
            .out();
    assertTrue(said.contains("32 channels at 30000 S/s in blocks of 6 samples (0.200 ms)"), said);
    assertTrue(said.contains("20 confirmed, 0 refused, 0 of which nobody knows"), said);
    assertTrue(said.contains(", 0 missing"), said);
    List<Histogram> all = read(log);
    assertEquals(
        List.of("batching", "software", "decision", "whole"),
        all.stream().map(Histogram::getTag).toList());
    assertEquals(200_000, (double) all.get(0).getMaxValue(), 500);
    assertEquals(20, all.get(1).getTotalCount());
    assertEquals(20 * 6, all.get(3).getTotalCount());
    double most = all.get(1).getMaxValue() / 1e3;
    var row = Pattern.compile("software: .* ([0-9.]+)\\R").matcher(said);
    assertTrue(row.find(), said);
    assertEquals(most, Double.parseDouble(row.group(1)), 0.1, said);
  }

  private static List<Histogram> read(Path log) throws Exception {
    List<Histogram> all = new ArrayList<>();
    try (var in = Files.newInputStream(log);
        var reader = new HistogramLogReader(in)) {
      for (EncodableHistogram each = reader.nextIntervalHistogram();
          each != null;
          each = reader.nextIntervalHistogram()) {
        all.add((Histogram) each);
      }
    }
    return all;
  }

  @Test
  void nothingIsAssumedOfWhatIsStimulated() {
    assertTrue(run(ExitCode.WRONG_INPUT, "--electrodes=0").err().contains("--amplitude=CURRENT"));
    assertTrue(run(ExitCode.WRONG_INPUT, "--amplitude=1uA").err().contains("--electrodes=N"));
    refused("'1' is not a current", "--electrodes=0", "--amplitude=1");
    refused("without a sign", "--electrodes=0", "--amplitude=-1uA");
    refused("exceeds the limit", "--electrodes=0", "--amplitude=1mA");
    refused("--samples is 1 to", "--electrodes=0", "--amplitude=1uA", "--samples=0");
    refused(
        "--samples is 1 to 512, not 100000",
        "--electrodes=0",
        "--amplitude=1uA",
        "--samples=100000");
    refused("--histograms", "--electrodes=0", "--amplitude=1uA", "--histograms=/no/such/folder");
    refused("electrode 99", "--electrodes=99", "--amplitude=1uA");
  }

  private static void refused(String why, String... words) {
    String said = run(ExitCode.WRONG_INPUT, words).err();
    assertTrue(said.contains(why), said);
  }

  @Test
  void anArrayThatIsLostEndsItAtOnceWithWhatWasMeasured() throws Exception {
    var began = new CompletableFuture<Void>();
    var saline = new QuietTissue(16);
    InvocationHandler watched =
        (self, method, arguments) -> {
          if (method.getName().equals("step") && ((Drive) arguments[0]).active) {
            began.complete(null);
          }
          return method.invoke(saline, arguments);
        };
    var tissue =
        (Preparation)
            Proxy.newProxyInstance(
                Preparation.class.getClassLoader(), new Class<?>[] {Preparation.class}, watched);
    var time = SystemTimebase.shared();
    var board =
        new EmulatedBoard(
            new World(time, 1, 1), BoardSpec.of("board-1", ArraySpec.grid("mea", 4, 4, tissue)));
    try (TcpHost host = TcpHost.open(board::plug, 0, time)) {
      var unused = began.thenRunAsync(host::hangUp);
      // Minutes, if nobody noticed.
      Terminal terminal =
          runAt(
              ExitCode.FAILURE,
              host.endpoint().toString(),
              "--electrodes=0",
              "--amplitude=1uA",
              "--every=20",
              "--pulses=10000");
      assertTrue(terminal.out().contains("software: end of block to pulse"), terminal::out);
      assertTrue(terminal.err().contains("LINK_LOST"), terminal::err);
    } finally {
      board.world().end();
    }
  }
}
