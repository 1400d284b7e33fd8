package org.wetstack.app.study;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.wetstack.app.ExitCode;
import org.wetstack.app.Wetstack;
import org.wetstack.emulator.rig.Rig;
import org.wetstack.emulator.rig.RigFile;
import org.wetstack.hal.Instruments;
import org.wetstack.hal.spi.SystemTimebase;
import org.wetstack.lab.recording.Entry;
import org.wetstack.lab.recording.Recording;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code wetstack train} in a tiny size: on emulated cultures, directly and over the HAL. */
@Timeout(120)
class TrainTest {

  private static final String FILE =
      """
      name: tiny
      experiment: centre-of-activity
      parameters: {pulses: 2}
      through: direct
      seeds: 5-6
      arms: [reward, random]
      trials: {baseline: 2, training: 8, period: 1 s, settle: 100 ms}
      pulse: {current: 2 uA, phase: 200 us, period: 100 ms, window: {from: 10 ms, to: 60 ms}}
      dose: {volume: 500 nL, rate: 120 uL/min}
      correction: {pulses: 2, within: 400 ms}
      budget: {dose-per-trial: 500 nL, dose-per-run: 10 uL, pulses-per-trial: 4}
      energy: {rig-watts: 50, rig-source: "a meter", core-watts: 10}
      """;

  @TempDir private Path folder;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int train(String file, String place, String... more) throws Exception {
    Path yaml = folder.resolve("tiny.yaml");
    Files.writeString(yaml, file);
    List<String> args = new ArrayList<>(List.of("train", yaml.toString()));
    args.addAll(List.of("--out", folder.resolve(place).toString()));
    args.addAll(List.of(more));
    return Wetstack.commandLine()
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute(args.toArray(String[]::new));
  }

  private String journal(String place, String name) throws Exception {
    return Files.readString(folder.resolve(place).resolve(name));
  }

  @Test
  void aRunThatWasCutOffEndsAsTheWholeOneDoes() throws Exception {
    assertEquals(ExitCode.OK, train(FILE, "whole", "--threads", "2"), err::toString);
    assertTrue(err.toString().contains("100 %  40 of 40 trials"), err::toString);
    assertTrue(out.toString().contains("Not shown"), "two cultures prove nothing");
    String report = journal("whole", "report.html");
    assertTrue(report.contains("<svg") && report.endsWith("</html>\n"), report);
    assertFalse(report.contains("NaN") || report.contains("{{"), report);

    // As kill leaves it: one arm in the middle of a line, the other not begun.
    assertEquals(ExitCode.OK, train(FILE, "cut", "--plan"), err::toString);
    assertEquals(journal("whole", "plan.json"), journal("cut", "plan.json"));
    String lines = journal("whole", "trials-5-reward.jsonl");
    Files.writeString(
        folder.resolve("cut/trials-5-reward.jsonl"), lines.substring(0, lines.length() * 2 / 3));
    assertEquals(ExitCode.OK, train(FILE, "cut", "--threads", "1"), err::toString);
    for (String name : List.of("trials-5-reward.jsonl", "trials-6-random.jsonl")) {
      assertEquals(journal("whole", name), journal("cut", name));
    }
    JsonNode result = JsonMapper.shared().readTree(journal("cut", "result.json"));
    assertEquals(2, result.get("cultures").asInt());
    assertFalse(result.get("teaches").asBoolean());
    JsonNode cost = result.get("costs").get(0);
    assertEquals(50, cost.get("rigJoules").asDouble(), 1e-9);
    assertTrue(cost.get("cpuMillis").asDouble() > 0, "" + cost);
    // 2 pulses of 2 × 2 µA × 200 µs are 1.6 nC; corrections and doses come on top.
    assertTrue(cost.get("nanocoulombs").asDouble() >= 1.6, "" + cost);
  }

  @Test
  void overTheHalPlanAndTrialsStandInTheRecording() throws Exception {
    String file =
        FILE.replace("through: direct", "through: hal\nrecord: true")
            .replace("seeds: 5-6", "seeds: 5")
            .replace("arms: [reward, random]", "arms: [reward]")
            .replace("name: tiny", "name: tiny-hal");
    assertEquals(ExitCode.OK, train(file, "hal"), err::toString);
    List<Entry.Trial> trials = new ArrayList<>();
    List<Entry.Plan> plans = new ArrayList<>();
    Recording.Reading reading =
        Recording.open(folder.resolve("hal/recording-5-reward-1"))
            .read(
                entry -> {
                  if (entry instanceof Entry.Plan plan) {
                    assertTrue(trials.isEmpty(), "the plan comes first");
                    plans.add(plan);
                  } else if (entry instanceof Entry.Trial trial) {
                    trials.add(trial);
                  }
                });
    assertTrue(reading.whole(), "" + reading);
    JsonNode plan = JsonMapper.shared().readTree(plans.get(0).json());
    assertEquals(1, plans.size());
    assertEquals("reward", plan.get("arm").stringValue());
    assertEquals("tiny-hal", plan.get("plan").get("plan").stringValue());
    assertEquals(10, trials.size());
    List<String> lines = journal("hal", "trials-5-reward.jsonl").lines().skip(1).toList();
    for (int i = 0; i < lines.size(); i++) {
      JsonNode line = JsonMapper.shared().readTree(lines.get(i));
      var trial = trials.get(i).trial();
      assertEquals(line.get("trial").intValue(), trial.number());
      assertEquals(line.get("firstSample").longValue(), trial.firstSample());
      assertEquals(i < 2, trial.consequence().isEmpty(), "none before the training");
    }
  }

