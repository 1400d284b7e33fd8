package org.wetstack.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** No rule disappears from the table because its class could not begin. */
class RuleReportTest {

  @TempDir private Path folder;

  @Test
  void theRulesOfAClassThatCannotBeginAreSkippedForItsReason() throws Exception {
    assertEquals(List.of("p1\tpump\tSKIPPED\tno broker"), report(Skipped.class));
  }

  @Test
  void theRulesOfAClassThatBreaksAreFailed() throws Exception {
    assertEquals(List.of("p1\tpump\tFAILED\tbroken broker"), report(Broken.class));
  }

  @Test
  void aRuleThatPassedIsNotFailedByWhatComesAfterIt() throws Exception {
    assertEquals(List.of("p1\tpump\tPASSED\tunknown"), report(BrokenLater.class));
  }

  private List<String> report(Class<?> suite) throws Exception {
    Path table = folder.resolve("table.md");
    var report = new RuleReport(new PrintStream(OutputStream.nullOutputStream()), table);
    LauncherFactory.create(
            LauncherConfig.builder()
                .enableTestExecutionListenerAutoRegistration(false)
                .addTestExecutionListeners(report)
                .build())
        .execute(LauncherDiscoveryRequestBuilder.request().selectors(selectClass(suite)).build());
    return Files.readAllLines(folder.resolve("table.tsv"));
  }

  @DisplayName("pump")
  static class Skipped {
    @BeforeAll
    static void begin() {
      Assumptions.abort("no broker");
    }

    @Test
    void p1_works() {}
  }

  @DisplayName("pump")
  static class Broken {
    @BeforeAll
    static void begin() {
      fail("broken broker");
    }

    @Test
    void p1_works() {}
  }

  @DisplayName("pump")
  static class BrokenLater {
    @Test
    void p1_works() {}

    @AfterAll
    static void end() {
      fail("broken broker");
    }
  }
}
