package org.wetstack.emulator.harvard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.wetstack.emulator.World;
import org.wetstack.hal.spi.VirtualTimebase;

class HarvardPumpTest {

  private final VirtualTimebase time = new VirtualTimebase();
  private final World world = new World(time, 1, 1);
  private final StringBuilder said = new StringBuilder();

  static List<String> files() throws IOException {
    try (Stream<Path> files = Files.list(HarvardTables.FOLDER)) {
      return files
          .map(file -> String.valueOf(file.getFileName()))
          .filter(n -> n.endsWith(".tsv"))
          .sorted()
          .toList();
    }
  }

  @ParameterizedTest
  @MethodSource("files")
  void sessionsGoAsTheTablesSay(String file) throws IOException {
    var session = new HarvardTables();
    var wrong = new ArrayList<String>();
    for (HarvardTables.Line line : HarvardTables.read(file)) {
      String heard = session.play(line);
      if (!heard.equals(line.heard())) {
        wrong.add(file + ":" + line.number() + ": " + line.what() + " -> " + heard);
      }
    }
    assertEquals(List.of(), wrong);
  }

  @Test
  void theTablesUseEveryCommandRightlyAndWrongly() throws IOException {
    var right = new TreeSet<String>();
    var wrong = new TreeSet<String>();
    for (String file : files()) {
      for (HarvardTables.Line line : HarvardTables.read(file)) {
        String command = line.what().replaceFirst("\\\\r.*", "").strip().split(" ", 2)[0];
        boolean refused = line.heard().contains("error:");
        (refused ? wrong : right).add(command);
      }
    }
    var commands =
        List.of(
            "address",
            "baud",
            "cat",
            "cmd",
            "config",
            "delmethod",
            "dim",
            "echo",
            "free",
            "force",
            "ftswitch",
            "metrics",
            "nvram",
            "poll",
            "tilt",
            "time",
            "syrmanu",
            "valve",
            "ver",
            "version",
            "irun",
            "wrun",
            "rrun",
            "run",
            "stop",
            "stp",
            "crate",
            "irate",
            "wrate",
            "iramp",
            "wramp",
            "diameter",
            "gang",
            "svolume",
            "tvolume",
            "ivolume",
            "wvolume",
            "civolume",
            "cwvolume",
            "cvolume",
            "ctvolume",
            "itime",
            "wtime",
            "ttime",
            "citime",
            "cwtime",
            "ctime",
            "cttime",
            "input",
            "output",
            "sync",
            "load",
            "status");
    assertEquals(List.of(), commands.stream().filter(c -> !wrong.contains(c)).toList());
    // Nothing can be deleted that was never stored.
    assertEquals(List.of("delmethod"), commands.stream().filter(c -> !right.contains(c)).toList());
  }

  private HarvardPump plug(HarvardSpec spec) {
    var pump = new HarvardPump(world, spec);
    pump.join(bytes -> said.append(new String(bytes, StandardCharsets.ISO_8859_1)));
    return pump;
  }

  private String ask(HarvardPump pump, String command) {
    said.setLength(0);
    pump.hear((command + "\r").getBytes(StandardCharsets.ISO_8859_1));
    return said.toString();
  }

  private static HarvardSpec spec(Model model) {
    return HarvardSpec.of(model, 0, model.with(14.43, 60));
  }

  @ParameterizedTest
  @EnumSource(Model.class)
  void whatIsCountedIsWhatIsPushed(Model model) {
    HarvardPump pump = plug(spec(model));
    ask(pump, "irate 1 ml/min");
    ask(pump, "tvolume 500 ul");
    ask(pump, "irun");
    time.advance(Duration.ofSeconds(40));
    assertEquals("\nT*", said.substring(said.length() - 3));
    String counted = ask(pump, "ivolume").strip().split(" ", -1)[0];
    assertEquals(
        Double.parseDouble(counted), pump.bench().pumpedNanoliters() / 1_000.0, 0.002, "in µl");
    assertEquals(500, Double.parseDouble(counted), 0.02);
  }

  @Test
  void whatTheHostBelievesOfTheSyringeIsItsOwnAffair() {
    HarvardPump pump = plug(spec(Model.ELITE_11));
    ask(pump, "diameter 28.86");
    ask(pump, "irate 1 ml/min");
    ask(pump, "tvolume 400 ul");
    ask(pump, "irun");
    time.advance(Duration.ofSeconds(40));
    assertEquals(100_000, pump.bench().passedNanoliters(), 30);
  }

