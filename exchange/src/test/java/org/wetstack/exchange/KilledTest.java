package org.wetstack.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.wetstack.lab.recording.Entry;
import org.wetstack.lab.recording.Recorder;
import org.wetstack.lab.recording.Recording;

/** What {@code kill -9} leaves, of a recording and of an export, and what damage does. */
@Timeout(120)
class KilledTest {

  private static final int CHANNELS = 8;

  @TempDir private Path folder;

  @Test
  void aRecordingThatWasKilledIsExportedAsFarAsItGoes() throws Exception {
    Path recording = folder.resolve("recording");
    Process child = Child.start("record", recording);
    try (var said = child.inputReader()) {
      assertEquals("recording", said.readLine());
    } finally {
      child.destroyForcibly();
    }
    assertTrue(child.waitFor(30, TimeUnit.SECONDS));
    Export.Made made = Export.of(recording, ExportFormat.RHS, folder.resolve("out"), 0);
    assertFalse(made.survey().reading().whole());
    assertTrue(made.survey().samples() > 0);
    // It recorded faster than any array: what the disk could not take is told, and nothing else.
    made.survey().gaps().forEach(gap -> assertEquals("not-kept", gap.reason()));
    Recording.open(recording).read(KilledTest::requireAsMade);
    try (var files = Files.newDirectoryStream(folder.resolve("out"), "*.rhs")) {
      long bytes = 0;
      for (Path file : files) {
        bytes += Files.size(file);
      }
      assertTrue(bytes > 4L * CHANNELS * made.survey().samples(), "all samples are in it");
    }
  }

  private static void requireAsMade(Entry entry) {
    if (entry instanceof Entry.Block block) {
      for (int s = 0; s < block.counts().samples(); s++) {
        for (int channel = 0; channel < CHANNELS; channel++) {
          short expected = MadeUpRecording.raw(block.firstSample() + s, channel);
          assertEquals(expected, block.counts().raw(s, channel));
        }
      }
    }
  }

  /** Its last file is a pipe: so the export stands where it is wanted, however fast it is. */
  @ParameterizedTest
  @EnumSource(ExportFormat.class)
  void anExportThatWasKilledLeavesNothingThatLooksWhole(ExportFormat format) throws Exception {
    Path recording = folder.resolve("recording");
    recordTwoSegments(recording);
    Path last = recording.resolve("samples-000001.wet");
    byte[] end = Files.readAllBytes(last);
    Files.delete(last);
    makePipe(last);
    Path target = folder.resolve("out");
    Process child = Child.start(format, recording, target);
    try {
      // The survey reads all of it; what is written afterwards never gets to its end.
      // A pipe for each reading: one that is opened again at once has no end in between.
      try (OutputStream pipe = Files.newOutputStream(last)) {
        Files.delete(last);
        makePipe(last);
        pipe.write(end);
      }
      try (OutputStream pipe = Files.newOutputStream(last)) {
        pipe.write(end, 0, end.length / 2);
        pipe.flush();
        IOException held =
            assertThrows(IOException.class, () -> Export.of(recording, format, target, 0));
        assertTrue(held.toString().contains("another export"), held::toString);
        child.destroyForcibly();
        assertTrue(child.waitFor(30, TimeUnit.SECONDS));
      }
    } finally {
      child.destroyForcibly();
    }
    assertEquals(128 + 9, child.exitValue());
    assertFalse(Files.exists(target), "it looks whole");
    assertTrue(Files.exists(folder.resolve("out.partial")), "it had begun");
    Files.delete(last);
    Files.write(last, end);
    Export.Made made = Export.of(recording, format, target, 0);
    assertTrue(made.survey().reading().whole());
    assertTrue(Files.exists(target));
    assertFalse(Files.exists(folder.resolve("out.partial")));
  }

  private static void recordTwoSegments(Path recording) throws IOException {
    var layout = MadeUpRecording.layout(CHANNELS, 195);
    try (Recorder recorder =
        Recorder.create(
            recording,
            MadeUpRecording.info(layout),
            org.wetstack.hal.spi.SystemTimebase.shared(),
            30_000,
            failure -> {
              throw new IllegalStateException(failure);
            })) {
      for (int i = 0; i < 90; i++) {
        long first = MadeUpRecording.START + (long) i * MadeUpRecording.BLOCK;
        recorder.onBlock(MadeUpRecording.block(first, MadeUpRecording.BLOCK, CHANNELS, 0));
      }
    }
    assertFalse(Files.exists(recording.resolve("samples-000002.wet")));
  }

  private static void makePipe(Path path) throws Exception {
    try {
      Process made = new ProcessBuilder("mkfifo", path.toString()).inheritIO().start();
      assertTrue(made.waitFor(30, TimeUnit.SECONDS));
      assertEquals(0, made.exitValue());
    } catch (IOException e) {
      assertFalse(Boolean.parseBoolean(System.getenv("CI")), "mkfifo must be there in CI");
      Assumptions.abort("there is no mkfifo");
    }
  }

  @Test
  void damageIsAGapWithItsReasonAndItsPlace() throws Exception {
    Path recording = folder.resolve("recording");
    MadeUpRecording.write(recording, MadeUpRecording.layout(CHANNELS, 195), true);
    Path file = recording.resolve("samples.wet");
    byte[] bytes = Files.readAllBytes(file);
    byte[] damaged = Arrays.copyOf(bytes, bytes.length - 3);
    damaged[bytes.length / 10] ^= 1;
    Files.write(file, damaged);
    Survey survey = Survey.of(Recording.open(recording));
    assertFalse(survey.reading().whole());
    assertEquals(2, survey.gaps().size());
    Survey.Gap gap = survey.gaps().get(0);
    assertEquals("damaged", gap.reason());
    assertEquals(MadeUpRecording.BLOCK, gap.samples());
    assertEquals(0, (gap.firstSample() - MadeUpRecording.START) % MadeUpRecording.BLOCK);
    assertEquals(new Survey.Gap(MadeUpRecording.START + 900, 60, "missed"), survey.gaps().get(1));
    assertEquals(1_350 - MadeUpRecording.BLOCK, survey.samples());
    Export.Made made = Export.of(recording, ExportFormat.NWB, folder.resolve("out.nwb"), 0);
    assertEquals(survey.samples(), made.survey().samples());
  }
}
