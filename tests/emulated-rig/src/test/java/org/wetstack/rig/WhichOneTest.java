package org.wetstack.rig;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.wetstack.emulator.Cable;
import org.wetstack.emulator.board.ArrayBench;
import org.wetstack.emulator.board.PumpBench;
import org.wetstack.emulator.rig.Rig;
import org.wetstack.hal.ElectrodeArray;
import org.wetstack.hal.Instrument;
import org.wetstack.hal.Pump;
import org.wetstack.hal.Stimulator;
import org.wetstack.hal.spi.VirtualTimebase;

/** Which of several devices a parameter is, and what is said if that cannot be told. */
class WhichOneTest {

  private static final String THERE =
      "The rig has board left at cable with array mea, pump dopamine, pump serotonin; board right"
          + " at slow-stream with array mea, pump dopamine";

  @Nested
  @EmulatedRig(file = "rigs/two-of-each.yaml", time = EmulatedRig.Time.VIRTUAL)
  class Named {

    @Test
    void aNameThatIsThereOnceIsEnough(@Called("serotonin") Pump serotonin) {
      assertEquals("serotonin", serotonin.name());
    }

    @Test
    void theBoardTellsDevicesOfOneNameApart(
        @Called("left/dopamine") Pump left,
        @Called("right/dopamine") Pump right,
        @Called("right/mea") ElectrodeArray array,
        @Called("right/mea") ArrayBench bench,
        @Called("right") Instrument instrument) {
      assertNotSame(left, right);
      assertEquals(List.of(array, right), instrument.devices());
      assertTrue(bench.sampleCounter() > 0);
    }
  }

  @EmulatedRig(file = "rigs/two-of-each.yaml", time = EmulatedRig.Time.VIRTUAL)
  @InTrial
  static class Wrong {
    @Test
    void several(Pump pump) {}

    @Test
    void severalOfThatName(@Called("dopamine") PumpBench pump) {}

    @Test
    void noneOfThatName(@Called("left/acetylcholine") Pump pump) {}

    @Test
    void anotherKindOfThatName(@Called("serotonin") ElectrodeArray array) {}

    @Test
    void severalBoards(Cable cable) {}

    @Test
    void nothingToTake(Stimulator stimulator) {}
  }

  @Test
  void whatCannotBeToldIsRefusedWithAllThereIs() {
    Trial trial = Trial.of(Wrong.class);
    assertEquals(List.of(), trial.passed());
    for (String message : trial.failures()) {
      assertTrue(message.endsWith(THERE), message);
      assertTrue(message.startsWith("parameter 1 of "), message);
    }
    String all = String.join("\n", trial.failures());
    for (String expected :
        List.of(
            "several asks for Pump, but there are 3; say which, as in @Called(\"left/dopamine\").",
            "severalOfThatName asks for PumpBench, but there are 2; say which",
            "noneOfThatName asks for Pump, but none is called 'left/acetylcholine'.",
            "anotherKindOfThatName asks for ElectrodeArray, but none is called 'serotonin'.",
            "severalBoards asks for Cable, but there are 2; say which, as in @Called(\"left\").",
            "nothingToTake asks for Stimulator, but that is nothing a test can take")) {
      assertTrue(all.contains(expected), all);
    }
  }

  @EmulatedRig
  @InTrial
  static class RealOnly {
    @Test
    void noVirtualTime(VirtualTimebase time) {}
  }

  @EmulatedRig
  @InTrial
  static class TooEarly {
    @BeforeAll
    static void allTests(Rig rig) {}

    @Test
    void never() {}
  }

  @EmulatedRig
  @TestInstance(TestInstance.Lifecycle.PER_CLASS)
  @InTrial
  static class OneInstance {
    OneInstance(Rig rig) {}

    @Test
    void never() {}
  }

  @EmulatedRig(time = EmulatedRig.Time.VIRTUAL, file = "rigs/real.yaml")
  @InTrial
  static class VirtualOnTcp {
    @Test
    void never(Rig rig) {}
  }

  @EmulatedRig(file = "rigs/none.yaml")
  @InTrial
  static class NoFile {
    @Test
    void never(Rig rig) {}
  }

  @EmulatedRig(file = "rigs/wrong.yaml")
  @InTrial
  static class WrongFile {
    @Test
    void never(Rig rig) {}
  }

  @ParameterizedTest
  @ValueSource(
      classes = {
        RealOnly.class,
        TooEarly.class,
        OneInstance.class,
        VirtualOnTcp.class,
        NoFile.class,
        WrongFile.class
      })
  void aRigThatCannotBeIsRefusedWithTheRemedy(Class<?> tests) {
    String message = Trial.of(tests).failure();
    String expected =
        switch (tests.getSimpleName()) {
          case "RealOnly" -> "asks for VirtualTimebase, but what there is is a SystemTimebase";
          case "TooEarly", "OneInstance" ->
              "an emulated rig lives as long as one test: take Rig as";
          case "VirtualOnTcp" ->
              "board 'array' is at 'tcp', where time is real: for time = VIRTUAL";
          case "NoFile" -> "there is no rig file 'rigs/none.yaml' on the class path";
          default -> "rigs/wrong.yaml:5:28: no layout is called '3x3'";
        };
    assertTrue(message.contains(expected), message);
  }

  private static final String WITH_NAMES =
      """
      import static org.junit.jupiter.api.Assertions.assertEquals;
      import org.junit.jupiter.api.Test;
      import org.wetstack.hal.Instrument;
      import org.wetstack.hal.Pump;
      import org.wetstack.rig.EmulatedRig;

      @EmulatedRig(file = "rigs/two-of-each.yaml", time = EmulatedRig.Time.VIRTUAL)
      class WithNamesTest {
        @Test
        void right(Pump serotonin, Instrument right) {
          assertEquals("serotonin", serotonin.name());
          assertEquals("right", right.info().serialNumber());
        }

        @Test
        void wrong(Pump pump) {}
      }
      """;

  @Test
  void theNameOfAParameterTellsWhichIfItIsCompiledInAndFits(@TempDir Path folder) throws Exception {
    Path source = Files.writeString(folder.resolve("WithNamesTest.java"), WITH_NAMES);
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    String classPath = System.getProperty("java.class.path");
    assertEquals(
        0,
        compiler.run(
            null, null, null, "-parameters", "-proc:none", "-cp", classPath, source.toString()));
    try (var loader = new URLClassLoader(new URL[] {folder.toUri().toURL()})) {
      Trial trial = Trial.of(loader.loadClass("WithNamesTest"));
      assertEquals(List.of("right(Pump, Instrument)"), trial.passed());
      assertTrue(trial.failure().contains("wrong asks for Pump, but there are 3"), trial::failure);
    }
  }

  @Test
  @EmulatedRig(time = EmulatedRig.Time.VIRTUAL)
  void theOnlyOneIsMeantWhateverItIsCalled(Pump somePump, @Called("dopamine") Pump sameOne) {
    assertSame(somePump, sameOne);
  }
}
