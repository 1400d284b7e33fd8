package org.wetstack.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tables in Parquet hold what those in CSV do, as hyparquet reads them: a reader in JavaScript,
 * MIT, that shares nothing with the library that writes them.
 */
class ParquetExportTest {

  private static final String READER = "hyparquet/-/hyparquet-1.33.0.tgz";

  /** As the registry states it, in hexadecimal digits. */
  private static final String SHA_512 =
      "f0428b7bbdef44830429510e7b9cbe908cc5c68e80bdb2ef779ba477b3fecafd"
          + "d1bc6d3e4d9338a8ef2299bab153acddb39a55f8e796453330cbde668475217a";

  private static final int NOT_GIVEN = 75;

  @TempDir private Path folder;

  private static final class Ended extends Exception {
    private static final long serialVersionUID = 1;
    final int status;

    Ended(int status, String said) {
      super(said);
      this.status = status;
    }
  }

  private static String run(String... command) throws Exception {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try {
      String said =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      assertTrue(process.waitFor(90, TimeUnit.SECONDS), () -> String.join(" ", command) + " hangs");
      if (process.exitValue() != 0) {
        throw new Ended(process.exitValue(), said);
      }
      return said;
    } finally {
      process.destroyForcibly();
    }
  }

  private static void requireNode() {
    String path = System.getenv().getOrDefault("PATH", "");
    Python.require(
        List.of(path.split(java.io.File.pathSeparator)).stream()
            .anyMatch(each -> Files.isExecutable(Path.of(each, "node"))),
        "node");
  }

  /** Skipped, also in CI, where the registry cannot be reached: nobody else has it. */
  private static Path reader() throws Exception {
    Path to = Path.of("target", "npm").toAbsolutePath();
    try {
      run("bash", "../tests/fetch-npm", READER, SHA_512, to.toString());
    } catch (Ended e) {
      Assumptions.assumeTrue(e.status != NOT_GIVEN, () -> "hyparquet cannot be had: " + e);
      throw e;
    }
    return to.resolve("package");
  }

  @Test
  void tablesInParquetAreThoseInCsvToAnotherReader() throws Exception {
    requireNode();
    Path reader = reader();
    Path recording = folder.resolve("recording");
    MadeUpRecording.write(recording, MadeUpRecording.layout(MadeUpRecording.CHANNELS, 195), true);
    Export.of(recording, ExportFormat.CSV, folder.resolve("csv"), 0);
    Export.of(recording, ExportFormat.PARQUET, folder.resolve("parquet"), 0);
    String said =
        run(
            "node",
            "src/test/javascript/check_parquet.mjs",
            reader.toString(),
            folder.resolve("parquet").toString(),
            folder.resolve("csv").toString());
    assertEquals(
        List.of(
            "alarms 1: DOUBLE BYTE_ARRAY BYTE_ARRAY BYTE_ARRAY BOOLEAN; Exported by wetstack",
            "doses 1: DOUBLE DOUBLE BYTE_ARRAY BYTE_ARRAY INT64 INT64 INT64 INT64 BYTE_ARRAY; Exported by wetstack",
            "environment 3: DOUBLE BYTE_ARRAY DOUBLE BYTE_ARRAY; Exported by wetstack",
            "gaps 1: DOUBLE DOUBLE INT64 INT64 BYTE_ARRAY; Exported by wetstack",
            "notes 2: DOUBLE BYTE_ARRAY; Exported by wetstack",
            "pulses 3: DOUBLE INT64 BYTE_ARRAY BYTE_ARRAY BYTE_ARRAY BYTE_ARRAY BYTE_ARRAY INT64 INT64; Exported by wetstack",
            "spikes 1300: DOUBLE INT64 INT64 INT64; Exported by wetstack",
            "trials 2: DOUBLE DOUBLE INT64 INT64 INT64 DOUBLE BYTE_ARRAY BYTE_ARRAY; Exported by wetstack"),
        said.lines().map(String::strip).collect(Collectors.toList()));
    try (var files = Files.list(folder.resolve("parquet"))) {
      assertTrue(files.allMatch(file -> file.toString().endsWith(".parquet")), "nothing beside");
    }
  }
}
