package org.wetstack.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.wetstack.app.ExitCode;
import org.wetstack.app.Wetstack;

/** Programs in other languages, and the command line, against a rig that runs. */
@Timeout(120)
class ClientsTest {

  private static final Path ROOT = Path.of("../..").toAbsolutePath().normalize();
  private static final Path PYTHON = Path.of("/usr/bin/python3");

  @TempDir private static Path folder;
  private static RunningRig rig;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeAll
  static void start() throws Exception {
    rig = new RunningRig(folder);
  }

  @AfterAll
  static void stop() throws Exception {
    rig.close();
  }

  private static String address() {
    return URI.create(rig.url()).getAuthority();
  }

  /** Debian's Python with what Debian has for it, and the client from {@code path}. */
  private static String python(Path path, String... args) throws Exception {
    if (!Files.exists(Path.of("/usr/lib/python3/dist-packages/grpc"))) {
      throw Tools.missing("python3-grpcio is not installed");
    }
    List<String> command = new ArrayList<>(List.of(PYTHON.toString()));
    command.addAll(List.of(args));
    return RunningRig.run(
        folder,
        List.of("PYTHONPATH", path.toString(), "PYTHONDONTWRITEBYTECODE", "1"),
        command.toArray(String[]::new));
  }

  @Test
  void theTenLinesOfPythonRecordStimulateAndDose() throws Exception {
    Path example = ROOT.resolve("clients/python/examples/first.py");
    assertTrue(Files.readAllLines(example).size() <= 10);
    String said =
        python(
            ROOT.resolve("clients/python/src"),
            example.toString(),
            address(),
            rig.token().toString());
    assertTrue(said.contains("pulse at sample "), said);
    assertTrue(said.contains("end='COMPLETE'"), said);
    assertTrue(said.contains("running=False"), said);
  }

  @Test
  void pythonIsToldWhatWasRefusedWhatIsUnknownAndWhatItMissed() throws Exception {
    String said =
        python(
            ROOT.resolve("clients/python/src"),
            ROOT.resolve("tests/system/src/test/python/client_test.py").toString(),
            address(),
            rig.token().toString());
    assertTrue(said.strip().endsWith("OK"), said);
  }

  @Test
  void aScriptForFinalSparksPlatformRunsHere() throws Exception {
    String said =
        python(
            ROOT.resolve("clients/python/src"),
            ROOT.resolve("tests/system/src/test/python/finalspark_test.py").toString(),
            address(),
            rig.token().toString());
    assertTrue(said.strip().endsWith("OK"), said);
  }

  @Test
  void aViewerForFinalSparksLiveViewSeesTheSamplesOfTheRig() throws Exception {
    String said =
        python(
            ROOT.resolve("clients/python/src"),
            ROOT.resolve("tests/system/src/test/python/livemea_test.py").toString(),
            address(),
            rig.token().toString());
    assertTrue(said.strip().endsWith("OK"), said);
  }

