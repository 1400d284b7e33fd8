package org.wetstack.lab.recording;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.ToLongFunction;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.wetstack.hal.DoseReport;
import org.wetstack.hal.Receipt;
import org.wetstack.hal.SampleBlock;
import org.wetstack.lab.MadeUpStream;
import org.wetstack.lab.recording.Recorded.SlowDisk;

@Timeout(60)
class RecorderTest {

  private static final int LEAST = RecordSheet.leastQueueBytes(Recorded.LAYOUT);

  @TempDir private Path folder;
  private SlowDisk disk;
  private final MadeUpStream stream = Recorded.stream(20, 2);
  private long next;

  @BeforeEach
  void describe() throws IOException {
    InfoFile.write(folder.resolve("recording.json"), Recorded.INFO);
    disk = new SlowDisk(Disk.create(folder.resolve("samples.wet")));
  }

  @Test
  void whatTheQueueCannotTakeStandsInTheFileAsAGap() throws IOException {
    Recorder recorder = Recorded.recorder(disk, LEAST, e -> {});
    disk.firstWrite.join();
    while (recorder.lostSamples() < 1_000) {
      feed(recorder, 0);
    }
    feed(recorder, 7);
    disk.gate.complete(null);
    feedUntilKept(recorder);
    feed(recorder, 3);
    recorder.close();
    List<Entry> entries = read(true);
    long lost = recorder.lostSamples();
    assertEquals(lost, sum(entries, Entry.Gap.class, Entry.Gap::samples));
    assertEquals(lost / 20, sum(entries, Entry.Gap.class, Entry.Gap::blocks));
    long kept = sum(entries, Entry.Block.class, b -> b.counts().samples());
    long missed = sum(entries, Entry.Block.class, Entry.Block::missedBefore);
    assertEquals(next, lost + kept + missed);
    Entry.End end = (Entry.End) entries.get(entries.size() - 1);
    assertEquals(kept, end.samples());
    assertEquals(missed, end.missed());
    assertEquals(lost, end.lostSamples());
    assertEquals(MadeUpStream.START + next, continuousUntil(entries));
  }

  @Test
  void pulsesAndDosesAreKeptWhereSamplesNoLongerFit() throws IOException {
    Recorder recorder = Recorded.recorder(disk, LEAST, e -> {});
    disk.firstWrite.join();
    while (recorder.lostSamples() == 0) {
      feed(recorder, 0);
    }
    stream.mark(4, 77);
    long lost = recorder.lostSamples();
    feed(recorder, 0);
    assertTrue(recorder.lostSamples() > lost, "this block was to be lost");
    recorder.dose("dopamine", Recorded.report(DoseReport.End.COMPLETE, 250, 250));
    recorder.pulse(new Receipt(Recorded.OPERATION, 9), "pulse");
    assertEquals(0, recorder.lostEvents());
    disk.gate.complete(null);
    recorder.close();
    List<Entry> entries = read(true);
    assertEquals(1, entries.stream().filter(Entry.Dose.class::isInstance).count());
    assertEquals(1, entries.stream().filter(Entry.Pulse.class::isInstance).count());
    Entry.Mark mark =
        entries.stream()
            .filter(Entry.Mark.class::isInstance)
            .map(Entry.Mark.class::cast)
            .findFirst()
            .orElseThrow();
    assertEquals(MadeUpStream.START + next - 20 + 4, mark.sample());
    assertEquals(MadeUpStream.START + next, continuousUntil(entries));
  }

  @Test
  void eventsThatDoNotFitAreCountedInTheGap() throws IOException {
    Recorder recorder = Recorded.recorder(disk, LEAST, e -> {});
    disk.firstWrite.join();
    int notes = 0;
    while (recorder.lostEvents() < 10) {
      recorder.note("x".repeat(2_000));
      notes++;
    }
    disk.gate.complete(null);
    recorder.close();
    List<Entry> entries = read(true);
    assertEquals(10, sum(entries, Entry.Gap.class, Entry.Gap::events));
    assertEquals(0, sum(entries, Entry.Gap.class, Entry.Gap::blocks));
    assertEquals(notes - 10, entries.stream().filter(Entry.Note.class::isInstance).count());
  }

  @Test
  void recordsOfManyThreadsAndMuchMoreThanTheQueueHoldsAllArriveWhole() throws Exception {
    disk.gate.complete(null);
    Recorder recorder = Recorded.recorder(disk, 4 * LEAST, e -> {});
    List<Thread> threads = new ArrayList<>();
    for (int t = 0; t < 3; t++) {
      String text = "note of " + t + " ".repeat(300 * t);
      Thread thread =
          new Thread(
              () -> {
                for (int i = 0; i < 2_000; i++) {
                  recorder.note(text);
                  recorder.spike(i, 1);
                }
              });
      threads.add(thread);
      thread.start();
    }
    for (int i = 0; i < 5_000; i++) {
      feed(recorder, 0);
    }
    for (Thread thread : threads) {
      thread.join();
    }
    recorder.close();
    List<Entry> entries = read(true);
    long events =
        entries.stream().filter(e -> e instanceof Entry.Note || e instanceof Entry.Spike).count();
    assertEquals(12_000, events + recorder.lostEvents());
    assertEquals(recorder.lostEvents(), sum(entries, Entry.Gap.class, Entry.Gap::events));
    assertEquals(MadeUpStream.START + next, continuousUntil(entries));
    for (Entry entry : entries) {
      if (entry instanceof Entry.Block block) {
        assertEquals(stream.at(19, 2), block.counts().raw(19, 2));
      }
    }
  }

