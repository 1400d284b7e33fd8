package org.wetstack.tests;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.opentest4j.TestAbortedException;

/**
 * A liblsl that others have built: version 1.10 in the npm package node-lsl, under the MIT licence.
 * Neither Debian nor Maven Central has one. Kept in {@code target}; nothing of it is shipped.
 */
final class LslPackage {

  private static final String PACKAGE = "node-lsl/-/node-lsl-0.1.0.tgz";

  /** As the registry states it. */
  private static final String SHA_512 =
      "PmrYlyNL7iuQzwYXcXOa14MG8JvkzaonaMZlgoaalyPuoDKonLxo7TYQg+l3ktCk1lgSdBsJAVJnSZmyIe4Ocg==";

  private static final String LIBRARY = "package/prebuilt/liblsl64.so";
  private static final String REGISTRY = "https://registry.npmjs.org/";
  private static final Path FOLDER = Path.of("target", "lsl").toAbsolutePath();

  private static @Nullable Path built;

  private LslPackage() {}

  /** The library; without it the test is skipped, also in CI, as only its registry has it. */
  static synchronized Path library() throws Exception {
    if (!System.getProperty("os.name").equals("Linux")
        || !System.getProperty("os.arch").equals("amd64")) {
      throw new TestAbortedException("node-lsl has a liblsl for Linux on x86-64 only");
    }
    Path archive = FOLDER.resolve("node-lsl.tgz");
    Files.createDirectories(FOLDER);
    if (!Files.exists(archive) || !sha512(archive).equals(SHA_512)) {
      fetch(archive);
    }
    Path library = FOLDER.resolve(LIBRARY);
    if (!Files.exists(library)) {
      run("tar", "-xzf", archive.toString(), "-C", FOLDER.toString(), LIBRARY);
    }
    return library;
  }

  private static void fetch(Path archive) throws Exception {
    String registry = System.getenv().getOrDefault("npm_config_registry", REGISTRY);
    Path curl = Tools.needProgram("curl");
    try {
      run(
          curl.toString(),
          "--fail",
          "--silent",
          "--show-error",
          "--location",
          "--max-time",
          "60",
          "--output",
          archive.toString(),
          registry + (registry.endsWith("/") ? "" : "/") + PACKAGE);
    } catch (IllegalStateException e) {
      throw new TestAbortedException("liblsl cannot be had from npm: " + e.getMessage(), e);
    }
    String is = sha512(archive);
    if (!is.equals(SHA_512)) {
      Files.delete(archive);
      throw new IllegalStateException(PACKAGE + " is not what was pinned: its SHA-512 is " + is);
    }
  }

  private static String sha512(Path file) throws IOException, NoSuchAlgorithmException {
    byte[] all = Files.readAllBytes(file);
    return Base64.getEncoder().encodeToString(MessageDigest.getInstance("SHA-512").digest(all));
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
