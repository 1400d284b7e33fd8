package org.wetstack.tests;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.opentest4j.TestAbortedException;

/**
 * A liblsl that others have built: version 1.10 in the npm package node-lsl, under the MIT licence.
 * Neither Debian nor Maven Central has one. Kept in {@code target}; nothing of it is shipped.
 */
final class LslPackage {

  private static final String PACKAGE = "node-lsl/-/node-lsl-0.1.0.tgz";

  /** As the registry states it, in hexadecimal digits. */
  private static final String SHA_512 =
      "3e6ad897234bee2b90cf061771739ad78306f09be4cdaa2768c66582869a9723"
          + "eea032a89cbc68ed361083e97792d0a4d65812741b090152674999b221ee0e72";

  private static final String LIBRARY = "package/prebuilt/liblsl64.so";
  private static final int NOT_GIVEN = 75;
  private static final Path FOLDER = Path.of("target", "lsl").toAbsolutePath();

  private static @Nullable Path built;

  private LslPackage() {}

  /** The library; without it the test is skipped, also in CI, as only its registry has it. */
  static synchronized Path library() throws Exception {
    if (!System.getProperty("os.name").equals("Linux")
        || !System.getProperty("os.arch").equals("amd64")) {
      throw new TestAbortedException("node-lsl has a liblsl for Linux on x86-64 only");
    }
    Process fetch =
        new ProcessBuilder("bash", "../fetch-npm", PACKAGE, SHA_512, FOLDER.toString())
            .inheritIO()
            .start();
    if (fetch.waitFor() == NOT_GIVEN) {
      throw new TestAbortedException("liblsl cannot be had from npm");
    }
    if (fetch.exitValue() != 0) {
      throw new IllegalStateException("liblsl is not what was pinned: see above");
    }
    return FOLDER.resolve(LIBRARY);
  }

  /** The program of {@link LslReceiver}, built of its source. */
  static synchronized Path receiver() throws Exception {
    if (built != null) {
      return built;
    }
    Path program = Files.createDirectories(FOLDER).resolve("lsl_receiver");
    run(
        Tools.needProgram("gcc").toString(),
        "-std=gnu11",
        "-Wall",
        "-Wextra",
        "-Werror",
        "-O1",
        "-o",
        program.toString(),
        Path.of("src/test/c/lsl_receiver.c").toAbsolutePath().toString(),
        "-ldl");
    built = program;
    return program;
  }

  private static void run(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said =
        new String(
            process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
    if (!process.waitFor(1, TimeUnit.MINUTES) || process.exitValue() != 0) {
      process.destroyForcibly();
      throw new IllegalStateException(String.join(" ", command) + " failed: " + said);
    }
  }
}