  @Test
  void aDiskThatFailsIsReportedOnceAndAgainByClose() throws IOException {
    CompletableFuture<IOException> heard = new CompletableFuture<>();
    List<IOException> all = new ArrayList<>();
    Recorder recorder =
        Recorded.recorder(
            disk,
            LEAST,
            e -> {
              all.add(e);
              heard.complete(e);
            });
    feed(recorder, 0);
    disk.gate.completeExceptionally(new IOException("full"));
    IOException reason = heard.join();
    assertTrue(reason.toString().contains("No space left"), reason.toString());
    long lost = recorder.lostSamples();
    feed(recorder, 0);
    recorder.note("after the failure");
    assertEquals(lost + 20, recorder.lostSamples());
    assertEquals(1, recorder.lostEvents());
    IOException thrown = assertThrows(IOException.class, recorder::close);
    assertSame(reason, thrown.getCause());
    assertTrue(thrown.toString().endsWith("No space left on device"), thrown::toString);
    assertEquals(1, all.size());
    assertFalse(Recording.open(folder).read(e -> {}).whole());
  }

  @Test
  void closeGivesUpOnADiskThatHangs() {
    Recorder recorder = Recorded.recorder(disk, LEAST, Duration.ofMillis(50), e -> {});
    IOException thrown = assertThrows(IOException.class, recorder::close);
    assertTrue(thrown.toString().contains("did not take the rest"), thrown.toString());
    disk.gate.complete(null);
  }

  @Test
  void closingTwiceIsHarmlessAndNothingIsTakenAfterwards() throws IOException {
    disk.gate.complete(null);
    Recorder recorder = Recorded.recorder(disk, LEAST, e -> {});
    feed(recorder, 0);
    recorder.close();
    recorder.close();
    feed(recorder, 0);
    assertThrows(IllegalStateException.class, () -> recorder.note("too late"));
    // A loop whose recorder was closed goes on.
    recorder.spike(MadeUpStream.START, 0);
    recorder.pulse(new Receipt(Recorded.OPERATION, MadeUpStream.START), "±2 µA");
    assertEquals(1, read(true).stream().filter(Entry.Block.class::isInstance).count());
  }

  @Test
  void refusesWhatDoesNotBelongIntoTheRecording() throws IOException {
    disk.gate.complete(null);
    try (Recorder recorder = Recorded.recorder(disk, LEAST, e -> {})) {
      MadeUpStream wide = new MadeUpStream(4, 10);
      MadeUpStream longer = new MadeUpStream(3, 21);
      assertThrows(IllegalArgumentException.class, () -> recorder.onBlock(wide.block(0, 10, 0)));
      assertThrows(IllegalArgumentException.class, () -> recorder.onBlock(longer.block(0, 21, 0)));
      assertThrows(IllegalArgumentException.class, () -> recorder.spike(1, 3));
      assertThrows(IllegalArgumentException.class, () -> recorder.spike(1, -1));
      assertThrows(IllegalArgumentException.class, () -> recorder.note("ü".repeat(1_025)));
      recorder.note("ü".repeat(1_024));
    }
    assertEquals(1, read(true).stream().filter(Entry.Note.class::isInstance).count());
  }

  @Test
  void blocksMarksAndSpikesAreRecordedWithoutAllocating() throws IOException {
    var thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    disk.gate.complete(null);
    stream.mark(4, 77);
    SampleBlock block = stream.block(0, 20, 0);
    long least = Long.MAX_VALUE;
    try (Recorder recorder = Recorded.recorder(disk, 1 << 20, e -> {})) {
      for (int round = 0; round < 10; round++) {
        long before = thread.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < 500; i++) {
          recorder.onBlock(block);
          recorder.spike(MadeUpStream.START, 1);
        }
        least = Math.min(least, thread.getCurrentThreadAllocatedBytes() - before);
      }
    }
    assertTrue(least < 500, least + " bytes for 500 blocks");
  }

  private void feed(Recorder recorder, long missed) {
    recorder.onBlock(stream.block(0, 20, missed, next + missed));
    next += missed + 20;
  }

  /** Ends when the writer has made room, which it does whatever happens here. */
  private void feedUntilKept(Recorder recorder) {
    long lost;
    do {
      lost = recorder.lostSamples();
      Thread.onSpinWait();
      feed(recorder, 0);
    } while (recorder.lostSamples() != lost);
  }

  private List<Entry> read(boolean whole) throws IOException {
    List<Entry> entries = new ArrayList<>();
    assertEquals(whole, Recording.open(folder).read(entries::add).whole());
    return entries;
  }

  /** The sample after the last one accounted for; fails where one is missing without a word. */
  private static long continuousUntil(List<Entry> entries) {
    long expected = MadeUpStream.START;
    for (Entry entry : entries) {
      if (entry instanceof Entry.Block block) {
        assertEquals(expected, block.firstSample() - block.missedBefore());
        expected = block.end();
      } else if (entry instanceof Entry.Gap gap && gap.blocks() > 0) {
        assertEquals(expected, gap.firstSample());
        expected += gap.samples();
      }
    }
    return expected;
  }

  private static <E extends Entry> long sum(
      List<Entry> entries, Class<E> kind, ToLongFunction<E> value) {
    return entries.stream().filter(kind::isInstance).map(kind::cast).mapToLong(value).sum();
  }
}
