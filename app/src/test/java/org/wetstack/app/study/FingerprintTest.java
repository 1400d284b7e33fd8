package org.wetstack.app.study;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.wetstack.app.Wetstack;

/** A seed gives the same samples on any Java, interpreted or compiled, to the last bit. */
@Timeout(120)
class FingerprintTest {

  private static final int SECONDS = 1;
  private static final long SEED = 7;

  /** Changes only when what is emulated changes, and then in the same commit. */
  private static final String GOLDEN =
      "ab08426a7d0c6a06164d00a2e9e6f05e54ad787c8d64f42a35b39fccc6572284";

  private static final int NEWER = 25;

  @Test
  void hereAndNow() {
    assertEquals(GOLDEN, Fingerprint.of(SEED, SECONDS));
  }

  @Test
  void anotherSeedIsAnotherCulture() {
    assertNotEquals(GOLDEN, Fingerprint.of(SEED + 1, SECONDS));
  }

  @Test
  void interpreted() throws Exception {
    assertEquals(GOLDEN, elsewhere(Path.of(System.getProperty("java.home")), "-Xint"));
  }

  @Test
  void onANewerJava() throws Exception {
    Optional<Path> newer = newerJava();
    assumeTrue(
        newer.isPresent(),
        "there is no Java " + NEWER + " beside this one: nothing to compare with");
    assertEquals(GOLDEN, elsewhere(newer.get(), "-Xshare:auto"));
  }

  /** A neighbour of this Java. */
  private static Optional<Path> newerJava() throws IOException {
    Path here = Path.of(System.getProperty("java.home")).toRealPath();
    try (Stream<Path> neighbours = Files.list(here.getParent())) {
      return neighbours.filter(FingerprintTest::isNewer).sorted().findFirst();
    }
  }

  private static boolean isNewer(Path home) {
    try {
      return Files.isExecutable(home.resolve("bin/java"))
          && Files.readString(home.resolve("release")).contains("JAVA_VERSION=\"" + NEWER);
    } catch (IOException e) {
      return false;
    }
  }

  private static String elsewhere(Path home, String option) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(home.resolve("bin/java").toString());
    command.add(option);
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(Wetstack.class.getName());
    command.addAll(List.of("study", "fingerprint", "--seed", "" + SEED, "--seconds", "" + SECONDS));
    Process process = new ProcessBuilder(command).redirectError(Redirect.INHERIT).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(process.waitFor(60, TimeUnit.SECONDS));
    assertEquals(0, process.exitValue());
    return said.strip();
  }
}
