package org.wetstack.tests;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.opentest4j.TestAbortedException;

/** Programs that some subjects need and that a laptop may lack. */
final class Tools {

  private Tools() {}

  /**
   * The program called {@code name}. Without it the test fails where the environment says CI=true,
   * and is skipped elsewhere.
   */
  static Path needProgram(String name, String... alsoIn) {
    List<String> folders =
        new ArrayList<>(
            List.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator)));
    folders.addAll(List.of(alsoIn));
    for (String folder : folders) {
      Path program = Path.of(folder, name);
      if (Files.isExecutable(program)) {
        return program;
      }
    }
    throw missing(name + " is not installed");
  }

  /** What to throw where something is missing: a failure in CI, a skip elsewhere. */
  static RuntimeException missing(String what) {
    return "true".equals(System.getenv("CI"))
        ? new IllegalStateException(what + ", and CI=true allows no skips")
        : new TestAbortedException(what);
  }
}
