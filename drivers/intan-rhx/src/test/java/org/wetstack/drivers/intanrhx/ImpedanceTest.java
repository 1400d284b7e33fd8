package org.wetstack.drivers.intanrhx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wetstack.hal.DeviceException.Outcome;
import org.wetstack.hal.DeviceException.Reason;
import org.wetstack.hal.Impedance;
import org.wetstack.hal.ImpedanceMeter;

/** Impedances, which RHX tells in a file only. */
class ImpedanceTest extends RhxTest {

  @TempDir Path folder = Path.of("");

  private static String captured() {
    try {
      return new String(CapturedSamplesTest.capture("impedance.csv"), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ImpedanceMeter meter(RhxInstrument instrument) {
    return array(instrument).impedanceMeter().orElseThrow();
  }

  @Test
  void theFileThatRhxWroteIsRead() {
    List<Impedance> found = ImpedanceFile.parse(captured());
    assertEquals(64, found.size());
    assertEquals(new Impedance(0, 1_000, 100_000, -70), found.get(0));
    assertEquals(128 + 31, found.get(63).electrode());
  }

  @Test
  void aFileThatIsHalfWrittenOrAnotherOne() {
    String text = captured();
    assertEquals(63, ImpedanceFile.parse(text.substring(0, text.length() - 10)).size());
    assertEquals(List.of(), ImpedanceFile.parse(""));
    assertEquals(
        5, ImpedanceFile.parse(text.replace("A-001,A-001,", "A-001,a, b,")).get(1).degrees() + 75);
    fails(Reason.PROTOCOL, Outcome.NOT_DONE, () -> ImpedanceFile.parse("Channel,Ohms\nA-000,1\n"));
  }

  @Test
  void measuringStopsSavesReadsAndRunsOn() throws IOException {
    Files.writeString(folder.resolve("wetstack-impedance-1.csv"), "an old one\n");
    RhxInstrument instrument = open("?folder=" + folder + "&remote-folder=/data/rhx");
    var tape = new Tape();
    array(instrument).record(100, tape);
    passMillis(50);
    var unused =
        rhx.time.after(
            Duration.ofSeconds(2),
            () -> {
              try {
                String name = rhx.value("impedancefilename.basefilename") + "_251125.csv";
                Files.writeString(folder.resolve(name), captured());
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
    List<Impedance> found = meter(instrument).measure();
    assertEquals(8, found.size());
    assertEquals(131, found.get(7).electrode());
    assertEquals("wetstack-impedance-2", rhx.value("impedancefilename.basefilename"));
    assertEquals("/data/rhx", rhx.value("impedancefilename.path"));
    assertTrue(rhx.says("runmode", "Run"));
    passMillis(100);
    tape.checkCounter();
    assertTrue(tape.missed() > 0);
    await(stimulator(instrument).load(pulse(0)).trigger());
  }

  @Test
  void refusedDuringATrainAndWithoutAFolder() {
    RhxInstrument instrument = open("?folder=" + folder);
    await(stimulator(instrument).load(pulse(0).train(50, Duration.ofMillis(50))).trigger());
    refused(() -> meter(instrument).measure());
    assertEquals(1, rhx.board.runs);
    instrument.close();
    rhx.listening = true;
    assertTrue(array(open("")).impedanceMeter().isEmpty(), "RHX tells them in a file only");
  }

  @Test
  void aFileThatNeverComes() {
    RhxInstrument instrument = open("?folder=" + folder);
    fails(Reason.TIMEOUT, Outcome.UNKNOWN, () -> meter(instrument).measure());
    assertTrue(rhx.says("runmode", "Run"));
  }
}
