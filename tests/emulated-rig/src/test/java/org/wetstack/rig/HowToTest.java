package org.wetstack.rig;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The tests that the how-to shows compile and pass as they stand. */
class HowToTest {

  private static final String IMPORTS =
      """
      import static org.junit.jupiter.api.Assertions.*;
      import java.time.Duration;
      import org.junit.jupiter.api.Test;
      import org.wetstack.emulator.Cable;
      import org.wetstack.emulator.board.*;
      import org.wetstack.hal.*;
      import org.wetstack.hal.spi.*;
      import org.wetstack.hal.units.*;
      import org.wetstack.rig.*;
      """;

  private static final Pattern CLASS =
      Pattern.compile("```java\n(@EmulatedRig.*?\nclass (\\w+) .*?)```", Pattern.DOTALL);

  @Test
  void everyTestOnThePagePasses(@TempDir Path folder) throws Exception {
    List<String> names = compile(folder);
    assertEquals(List.of("RewardTest", "TwoPumpsTest", "HostDiesTest"), names);
    try (var loader = new URLClassLoader(new URL[] {folder.toUri().toURL()})) {
      for (String name : names) {
        Trial trial = Trial.of(loader.loadClass(name));
        assertEquals(List.of(), trial.failures(), name);
        assertEquals(1, trial.passed().size(), name);
      }
    }
  }

  private static List<String> compile(Path folder) throws IOException {
    String page = Files.readString(Path.of("../../docs/how-to/test-your-lab-software.md"));
    List<String> names = new ArrayList<>();
    Matcher found = CLASS.matcher(page);
    while (found.find()) {
      String name = found.group(2);
      Path source = Files.writeString(folder.resolve(name + ".java"), IMPORTS + found.group(1));
      String classPath = System.getProperty("java.class.path");
      int result =
          ToolProvider.getSystemJavaCompiler()
              .run(null, null, null, "-proc:none", "-cp", classPath, source.toString());
      assertEquals(0, result, () -> "javac refuses " + name);
      names.add(name);
    }
    return names;
  }
}
