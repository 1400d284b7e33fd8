package org.wetstack.lab.recording;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.wetstack.hal.spi.VirtualTimebase;
import org.wetstack.lab.MadeUpStream;

@Timeout(60)
class RetrospectTest {

  private static final int SAMPLES = 2_000;

  @TempDir private Path folder;
  private final MadeUpStream stream = Recorded.stream(SAMPLES, 6);
  private final VirtualTimebase time = new VirtualTimebase();
  private int next;

  @Test
  void theLatestSecondsGoOnAsARecordingWithoutAGap() throws IOException {
    Retrospect retrospect = of(Duration.ofMillis(50));
    feedUntil(retrospect, 1_500);
    Recorder recorder = retrospect.save(folder.resolve("saved"), e -> {});
    feedUntil(retrospect, 1_700);
    feedUntil(recorder, SAMPLES);
    recorder.close();
    List<Entry> entries = read();
    Entry.Earlier earlier = (Entry.Earlier) entries.get(0);
    // 50 ms are 1,000 samples; the oldest block has just come to be 50 ms old.
    assertEquals(MadeUpStream.START + 480, earlier.firstSample());
    assertEquals(480, earlier.samples());
    assertEquals(0, earlier.events());
    assertEquals(MadeUpStream.START + SAMPLES, followed(entries));
    Entry.End end = (Entry.End) entries.get(entries.size() - 1);
    assertEquals(SAMPLES - 480, end.samples());
    assertEquals(0, end.lostSamples() + end.lostEvents());
  }

  @Test
  void whatIsSavedBeforeAnythingIsOldIsAllOfIt() throws IOException {
    Retrospect retrospect = of(Duration.ofSeconds(1));
    retrospect.note("before all samples");
    feedUntil(retrospect, 100);
    retrospect.save(folder.resolve("saved"), e -> {}).close();
    List<Entry> entries = read();
    assertEquals(new Entry.Earlier(0, MadeUpStream.START, 0, 0), entries.get(0));
    assertEquals(MadeUpStream.START + 100, followed(entries));
    assertTrue(entries.get(1) instanceof Entry.Note);
  }

  @Test
  void marksAndSpikesGoWithTheirBlockAndAreCounted() throws IOException {
    stream.mark(3, 71);
    stream.mark(5, 72);
    stream.mark(1_990, 73);
    Retrospect retrospect = of(Duration.ofMillis(10));
    retrospect.note("old");
    feedUntil(retrospect, 20);
    retrospect.spike(MadeUpStream.START + 7, 1);
    retrospect.spike(MadeUpStream.START + 9, 2);
    feedUntil(retrospect, SAMPLES);
    retrospect.spike(MadeUpStream.START + 1_995, 2);
    retrospect.save(folder.resolve("saved"), e -> {}).close();
    List<Entry> entries = read();
    Entry.Earlier earlier = (Entry.Earlier) entries.get(0);
    assertEquals(5, earlier.events());
    assertEquals(1, entries.stream().filter(Entry.Mark.class::isInstance).count());
    assertEquals(1, entries.stream().filter(Entry.Spike.class::isInstance).count());
    assertEquals(MadeUpStream.START + SAMPLES, followed(entries));
  }

  @Test
  void whatEventsPushOutIsToldToo() throws IOException {
    Retrospect retrospect = of(Duration.ofMillis(5));
    String much = "x".repeat(2_000);
    for (int i = 0; i < 10; i++) {
      feedUntil(retrospect, next + 20);
      for (int n = 0; n < 20; n++) {
        retrospect.note(much);
      }
    }
    retrospect.save(folder.resolve("saved"), e -> {}).close();
    List<Entry> entries = read();
    Entry.Earlier earlier = (Entry.Earlier) entries.get(0);
    long notes = entries.stream().filter(Entry.Note.class::isInstance).count();
    assertEquals(200, notes + earlier.events());
    assertTrue(earlier.events() > 0, "more than fits was put");
    assertEquals(MadeUpStream.START + earlier.samples(), earlier.firstSample());
    assertEquals(MadeUpStream.START + 200, followed(entries));
  }

