package org.wetstack.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

class ReportTest {

  private static final Ratios RATIOS = new Ratios(List.of(1.3, 1.1, 1.2));

  private final ByteArrayOutputStream console = new ByteArrayOutputStream();

  private Report report(Path folder) throws IOException {
    return new Report("loop", 3, folder, Map.of("processor", "fast"), console);
  }

  @Test
  void medianIsTheMiddleRoundOrBetweenTheTwoInTheMiddle() {
    assertEquals(1.2, RATIOS.median());
    assertEquals(1.5, new Ratios(List.of(9.0, 1.0, 2.0, 1.0)).median());
    assertEquals("1.20 [1.10-1.30]", RATIOS.toString());
    assertThrows(IllegalArgumentException.class, () -> new Ratios(List.of()));
  }

  @Test
  void targetsAreCeilingsOrFloorsAndTheBoundReachesThem() {
    assertTrue(Target.atMost(1.2).reached(RATIOS));
    assertTrue(Target.atLeast(1.2).reached(RATIOS));
    assertTrue(!Target.atMost(1.19).reached(RATIOS));
    assertTrue(!Target.atLeast(1.21).reached(RATIOS));
  }

  @Test
  void oneTargetMissedIsARowMissed() {
    Row row = Row.of("driver", "C", 9).with("p50", RATIOS, Target.atMost(2)).with("p99", RATIOS);
    assertEquals(Optional.of(true), row.reached());
    assertEquals("NO", row.with("p90", RATIOS, Target.atMost(1)).verdict());
    assertEquals("-", Row.of("driver", "C", 9).with("p99", RATIOS).verdict());
  }

  @Test
  void whatIsInvalidIsNeverReached() {
    Row row = Row.of("driver", "C", 9).with("p50", RATIOS, Target.atMost(2)).faulty("unequal");
    assertEquals(Optional.empty(), row.reached());
    assertEquals("INVALID", row.verdict());
    assertEquals("unequal", row.faulty("").faulty("later").fault());
  }

  @Test
  void pageAndDataAndSummaryTellTheSame(@TempDir Path folder) throws IOException {
    Report report = report(folder.resolve("new"));
    report.add(
        Row.of("driver", "C", 9).with("p50", RATIOS, Target.atMost(1.25)).note("all answered"));
    report.write();
    String page = Files.readString(folder.resolve("new/loop.md"));
    assertTrue(page.contains("- processor: fast\n"), page);
    assertTrue(
        page.contains(
            "| driver | C | 9 | p50 1.20 [1.10-1.30] | p50 ≤ 1.25 | yes | all answered |\n"),
        page);
    var row =
        JsonMapper.shared()
            .readTree(Files.readString(folder.resolve("new/loop.json")))
            .path("rows")
            .path(0);
    assertEquals(1.2, row.path("p50").path("median").asDouble());
    assertTrue(row.path("p50").path("reached").asBoolean());
    assertEquals("yes", row.path("verdict").asString());
    assertEquals(
        "yes      loop: driver ÷ C: p50 1.20 [1.10-1.30], target ≤ 1.25\n", report.summary());
    assertTrue(console.toString(StandardCharsets.UTF_8).contains("all answered"));
  }

  @Test
  void ratiosAreOfTheSecondToTheFirstRoundByRound() {
    var comparison = new Comparison();
    comparison.round();
    comparison.first(100, 100, 100);
    comparison.second(200, 200, 200);
    comparison.round();
    comparison.first(100);
    comparison.second(400);
    assertEquals(List.of(2.0, 4.0), comparison.at(50).rounds());
    assertEquals(4, comparison.count());
  }

  @Test
  void equalsThatDifferAreNoControl(@TempDir Path folder) throws IOException {
    assertTrue(Control.isValid(equals(1_040, 1_090)));
    assertTrue(!Control.isValid(equals(1_060, 1_000)));
    assertTrue(!Control.isValid(equals(1_000, 1_110)));
    Report report = report(folder);
    assertEquals("", Control.check(report, "C", () -> equals(1_000, 1_000)));
    assertEquals(1, report.rows().size());
    assertTrue(!Control.check(report, "C", () -> equals(2_000, 2_000)).isEmpty());
    assertEquals(4, report.rows().size());
  }

  /** The second of the two takes so long, where the first takes 1,000. */
  private static Comparison equals(long at50, long at90) {
    var comparison = new Comparison();
    comparison.round();
    for (int i = 0; i < 100; i++) {
      comparison.first(1_000);
      comparison.second(i < 70 ? at50 : at90);
    }
    return comparison;
  }
}