  @Test
  void aPulseThatTheHardwareRefusesEndsItBeforeTheFirstTrial() throws Exception {
    String file = FILE.replace("current: 2 uA", "current: 2 mA");
    assertEquals(ExitCode.WRONG_INPUT, train(file, "refused"), err::toString);
    assertFalse(Files.exists(folder.resolve("refused/plan.json")), "nothing has begun");
  }

  @Test
  void inRealTimeAnInterruptedRunGoesOnWithTheSameCulture() throws Exception {
    String boards =
        """
        seed: 7
        boards:
          - name: mea
            at: tcp://127.0.0.1:0
            devices: [{array: mea, layout: 1x8}]
          - name: pump
            at: tcp://127.0.0.1:0
            devices: [{pump: dopamine, feeds: mea}]
        """;
    try (Rig rig =
        Rig.start(
            RigFile.parse("boards.yaml", boards), SystemTimebase.shared(), Instruments::link)) {
      String file =
          FILE.replace(
                  "through: direct",
                  """
                  through: hal
                  instruments:
                    array: {driver: firmware, endpoint: "%s"}
                    pump: {driver: firmware, endpoint: "%s"}"""
                      .formatted(rig.endpoints().get("mea"), rig.endpoints().get("pump")))
              .replace("period: 1 s", "period: 400 ms")
              .replace("within: 400 ms", "within: 150 ms")
              .replace("rate: 120 uL/min", "rate: 120 uL/min, prime: 1 uL");
      String[] which = {"--seed", "5", "--arm", "reward"};
      assertEquals(ExitCode.OK, train(file, "real", which), err::toString);
      // As if it had been killed after the fifth trial.
      Path journal = folder.resolve("real/trials-5-reward.jsonl");
      List<String> lines = Files.readAllLines(journal);
      assertEquals(11, lines.size());
      Files.write(journal, lines.subList(0, 6));
      Files.delete(folder.resolve("real/totals-5-reward.json"));
      assertEquals(ExitCode.OK, train(file, "real", which), err::toString);
      List<String> again = Files.readAllLines(journal);
      assertEquals(lines.subList(0, 6), again.subList(0, 6));
      assertEquals(11, again.size());
      long first = lines.stream().filter(line -> line.contains("\"given\":\"REWARD\"")).count();
      long second =
          again.stream().skip(6).filter(line -> line.contains("\"given\":\"REWARD\"")).count();
      assertEquals(
          1_000 + 500 * (first + second),
          rig.board("pump").pump("dopamine").pumpedNanoliters(),
          "primed once, and each dose given once");
      assertTrue(Files.isDirectory(folder.resolve("real/recording-5-reward-2")));
    }
  }

  /** Priming fills the medium with what is caged; each reward is one flash, and counted. */
  @Test
  void lightRewardsInThePlaceOfADose() throws Exception {
    String file =
        FILE.replace("through: direct", "through: hal")
            .replace("seeds: 5-6", "seeds: 5")
            .replace("dose: {volume: 500 nL, rate", "dose: {prime: 20 uL, rate")
            .replace(
                "budget: {dose-per-trial: 500 nL, dose-per-run: 10 uL,",
                "flash: {power: 5 mW, duration: 20 ms}\nbudget: {light-per-trial: 100 uJ,"
                    + " light-per-run: 1 mJ, dose-per-run: 20 uL,");
    assertEquals(ExitCode.OK, train(file, "lit"), err::toString);
    for (String arm : List.of("reward", "random")) {
      String trials = journal("lit", "trials-5-" + arm + ".jsonl");
      long rewards = trials.lines().filter(line -> line.contains("\"given\":\"REWARD\"")).count();
      JsonNode totals = JsonMapper.shared().readTree(journal("lit", "totals-5-" + arm + ".json"));
      assertEquals(100_000_000L * rewards, totals.get("picojoules").asLong(), arm);
      assertEquals(20_000, totals.get("nanoliters").asLong(), "primed, and no dose");
      assertTrue(rewards > 0, "nothing was rewarded in " + arm);
    }
    assertTrue(journal("lit", "plan.json").contains("\"microwatts\" : 5000"));
  }

  @Test
  void withRealInstrumentsOneNamesTheCulture() throws Exception {
    String file =
        FILE.replace(
            "through: direct",
            "through: hal\ninstruments: {array: {driver: firmware, endpoint: \"tcp://127.0.0.1:1\"},"
                + " pump: {driver: firmware, endpoint: \"tcp://127.0.0.1:2\"}}");
    assertEquals(ExitCode.WRONG_INPUT, train(file, "real"));
    assertTrue(err.toString().contains("--arm is missing"), err::toString);
    assertEquals(ExitCode.WRONG_INPUT, train(file, "real", "--arm", "swapped", "--seed", "5"));
    assertTrue(err.toString().contains("choose from [reward, random]"), err::toString);
  }
}