  @Test
  void anyBlocksAndGapsAtAnyMomentOfSavingAddUp() throws IOException {
    for (int seed = 0; seed < 20; seed++) {
      var random = new Random(seed);
      next = 0;
      Retrospect retrospect = of(Duration.ofNanos(1 + random.nextInt(60_000_000)));
      int saved = random.nextInt(SAMPLES);
      Path into = folder.resolve("saved-" + seed);
      Recorder recorder = null;
      long missed = 0;
      while (next < SAMPLES) {
        if (recorder == null && next >= saved) {
          recorder = retrospect.save(into, 20_000, e -> {});
        }
        int gap = random.nextInt(10) == 0 ? random.nextInt(40) : 0;
        int from = Math.min(SAMPLES - 1, next + gap);
        missed += from - next;
        int to = Math.min(SAMPLES, from + 1 + random.nextInt(Recorded.MAX_BLOCK));
        retrospect.onBlock(stream.block(from, to, from - next));
        time.advance(Duration.ofNanos((to - next) * 50_000L));
        next = to;
      }
      if (recorder == null) {
        recorder = retrospect.save(into, 20_000, e -> {});
      }
      recorder.close();
      List<Entry> entries = new ArrayList<>();
      assertTrue(Recording.open(into).read(entries::add).whole(), "seed " + seed);
      Entry.Earlier earlier = (Entry.Earlier) entries.get(0);
      Entry.End end = (Entry.End) entries.get(entries.size() - 1);
      assertEquals(SAMPLES, earlier.samples() + end.samples() + end.missed(), "seed " + seed);
      assertEquals(MadeUpStream.START + SAMPLES, followed(entries), "seed " + seed);
      assertTrue(end.missed() <= missed);
    }
  }

  @Test
  void savingBesideARunningStreamLosesNothing() throws Exception {
    Retrospect retrospect = of(Duration.ofSeconds(30));
    var halfway = new CountDownLatch(1);
    var feeder =
        new Thread(
            () -> {
              for (int i = 0; i < 20_000; i++) {
                retrospect.onBlock(stream.block(0, 20, 0, 20L * i));
                if (i == 10_000) {
                  halfway.countDown();
                }
              }
            });
    feeder.start();
    halfway.await();
    Recorder recorder = retrospect.save(folder.resolve("saved"), e -> {});
    feeder.join();
    recorder.close();
    assertEquals(0, recorder.lostSamples());
    long expected = MadeUpStream.START;
    for (Entry entry : read()) {
      if (entry instanceof Entry.Block block) {
        assertEquals(expected, block.firstSample());
        expected = block.end();
      }
    }
    assertEquals(MadeUpStream.START + 400_000, expected);
  }

  @Test
  void savesOnceAndGoesOnRememberingWhenThatFails() throws IOException {
    Retrospect retrospect = of(Duration.ofSeconds(1));
    feedUntil(retrospect, 20);
    Path taken = Files.createDirectory(folder.resolve("taken"));
    Files.writeString(taken.resolve("samples.wet"), "");
    assertThrows(IOException.class, () -> retrospect.save(taken, e -> {}));
    feedUntil(retrospect, 40);
    retrospect.save(folder.resolve("saved"), e -> {}).close();
    assertEquals(MadeUpStream.START + 40, followed(read()));
    var again =
        assertThrows(
            IllegalStateException.class, () -> retrospect.save(folder.resolve("new"), e -> {}));
    assertTrue(again.toString().contains("saved already"), again.toString());
  }

  @Test
  void saysHowMuchMemoryItTakesAndRefusesMoreThanIsAllowed() {
    Retrospect small = of(Duration.ofSeconds(1));
    // 20,000 samples of 53 bytes with every block of one, a sixteenth for events, and the queue.
    assertTrue(small.bytes() > 20_000 * 53 * 17 / 16 + (1 << 20), "" + small.bytes());
    assertTrue(small.bytes() < 20_000 * 53 * 17 / 16 + (1 << 20) + 100_000, "" + small.bytes());
    var refused =
        assertThrows(
            IllegalArgumentException.class,
            () -> Retrospect.of(Duration.ofSeconds(1), small.bytes() - 1, Recorded.INFO, time));
    assertTrue(
        refused.toString().contains("1.0 s of 3 channels takes " + small.bytes() + " bytes"),
        refused.toString());
    assertThrows(IllegalArgumentException.class, () -> of(Duration.ofDays(1)));
    assertThrows(IllegalArgumentException.class, () -> of(Duration.ZERO));
  }

  private Retrospect of(Duration latest) {
    return Retrospect.of(latest, Recorded.INFO, time);
  }

  /** Blocks of 20 samples, each a millisecond after the one before. */
  private void feedUntil(RecordSink sink, int end) {
    while (next < end) {
      sink.onBlock(stream.block(next, next + 20, 0));
      next += 20;
      time.advance(Duration.ofMillis(1));
    }
  }

  private List<Entry> read() throws IOException {
    List<Entry> entries = new ArrayList<>();
    assertTrue(Recording.open(folder.resolve("saved")).read(entries::add).whole());
    return entries;
  }

  /** The sample after the last one, when all are the right ones from where the recording begins. */
  private long followed(List<Entry> entries) {
    long expected = ((Entry.Earlier) entries.get(0)).firstSample();
    for (Entry entry : entries) {
      if (entry instanceof Entry.Block block) {
        assertEquals(expected, block.firstSample() - block.missedBefore());
        int from = (int) (block.firstSample() - MadeUpStream.START);
        for (int s = 0; s < block.counts().samples(); s++) {
          for (int c = 0; c < Recorded.CHANNELS; c++) {
            assertEquals(stream.at(from + s, c), block.counts().raw(s, c));
          }
        }
        expected = block.end();
      }
    }
    return expected;
  }
}