  @Test
  void pythonTrainsACultureAsThePlanSays() throws Exception {
    Path yaml = folder.resolve("python-training.yaml");
    Files.writeString(
        yaml,
        """
        name: python-training
        experiment: centre-of-activity
        parameters: {pulses: 2}
        through: direct
        seeds: 2
        arms: [reward, swapped]
        trials: {baseline: 2, training: 8, period: 1 s, settle: 100 ms}
        pulse: {current: 1 uA, phase: 200 us, period: 100 ms, window: {from: 10 ms, to: 60 ms}}
        dose: {volume: 100 nL, rate: 10 uL/min}
        correction: {pulses: 2, within: 400 ms}
        budget: {dose-per-trial: 100 nL, dose-per-run: 1 uL, pulses-per-trial: 4}
        energy: {rig-watts: 50, rig-source: "a guess"}
        """);
    Path to = folder.resolve("python-training");
    assertEquals(
        ExitCode.OK,
        Wetstack.commandLine()
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(err))
            .execute("train", yaml.toString(), "--plan", "--out", to.toString()),
        err::toString);
    String said =
        python(
            ROOT.resolve("clients/python/src"),
            ROOT.resolve("clients/python/examples/train.py").toString(),
            address(),
            rig.token().toString(),
            to.resolve("plan.json").toString(),
            "--culture",
            "organoids",
            "--seed",
            "2",
            "--arm",
            "swapped");
    assertTrue(said.contains("trial 9: "), said);
    assertTrue(said.contains("running=False"), said);
    List<String> lines = Files.readAllLines(to.resolve("python-2-swapped.jsonl"));
    assertEquals(10, lines.size());
    assertEquals(2, lines.stream().filter(line -> line.contains("NOTHING")).count(), said);
  }

  @Test
  void theClientIsInstalledFromTheCheckout() throws Exception {
    if (!Files.exists(Path.of("/usr/lib/python3/dist-packages/pip"))) {
      throw new org.opentest4j.TestAbortedException("python3-pip is not installed");
    }
    Path source = folder.resolve("client");
    RunningRig.run(
        folder,
        List.of(),
        "cp",
        "-r",
        ROOT.resolve("clients/python").toString(),
        source.toString());
    Path target = folder.resolve("installed");
    RunningRig.run(
        folder,
        List.of(),
        PYTHON.toString(),
        "-m",
        "pip",
        "install",
        "--quiet",
        "--disable-pip-version-check",
        "--no-index",
        "--no-deps",
        "--no-build-isolation",
        "--target",
        target.toString(),
        source.toString());
    assertTrue(Files.exists(target.resolve("wetstack/py.typed")), "typed");
    assertEquals("ok", python(target, "-c", "import wetstack; print('ok')").strip());
  }

  @Test
  void curlDosesInAFewLines() throws Exception {
    Tools.needProgram("curl");
    String said =
        RunningRig.run(
            folder,
            List.of("AT", rig.url(), "TOKEN_FILE", rig.token().toString()),
            "bash",
            ROOT.resolve("clients/curl/first.sh").toString());
    assertTrue(said.contains("\"end\":\"COMPLETE\"") || said.contains("\"COMPLETE\""), said);
  }

  private int command(String... args) {
    List<String> all = new ArrayList<>(List.of(args));
    all.addAll(List.of("--at", rig.url(), "--token-file", rig.token().toString()));
    return Wetstack.commandLine()
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute(all.toArray(String[]::new));
  }

  @Test
  void theCommandLineTellsHowTheRigIsAndWhatHappened() {
    assertEquals(ExitCode.OK, command("status"), err::toString);
    assertTrue(out.toString().contains("instrument  mea: ready"), out::toString);
    assertEquals(ExitCode.OK, command("lease"), err::toString);
    assertEquals(ExitCode.OK, command("status", "--json"), err::toString);
    assertTrue(out.toString().contains("\"fileHash\""), out::toString);
    assertEquals(ExitCode.OK, command("history", "--kind", "controller.started"), err::toString);
    assertTrue(out.toString().contains("controller  controller.started"), out::toString);
    assertEquals(ExitCode.OK, command("record"), err::toString);
    assertEquals("", err.toString());
  }

  @Test
  void aDoseFromTheCommandLineIsGivenOnceForOneKey() {
    String[] dose = {"dose", "organoids", "dopamine", "100nl", "at", "5ul/min", "--key", "once"};
    assertEquals(ExitCode.OK, command(dose), err::toString);
    String first = out.toString();
    assertTrue(first.contains("complete: 100 to 100 nL of 100 nL"), first);
    assertEquals(ExitCode.OK, command(dose), err::toString);
    assertEquals(first + first, out.toString(), "the same dose");
  }

  @Test
  void aFlashFromTheCommandLineIsLitOnceForOneKey() {
    String[] flash = {"flash", "organoids", "2mW", "for", "50ms", "--key", "lit"};
    assertEquals(ExitCode.OK, command(flash), err::toString);
    String first = out.toString();
    assertTrue(first.contains("complete: 2000 µW for 50000 µs of 50000 µs"), first);
    assertEquals(ExitCode.OK, command(flash), err::toString);
    assertEquals(first + first, out.toString(), "the same flash");
    assertEquals(ExitCode.FAILURE, command("flash", "organoids", "6mW", "for", "50ms"));
    assertTrue(err.toString().contains("flash.power"), err::toString);
    assertEquals(ExitCode.WRONG_INPUT, command("flash", "organoids", "2mW", "for", "1.5us"));
  }

  @Test
  void whatIsRefusedIsToldWithItsRule() {
    assertEquals(
        ExitCode.FAILURE, command("dose", "organoids", "dopamine", "3ul", "at", "5ul/min"));
    assertTrue(err.toString().contains("dose.volume"), err::toString);
    assertEquals(
        ExitCode.FAILURE, command("dose", "nowhere", "dopamine", "100nl", "at", "5ul/min"));
    assertTrue(err.toString().contains("nowhere"), err::toString);
    assertEquals(
        ExitCode.WRONG_INPUT, command("dose", "organoids", "dopamine", "much", "at", "5ul/min"));
  }

  @Test
  void theCommandLineRecordsAndMakesTokens() throws Exception {
    assertEquals(
        ExitCode.OK,
        command("record", "organoids", "--seconds", "1", "--title", "cli", "--before"),
        err::toString);
    assertTrue(out.toString().contains("ended, 0 samples missed: cli"), out::toString);
    Path file = folder.resolve("ada.token");
    assertEquals(
        ExitCode.OK,
        command("token", "create", "ada", "--role", "observer", "--to", file.toString()),
        err::toString);
    assertEquals("rw-------", permissions(file));
    assertEquals(
        ExitCode.WRONG_INPUT,
        command("token", "create", "ada", "--role", "observer", "--to", file.toString()));
    assertEquals(
        ExitCode.FAILURE,
        Wetstack.commandLine()
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(err))
            .execute("token", "list", "--at", rig.url(), "--token-file", file.toString()),
        "an observer is no admin");
    assertEquals(ExitCode.OK, command("token", "list"), err::toString);
    assertTrue(out.toString().contains("  ada  "), out::toString);
  }

  private static String permissions(Path file) throws Exception {
    return java.nio.file.attribute.PosixFilePermissions.toString(
        Files.getPosixFilePermissions(file));
  }

  @Test
  void aStopOfOneCultureLatchesNothing() {
    assertEquals(ExitCode.OK, command("stop", "organoids", "--reason", "a test"), err::toString);
    assertEquals(ExitCode.OK, command("status"), err::toString);
  }

  @Test
  void whereNobodyListensOneIsToldWhatToDo() throws Exception {
    assertEquals(
        ExitCode.FAILURE,
        Wetstack.commandLine()
            .setErr(new PrintWriter(err))
            .execute(
                "status", "--at", "http://127.0.0.1:1", "--token-file", rig.token().toString()));
    assertTrue(err.toString().contains("wetstack run"), err::toString);
    assertEquals(
        ExitCode.WRONG_INPUT,
        Wetstack.commandLine()
            .setErr(new PrintWriter(err))
            .execute("status", "--token-file", folder.resolve("none").toString()));
    assertTrue(err.toString().contains("--token-file"), err::toString);
  }
}
