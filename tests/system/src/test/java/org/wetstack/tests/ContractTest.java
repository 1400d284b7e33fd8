package org.wetstack.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.wetstack.conformance.ElectrodeArrayConformance;
import org.wetstack.conformance.LightConformance;
import org.wetstack.conformance.LinkConformance;
import org.wetstack.conformance.PumpConformance;

/** docs/contract.md and the suites name the same rules. */
class ContractTest {

  private static final Path CONTRACT = Path.of("../../docs/contract.md");
  private static final Pattern ROW = Pattern.compile("^\\| ([a-z]\\d+) \\| (.+) \\|$");
  private static final Pattern RULE = Pattern.compile("([a-z]\\d+)_.+");

  @Test
  void everyRuleOfTheContractIsTestedAndEveryTestIsInTheContract() throws IOException {
    Set<String> tested = new TreeSet<>();
    for (Class<?> suite :
        List.of(
            PumpConformance.class,
            LightConformance.class,
            ElectrodeArrayConformance.class,
            LinkConformance.class)) {
      tested.addAll(rulesOf(suite));
    }
    assertEquals(tested, new TreeSet<>(written()));
  }

  @Test
  void everyRuleIsWrittenOnceAsOneSentence() throws IOException {
    List<String> rules = written();
    assertEquals(new HashSet<>(rules).size(), rules.size(), "a number is used twice: " + rules);
    for (String line : Files.readAllLines(CONTRACT)) {
      Matcher row = ROW.matcher(line);
      if (row.matches()) {
        String sentence = row.group(2);
        assertEquals(sentence.length() - 1, sentence.lastIndexOf('.'), "ends with a stop: " + line);
        assertFalse(sentence.contains(". "), "is one sentence: " + line);
      }
    }
  }

  private static List<String> written() throws IOException {
    List<String> rules = new ArrayList<>();
    for (String line : Files.readAllLines(CONTRACT)) {
      Matcher row = ROW.matcher(line);
      if (row.matches()) {
        rules.add(row.group(1));
      }
    }
    return rules;
  }

  private static Set<String> rulesOf(Class<?> suite) {
    Set<String> rules = new TreeSet<>();
    for (@Nullable Class<?> type = suite; type != null; type = type.getSuperclass()) {
      for (Method method : type.getDeclaredMethods()) {
        Matcher rule = RULE.matcher(method.getName());
        if (method.isAnnotationPresent(Test.class) && rule.matches()) {
          assertEquals(true, rules.add(rule.group(1)), "twice: " + rule.group(1));
        }
      }
    }
    return rules;
  }
}