  @Test
  void aTargetThatIsMovedWhileItRunsHoldsAndARateIsChangedAtOnce() {
    HarvardPump pump = plug(spec(Model.PHD_ULTRA));
    ask(pump, "irate 1 ml/min");
    ask(pump, "tvolume 100 ul");
    ask(pump, "irun");
    time.advance(Duration.ofSeconds(3));
    ask(pump, "irate 2 ml/min");
    time.advance(Duration.ofSeconds(1));
    assertEquals(83_333, pump.bench().passedNanoliters(), 30);
    ask(pump, "tvolume 200 ul");
    time.advance(Duration.ofSeconds(10));
    assertEquals(200_000, pump.bench().passedNanoliters(), 30);
    assertTrue(ask(pump, "status").contains(" i..TIT"), said::toString);
  }

  @Test
  void aWeakMotorStallsEarlier() {
    HarvardSpec worn =
        HarvardSpec.of(Model.ELITE_11, 0, Model.ELITE_11.with(14.43, 60).worn(0, 100, 0.1));
    HarvardPump pump = plug(worn);
    pump.bench().occlude();
    ask(pump, "irate 1 ml/min");
    ask(pump, "force 50");
    ask(pump, "irun");
    time.advance(Duration.ofSeconds(5));
    // Half of 300 kPa at 100 nL/kPa.
    assertEquals(15, Double.parseDouble(ask(pump, "ivolume").strip().split(" ", -1)[0]), 0.02);
    assertTrue(said.toString().endsWith("\n*"), said::toString);
  }

  @Test
  void anEmptySyringeStalls() {
    HarvardPump pump = plug(HarvardSpec.of(Model.ELITE_11, 0, Model.ELITE_11.with(14.43, 1)));
    ask(pump, "irate 26 ml/min");
    ask(pump, "irun");
    time.advance(Duration.ofSeconds(1));
    assertEquals("\n*", ask(pump, ""));
    ask(pump, "stop");
    pump.bench().refill();
    assertEquals("\n>", ask(pump, "irun"));
  }

  @Test
  void powerThatComesAndGoesLeavesItSilentUntilItHasStayed() {
    HarvardPump pump = plug(spec(Model.ELITE_11));
    pump.cyclePower();
    time.advance(Duration.ofSeconds(4));
    pump.cyclePower();
    time.advance(Duration.ofSeconds(4));
    assertEquals("", ask(pump, "ver"));
    time.advance(Duration.ofSeconds(1));
    assertEquals("\n11 ELITE I/W Single 3.0.4\r\n:", ask(pump, "ver"));
  }

  @Test
  void bytesByChanceNeverThrowAndLeaveItSane() {
    long seed = 20_261_126;
    var random = new Random(seed);
    HarvardPump pump = plug(spec(Model.PHD_ULTRA));
    List<String> words =
        List.of("irate", "1", "ml/min", "irun", "tvolume", "ul", "poll on", "-", ".", "?", "@");
    for (int i = 0; i < 20_000; i++) {
      var bytes = new byte[random.nextInt(40)];
      random.nextBytes(bytes);
      pump.hear(bytes);
      String text = words.get(random.nextInt(words.size())) + (random.nextBoolean() ? " " : "\r");
      pump.hear(text.getBytes(StandardCharsets.US_ASCII));
      time.advance(Duration.ofMillis(random.nextInt(50)));
    }
    // Whatever its address and mode have become.
    pump.hear("\raddress 0\rpoll off\recho off\rstop\r".getBytes(StandardCharsets.US_ASCII));
    assertEquals("\nPHD ULTRA 3.0.5\r\n:", ask(pump, "ver"), "seed " + seed);
  }

  @Test
  void aLineWithoutEndIsForgottenBeyondReason() {
    HarvardPump pump = plug(spec(Model.ELITE_11));
    for (int i = 0; i < 100_000; i++) {
      pump.hear(new byte[] {'x'});
    }
    assertEquals("\nCommand error:\r\n   Unknown command\r\n:", ask(pump, ""));
    assertEquals("\n:", ask(pump, ""));
  }

  @Test
  void aSpecThatNoPumpHasIsRefused() {
    assertThrows(
        IllegalArgumentException.class,
        () -> HarvardSpec.of(Model.ELITE_11, 100, Model.ELITE_11.with(14.43, 60)));
    assertThrows(
        IllegalArgumentException.class,
        () -> HarvardSpec.of(Model.ELITE_11, 0, Model.PHD_ULTRA.with(14.43, 60)));
  }
}
