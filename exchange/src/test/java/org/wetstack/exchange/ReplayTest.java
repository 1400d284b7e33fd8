package org.wetstack.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.wetstack.hal.DeviceException;
import org.wetstack.hal.ElectrodeArray;
import org.wetstack.hal.Instrument;
import org.wetstack.hal.Instruments;
import org.wetstack.hal.SampleBlock;
import org.wetstack.hal.SampleHandler;

/** A recording that is played gives what was recorded, its gaps and marks included. */
class ReplayTest {

  @TempDir private Path folder;
  private Path recording;

  @BeforeEach
  void record() throws Exception {
    recording = folder.resolve("recording of today");
    MadeUpRecording.write(recording, MadeUpRecording.layout(MadeUpRecording.CHANNELS, 195), true);
  }

  private static final class Listener implements SampleHandler {
    final List<String> blocks = new ArrayList<>();
    final List<String> marks = new ArrayList<>();
    final CompletableFuture<Optional<DeviceException>> ended = new CompletableFuture<>();
    final CompletableFuture<Void> begun = new CompletableFuture<>();

    @Override
    public void onBlock(SampleBlock block) {
      long at = block.firstSample() - MadeUpRecording.START;
      blocks.add(at + "+" + block.samples() + "-" + block.missedBefore());
      for (int mark = 0; mark < block.marks(); mark++) {
        marks.add(
            (at + block.markSample(mark)) + " " + Long.toHexString(block.markOperation(mark)));
      }
      for (int s = 0; s < block.samples(); s++) {
        for (int channel = 0; channel < block.channels(); channel++) {
          short expected = MadeUpRecording.raw(block.firstSample() + s, channel);
          if (expected != block.raw(s, channel)) {
            throw new AssertionError("sample " + (at + s) + " of channel " + channel);
          }
        }
      }
      begun.complete(null);
    }

    @Override
    public void onEnd(Optional<DeviceException> reason) {
      ended.complete(reason);
    }
  }

  private String endpoint(String options) {
    return "file:" + recording.toString().replace(" ", "%20") + options;
  }

  @ParameterizedTest
  @ValueSource(ints = {7, 30})
  void samplesGapsAndMarksAreThoseOfTheRecording(int samplesPerBlock) throws Exception {
    try (Instrument instrument = Instruments.open("recording", endpoint("?speed=0"))) {
      ElectrodeArray array = instrument.device(ElectrodeArray.class);
      assertEquals(MadeUpRecording.CHANNELS, array.layout().channels());
      for (int again = 0; again < 2; again++) {
        var listener = new Listener();
        array.record(samplesPerBlock, listener);
        DeviceException end = listener.ended.get(30, TimeUnit.SECONDS).orElseThrow();
        assertTrue(end.toString().contains("the recording has ended"), end::toString);
        assertEquals("0+" + samplesPerBlock + "-0", listener.blocks.get(0));
        int before = (900 + samplesPerBlock - 1) / samplesPerBlock;
        assertEquals("960+" + samplesPerBlock + "-60", listener.blocks.get(before));
        assertEquals(1_350, listener.blocks.stream().mapToInt(ReplayTest::samples).sum());
        assertEquals(List.of("95 fedcba9876543210", "395 fedcba9876543210"), listener.marks);
      }
    }
  }

  private static int samples(String block) {
    return Integer.parseInt(block.substring(block.indexOf('+') + 1, block.lastIndexOf('-')));
  }

  @Test
  void closingEndsTheStreamWithoutAReason() throws Exception {
    Path longer = folder.resolve("longer");
    try (var recorder = MadeUpRecording.begin(longer, MadeUpRecording.layout(2, 195))) {
      recorder.onBlock(MadeUpRecording.block(0, 30, 2, 0));
      // An hour is missing: it is played, and waited for.
      recorder.onBlock(MadeUpRecording.block(30_000L * 3_600, 30, 2, 30_000L * 3_600 - 30));
    }
    try (Instrument instrument = Instruments.open("recording", "file:" + longer)) {
      ElectrodeArray array = instrument.device(ElectrodeArray.class);
      var listener = new Counter();
      var stream = array.record(30, listener);
      listener.begun.get(30, TimeUnit.SECONDS);
      assertThrows(IllegalStateException.class, () -> array.record(30, listener));
      stream.close();
      assertTrue(listener.ended.get(30, TimeUnit.SECONDS).isEmpty());
      assertEquals(1, listener.blocks.get());
    }
  }

  private static final class Counter implements SampleHandler {
    final CompletableFuture<Void> begun = new CompletableFuture<>();
    final CompletableFuture<Optional<DeviceException>> ended = new CompletableFuture<>();
    final java.util.concurrent.atomic.AtomicInteger blocks =
        new java.util.concurrent.atomic.AtomicInteger();

    @Override
    public void onBlock(SampleBlock block) {
      blocks.incrementAndGet();
      begun.complete(null);
    }

    @Override
    public void onEnd(Optional<DeviceException> reason) {
      ended.complete(reason);
    }
  }

  @Test
  void whatIsNoRecordingIsRefusedWithWords() {
    var none =
        assertThrows(DeviceException.class, () -> Instruments.open("recording", "file:" + folder));
    assertTrue(none.toString().contains("no recording in"), none::toString);
    assertThrows(
        IllegalArgumentException.class, () -> Instruments.open("recording", endpoint("?speed=-1")));
    assertThrows(IllegalArgumentException.class, () -> Instruments.open("recording", "file:"));
  }
}
