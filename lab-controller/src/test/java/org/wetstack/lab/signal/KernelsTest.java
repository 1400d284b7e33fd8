package org.wetstack.lab.signal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KernelsTest {

  private static final Path VERSION_25 = Path.of("target", "classes", "META-INF", "versions", "25");

  @TempDir private Path folder;

  private final Kernel scalar = new ScalarKernel();

  /** Computes as plain Java does, but for the last bit of one value. */
  private final class Almost implements Kernel {

    @Override
    public int filter(
        float[] sections,
        float[][] state,
        short[] in,
        int from,
        int frames,
        int stride,
        float[][] out,
        float[] thresholds,
        float limit,
        int[] hits) {
      int count =
          scalar.filter(sections, state, in, from, frames, stride, out, thresholds, limit, hits);
      float[] last = out[out.length - 1];
      last[stride - 1] = Math.nextUp(last[stride - 1]);
      return count;
    }

    @Override
    public void follow(
        float[] values,
        float[] medians,
        float[] steps,
        float least,
        float factor,
        float[] thresholds) {
      scalar.follow(values, medians, steps, least, factor, thresholds);
    }
  }

  @Test
  void aKernelThatDiffersInOneBitIsNotTaken() {
    Kernels.Choice choice = Kernels.better(scalar, new Almost());
    assertSame(scalar, choice.kernel());
    assertTrue(choice.path().startsWith("scalar: "), choice.path());
  }

  @Test
  void aKernelThatAgreesIsTaken() {
    Kernel other = new ScalarKernel();
    assertSame(other, Kernels.better(scalar, other).kernel());
  }

  @Test
  void withoutTheVectorPathTheDetectorSaysWhyItIsScalar() {
    Assumptions.assumeFalse(Runtime.version().feature() >= 25);
    assertTrue(Kernels.choice().path().contains("Java 25"), Kernels.choice().path());
  }

  @Test
  void theVectorPathFindsToTheBitWhatTheScalarPathFinds() throws Exception {
    Assumptions.assumeFalse(Boolean.getBoolean("vector.skip"), "there is no JDK 25 here");
    assertTrue(Files.exists(VERSION_25), "the vector path was not built");
    List<String> vector = onJava25("--add-modules", "jdk.incubator.vector");
    assertEquals("vector", vector.get(0));
    String here = Trial.run(new Kernels.Choice(scalar, "scalar"));
    assertEquals(here.lines().toList(), vector.subList(1, vector.size()));
    assertFalse(here.contains(" 0 spikes") || here.contains(" 0 artefacts"), here);
  }

  @Test
  void aProgramThatDoesNotAskForTheVectorModuleIsToldHow() throws Exception {
    Assumptions.assumeFalse(Boolean.getBoolean("vector.skip"), "there is no JDK 25 here");
    assertTrue(onJava25().get(0).contains("--add-modules jdk.incubator.vector"));
  }

  private List<String> onJava25(String... options) throws Exception {
    String path = VERSION_25 + File.pathSeparator + System.getProperty("java.class.path");
    Path said = folder.resolve("said");
    List<String> command =
        Stream.of(
                Stream.of(Path.of(System.getProperty("jdk25.home"), "bin", "java").toString()),
                Stream.of(options),
                Stream.of("-cp", path, Trial.class.getName()))
            .flatMap(each -> each)
            .toList();
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(said.toFile())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      assertTrue(process.waitFor(120, TimeUnit.SECONDS), "it hangs");
      assertEquals(0, process.exitValue(), () -> "failed: " + command);
      return Files.readAllLines(said);
    } finally {
      process.destroyForcibly();
    }
  }
}
