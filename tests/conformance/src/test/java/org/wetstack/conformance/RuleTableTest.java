package org.wetstack.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wetstack.conformance.RuleTable.Result;
import org.wetstack.conformance.RuleTable.Rule;

/** The table can be read by a person, and says neither more nor less than what ran. */
class RuleTableTest {

  @Test
  void instrumentsAndLinksStandInTablesOfTheirOwn() {
    var table = new RuleTable();
    add(table, "l1", "TCP", Result.PASSED, "");
    add(table, "p10", "pump", Result.FAILED, "dripped");
    add(table, "i1", "pump", Result.PASSED, "");
    add(table, "p9", "Pump 2", Result.SKIPPED, "no clamp");
    add(table, "i1", "Pump 2", Result.PASSED, "");
    assertEquals(
        """
        # Conformance: which rules ran where

        ## Instruments

        3 rules on 2 subjects: 2 passed, 1 skipped, 1 failed. Blank: did not run there.

        | subject | ok  | skip | FAIL |
        | ------- | --- | ---- | ---- |
        | pump    | 1   | 0    | 1    |
        | Pump 2  | 1   | 1    | 0    |

        | rule | pump | Pump 2 |
        | ---- | ---- | ------ |
        | p9   |      | skip   |
        | p10  | FAIL |        |
        | i1   | ok   | ok     |

        - skipped, because no clamp: p9 on Pump 2

        ## Links

        1 rule on 1 subject: 1 passed, 0 skipped, 0 failed. Blank: did not run there.

        | subject | ok  | skip | FAIL |
        | ------- | --- | ---- | ---- |
        | TCP     | 1   | 0    | 0    |

        | rule | TCP |
        | ---- | --- |
        | l1   | ok  |
        """,
        table.markdown());
  }

  @Test
  void manySubjectsAreNumberedSoThatTheTableStaysNarrow() {
    var table = new RuleTable();
    for (int i = 0; i < 12; i++) {
      add(table, "p1", "a subject with a long name, " + (char) ('a' + i), Result.PASSED, "");
    }
    String text = table.markdown();
    assertEquals(
        "| rule | 1   | 2   | 3   | 4   | 5   | 6   | 7   | 8   | 9   | 10  | 11  | 12  |",
        text.lines().filter(line -> line.startsWith("| rule")).findFirst().orElse(""));
    assertEquals(
        "| 12  | a subject with a long name, l | 1   | 0    | 0    |",
        text.lines().filter(line -> line.startsWith("| 12 ")).findFirst().orElse(""));
  }

  @Test
  void whatWentWrongOnceIsNotHiddenByWhatWentWellLater() {
    var table = new RuleTable();
    add(table, "i1", "board", Result.FAILED, "the pump's suite");
    add(table, "i1", "board", Result.PASSED, "the array's suite");
    add(table, "i2", "board", Result.SKIPPED, "no wire");
    add(table, "i2", "board", Result.PASSED, "");
    String text = table.markdown();
    assertTrue(text.contains("| i1   | FAIL  |"), text);
    assertTrue(text.contains("| i2   | ok    |"), text);
    assertFalse(text.contains("no wire"), "a rule that ran was not skipped");
  }

  @Test
  void aTableIsIncludedInAnotherOneAndAMissingOneIsNamed(@TempDir Path folder) {
    var links = new RuleTable();
    add(links, "l1", "TCP", Result.SKIPPED, "no net");
    links.write(folder.resolve("links.md"));
    var all = new RuleTable();
    add(all, "p1", "pump", Result.PASSED, "");
    all.addFrom(folder.resolve("links.md"));
    all.addFrom(folder.resolve("none.md"));
    String text = all.markdown();
    assertTrue(text.contains("- skipped, because no net: l1 on TCP"), text);
    assertTrue(text.contains("- included, as of 2"), text);
    assertTrue(text.contains("- not included, because its tests have not run: "), text);
  }

  private static void add(
      RuleTable table, String rule, String subject, Result result, String reason) {
    table.add(Rule.parse(rule), subject, result, reason);
  }
}
