package org.wetstack.conformance;

import java.io.File;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
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
 * Prints, after all tests of a module, which rules ran on which subjects, and writes it to {@code
 * target/conformance.md}. Tables of other modules that {@code -Dconformance.also} names are
 * included. JUnit finds it by itself. A subject is called what {@code @DisplayName} calls its test
 * class. The rules of a class that could not begin count as skipped or failed like the class.
 */
public final class RuleReport implements TestExecutionListener {

  private static final Pattern RULE = Pattern.compile("([pfesil]\\d+)_.*");

  private final PrintStream out;
  private final Path file;
  private final RuleTable table = new RuleTable();
  private final Set<String> told = ConcurrentHashMap.newKeySet();
  private @Nullable TestPlan plan;

  /** The one that JUnit makes. */
  public RuleReport() {
    this(System.out, Path.of(System.getProperty("conformance.table", "target/conformance.md")));
  }

  RuleReport(PrintStream out, Path file) {
    this.out = out;
    this.file = file;
  }

  @Override
  public void testPlanExecutionStarted(TestPlan started) {
    plan = started;
  }

  @Override
  public void executionSkipped(TestIdentifier test, String reason) {
    noteAll(test, Result.SKIPPED, reason);
  }

  @Override
  public void executionFinished(TestIdentifier test, TestExecutionResult result) {
    String reason =
        result.getThrowable().map(Throwable::getMessage).map(String::strip).orElse("unknown");
    switch (result.getStatus()) {
      case SUCCESSFUL -> note(test, Result.PASSED, reason);
      case ABORTED -> noteAll(test, Result.SKIPPED, reason.replace("Assumption failed: ", ""));
      case FAILED -> noteAll(test, Result.FAILED, reason);
    }
  }

  @Override
  public void testPlanExecutionFinished(TestPlan finished) {
    if (!table.isEmpty()) {
      Stream.of(System.getProperty("conformance.also", "").split(File.pathSeparator))
          .filter(other -> !other.isEmpty())
          .forEach(other -> table.addFrom(Path.of(other)));
      out.println("\n" + table.markdown());
      table.write(file);
    }
  }

  /** Takes note of {@code test} and of all within it that has not been told of yet. */
  private void noteAll(TestIdentifier test, Result result, String reason) {
    note(test, result, reason);
    if (plan != null) {
      plan.getDescendants(test).stream()
          .filter(inner -> !told.contains(inner.getUniqueId()))
          .forEach(inner -> note(inner, result, reason));
    }
  }

  private void note(TestIdentifier test, Result result, String reason) {
    told.add(test.getUniqueId());
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
