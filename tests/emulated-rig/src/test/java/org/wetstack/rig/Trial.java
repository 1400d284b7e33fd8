package org.wetstack.rig;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** A run of a test class that is itself the subject of a test: what passed, and what was said. */
final class Trial implements TestExecutionListener {

  /** The setting by which a test class knows that it is tried. */
  static final String MARK = "wetstack.trial";

  private final List<String> passed = new ArrayList<>();
  private final List<String> failures = new ArrayList<>();

  private Trial() {}

  static Trial of(Class<?> tests) {
    return of(tests, Map.of());
  }

  static Trial inParallel(Class<?> tests) {
    return of(
        tests,
        Map.of(
            "junit.jupiter.execution.parallel.enabled", "true",
            "junit.jupiter.execution.parallel.mode.default", "concurrent",
            "junit.jupiter.execution.parallel.config.strategy", "fixed",
            "junit.jupiter.execution.parallel.config.fixed.parallelism", "4"));
  }

  private static Trial of(Class<?> tests, Map<String, String> settings) {
    var trial = new Trial();
    LauncherFactory.create(
            LauncherConfig.builder().enableTestExecutionListenerAutoRegistration(false).build())
        .execute(
            LauncherDiscoveryRequestBuilder.request()
                .selectors(selectClass(tests))
                .configurationParameters(settings)
                .configurationParameter(MARK, "true")
                .build(),
            trial);
    return trial;
  }

  @Override
  public synchronized void executionFinished(TestIdentifier test, TestExecutionResult result) {
    if (result.getStatus() == TestExecutionResult.Status.FAILED) {
      failures.add(String.valueOf(result.getThrowable().map(Throwable::getMessage).orElse("")));
    } else if (test.isTest()) {
      passed.add(test.getDisplayName());
    }
  }

  List<String> passed() {
    return passed;
  }

  List<String> failures() {
    return failures;
  }

  /** The message of the only failure. */
  String failure() {
    if (failures.size() != 1) {
      throw new AssertionError("one failure was expected, not " + failures);
    }
    return failures.get(0);
  }
}
