package org.wetstack.conformance;

import java.io.File;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;
import org.wetstack.conformance.RuleTable.Result;
import org.wetstack.conformance.RuleTable.Rule;

/**
 * Prints, after all tests of a module, one table of rules and subjects, and writes it to {@code
 * target/conformance.md}. Tables of other modules that {@code -Dconformance.also} names are
 * included. JUnit finds it by itself. A subject is called what {@code @DisplayName} calls its test
 * class.
 */
public final class RuleReport implements TestExecutionListener {

  private static final Pattern RULE = Pattern.compile("([a-z]\\d+)_.*");

  private final RuleTable table = new RuleTable();
  private @Nullable TestPlan plan;

  @Override
  public void testPlanExecutionStarted(TestPlan started) {
    plan = started;
  }

  @Override
  public void executionSkipped(TestIdentifier test, String reason) {
    note(test, Result.SKIPPED, reason);
  }

  @Override
  public void executionFinished(TestIdentifier test, TestExecutionResult result) {
    String reason =
        result.getThrowable().map(Throwable::getMessage).map(String::strip).orElse("unknown");
    switch (result.getStatus()) {
      case SUCCESSFUL -> note(test, Result.PASSED, reason);
      case ABORTED -> note(test, Result.SKIPPED, reason.replace("Assumption failed: ", ""));
      case FAILED -> note(test, Result.FAILED, reason);
    }
  }

  @Override
  public void testPlanExecutionFinished(TestPlan finished) {
    if (!table.isEmpty()) {
      Stream.of(System.getProperty("conformance.also", "").split(File.pathSeparator))
          .filter(file -> !file.isEmpty())
          .forEach(file -> table.addFrom(Path.of(file)));
      System.out.println("\nConformance: which rules ran where\n\n" + table.markdown());
      table.write(Path.of(System.getProperty("conformance.table", "target/conformance.md")));
    }
  }

  private void note(TestIdentifier test, Result result, String reason) {
    test.getSource()
        .filter(MethodSource.class::isInstance)
        .map(source -> RULE.matcher(((MethodSource) source).getMethodName()))
        .filter(Matcher::matches)
        .ifPresent(name -> table.add(Rule.parse(name.group(1)), subject(test), result, reason));
  }

  private String subject(TestIdentifier test) {
    return plan == null
        ? "?"
        : plan.getParent(test).map(TestIdentifier::getDisplayName).orElse("?");
  }
}
