package org.wetstack.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/** Readers by others, as Debian has them. */
final class Python {

  private static final Path PYTHON = Path.of("/usr/bin/python3");

  private Python() {}

  /** Skips the test where {@code modules} are not installed; in CI that is a failure. */
  static void require(String... modules) throws Exception {
    require(
        Files.isExecutable(PYTHON) && run("-c", "import " + String.join(", ", modules)) == 0,
        "python3 with " + List.of(modules));
  }

  /** The same for any other program. */
  static void require(boolean there, String what) {
    if (!there) {
      assertFalse(Boolean.parseBoolean(System.getenv("CI")), what + " must be there in CI");
      Assumptions.abort(what + " is not installed");
    }
  }

  /** Runs a script of {@code src/test/python}, which must succeed. */
  static void script(String name, Path... arguments) throws Exception {
    List<String> all = new ArrayList<>();
    all.add(Path.of("src", "test", "python", name).toAbsolutePath().toString());
    for (Path argument : arguments) {
      all.add(argument.toString());
    }
    assertEquals(0, run(all.toArray(String[]::new)), name + " tells above what is wrong");
  }

  private static int run(String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of(PYTHON.toString(), "-B", "-X", "utf8"));
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).inheritIO().start();
    try {
      assertTrue(process.waitFor(120, TimeUnit.SECONDS), "python3 hangs");
    } finally {
      process.destroyForcibly();
    }
    return process.exitValue();
  }
}
