package org.wetstack.rig;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the README shows is what {@link MyExperimentTest} compiles and runs. */
class ReadmeTest {

  @Test
  void theExampleIsATestThatRuns() throws IOException {
    String readme = Files.readString(Path.of("../../README.md"));
    int from = readme.indexOf("@EmulatedRig");
    List<String> shown =
        readme.substring(from, readme.indexOf("```", from)).lines().map(String::strip).toList();
    String test = Files.readString(Path.of("src/test/java/org/wetstack/rig/MyExperimentTest.java"));
    int at = 0;
    for (String line : shown) {
      String code = line.replace(" … }", "");
      int found = test.indexOf(code, at);
      assertTrue(found >= at, "the test has no '" + code + "'");
      at = found + code.length();
    }
    assertEquals(5, shown.size());
  }
}
