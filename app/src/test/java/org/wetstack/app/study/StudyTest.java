package org.wetstack.app.study;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.wetstack.app.Wetstack;
import org.wetstack.emulator.culture.Profile;
import org.wetstack.emulator.rig.Layout;
import org.wetstack.hal.ArrayLayout;
import org.wetstack.hal.Dose;
import org.wetstack.hal.units.Volume;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Every study in a tiny size: that it runs, tells what it did, and is the same twice. */
@Timeout(120)
class StudyTest {

  @TempDir private Path folder;

  /** Runs {@code wetstack study} with {@code line}; what it prints. */
  private String study(String line, String page) {
    List<String> args = new ArrayList<>(List.of("study"));
    args.addAll(List.of(line.split(" ")));
    args.addAll(List.of("--out", folder.resolve(page).toString()));
    var out = new StringWriter();
    var err = new StringWriter();
    int code =
        Wetstack.commandLine()
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(err))
            .execute(args.toArray(String[]::new));
    assertEquals(0, code, err::toString);
    return out.toString();
  }

  private String page(String name) throws Exception {
    String html = Files.readString(folder.resolve(name));
    assertTrue(html.contains("<svg") && html.endsWith("</html>\n"), html);
    assertFalse(html.contains("NaN") || html.contains("{{"), html);
    return html;
  }

  @Test
  void aTrainingOfTwoCulturesIsTheSameOnOneThreadAndOnTwo() throws Exception {
    String line =
        "training --direct --json --seeds 2 --conditions reward,random --trials 8 --baseline 1 --threads ";
    String once = study(line + "1", "one.html");
    assertEquals(once, study(line + "2", "two.html"));
    assertEquals(page("one.html"), page("two.html"));
    JsonNode result = JsonMapper.shared().readTree(once);
    assertEquals(2, result.get("arms").size());
    assertEquals(2, result.get("seeds").asInt());
    assertFalse(result.get("works").asBoolean(), "two cultures prove nothing");
  }

  @Test
  void overTheHalRewardsGoThroughTheTubeAndCorrectionsThroughTheElectrodes() {
    Protocol usual = Protocol.usual();
    var quick =
        new Protocol(
            0,
            usual.first(),
            usual.second(),
            usual.nanoamps(),
            usual.phase(),
            usual.windowFrom(),
            usual.windowTo(),
            2,
            Duration.ofMillis(100),
            Duration.ofSeconds(1),
            Duration.ofSeconds(1),
            1,
            Protocol.LEAST_TRIALS,
            500,
            4,
            Duration.ofMillis(400));
    StudyRig rig =
        StudyRig.start(
            5,
            StudyRig.array(Layout.ONE_BY_EIGHT, Profile.usual()),
            StudyRig.dopamine(OptionalDouble.empty()));
    boolean[] earned = new boolean[quick.trials()];
    try (var subject =
        rig.subject(
            quick.procedure(),
            Optional.of(new Dose(Volume.nanoliters(2_000), Protocol.DOSE_RATE)),
            Optional.empty())) {
      Course course = Course.run(subject, quick, 2, Condition.REWARD, earned);
      int rewards = 0;
      for (boolean each : course.rewarded()) {
        rewards += each ? 1 : 0;
      }
      int corrections = quick.trials() - rewards;
      var bench = rig.rig().board(StudyRig.PUMP).pump(StudyRig.PUMP);
      assertEquals(2_000 + 500L * rewards, bench.pumpedNanoliters());
      assertEquals(
          2L * (quick.baseline() + quick.trials()) + 4L * corrections,
          rig.rig().board(StudyRig.ARRAY).array(StudyRig.ARRAY).totalPulses());
    }
  }

  @Test
  void ageingShowsTheNeglectedBesideTheCaredFor() throws Exception {
    String said =
        study(
            "ageing --seeds 1 --days 24 --step 12 --train-every 9 --trials 8 --threads 1",
            "ageing.html");
    assertEquals(2, said.lines().filter(line -> line.contains("neglected")).count(), said);
    assertEquals(3, said.lines().filter(line -> line.contains("cared for")).count(), said);
    String html = page("ageing.html");
    assertTrue(html.contains("day 24 on average"), "the one cared for lives on");
    assertTrue(html.contains("day 1 on average"), "the other was dead when it was next looked at");
  }

  @Test
  void aRecordingOverTheWholePathIsSearchedForSpikes() throws Exception {
    SpikeRecording recording;
    ArrayLayout layout;
    try (var rig = StudyRig.start(3, StudyRig.array(Layout.ONE_BY_EIGHT, Profile.usual()))) {
      var array = rig.array();
      layout = array.layout();
      recording = new SpikeRecording(layout);
      try (var stream = array.record(100, recording)) {
        rig.time().advance(Duration.ofSeconds(5));
      }
    }
    assertEquals(0, recording.missed());
    assertEquals(3, recording.seconds(), 0.1, "two of five are for the noise");
    StatisticsResult result = StatisticsResult.of(3, layout, recording);
    assertEquals(13, result.figures().size());
    double rms = result.figures().get(9).got();
    assertTrue(rms > 1 && rms < 50, "the quietest electrode shows " + rms + " µV");
    StatisticsPage.of(Survey.of(List.of(result)), result, "usual", recording)
        .write(folder.resolve("s.html"));
    assertTrue(page("s.html").contains("Spikes of the first"), "a raster");
  }

  private static StatisticsResult rate(long seed, double... hertz) {
    List<Figure> figures = new ArrayList<>();
    for (double each : hertz) {
      figures.add(new Figure("rate", "Hz", 45, 105, "70 Hz", each));
    }
    boolean ok = figures.stream().allMatch(Figure::ok);
    return new StatisticsResult(seed, 60, 0, ok, figures);
  }

  @Test
  void ofSeveralCulturesTheMedianIsJudgedAndTheOthersAreToldOf() {
    Survey survey = Survey.of(List.of(rate(1, 20, 60), rate(2, 90, 70), rate(3, 50, 200)));
    assertTrue(survey.ok(), "50 and 70 Hz are in range");
    assertEquals(1, survey.whole());
    List<String> first = survey.rows().get(0);
    assertTrue(first.containsAll(List.of("50 Hz", "ok", "20 Hz", "90 Hz", "2 of 3")), "" + first);
    assertEquals(List.of("3", "1 of 2", "rate 200 Hz"), survey.rowsOfCultures().get(2));
    Survey two = Survey.of(List.of(rate(1, 20), rate(2, 60)));
    assertEquals("40 Hz", two.rows().get(0).get(2), "of two, what lies between");
    assertFalse(two.ok());
  }
}
