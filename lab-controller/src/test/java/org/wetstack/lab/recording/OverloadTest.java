package org.wetstack.lab.recording;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.wetstack.lab.MadeUpStream;

/**
 * More than the disk takes, on one thread and in seeded order: the disk is busy with a run of
 * records for as long as so many further blocks take to come. What is in the file, what was missed
 * before it and what stands in its gaps is what was sent, exactly.
 */
@Timeout(60)
class OverloadTest {

  private static final int LEAST = RecordSheet.leastQueueBytes(Recorded.LAYOUT);
  private static final int BLOCKS = 1_000;
  private static final int BLOCK_BYTES = 25 + 22 + 2 * 3 * 20;

  @TempDir private Path folder;
  private final MadeUpStream stream = Recorded.stream(20, 9);

  @Test
  void aStreamAtTwiceTheRateOfTheDiskLosesAboutHalfAndSaysWhich() throws Exception {
    Entry.End end = record(1, bytes -> 2 * bytes / BLOCK_BYTES);
    assertTrue(end.lostSamples() > 20 * BLOCKS / 4, "only " + end.lostSamples() + " were lost");
    assertTrue(end.lostSamples() < 20 * BLOCKS * 3 / 4, end.lostSamples() + " were lost");
  }

  @Test
  void aDiskThatStandsStillForAWhileCostsOneGap() throws Exception {
    boolean[] stood = {false};
    Entry.End end =
        record(
            2,
            bytes -> {
              int busy = stood[0] ? 0 : BLOCKS / 2;
              stood[0] = true;
              return busy;
            });
    assertTrue(end.lostSamples() > 0, "the queue was to be full");
    assertEquals(1, gaps);
  }

  @Test
  void aDiskOfAnyWhimLosesNothingSilently() throws Exception {
    long lost = 0;
    for (int seed = 10; seed < 22; seed++) {
      var whim = new Random(seed);
      lost += record(seed, bytes -> whim.nextInt(2 * LEAST / BLOCK_BYTES)).lostSamples();
    }
    assertTrue(lost > 0, "nothing was ever lost: this shows nothing");
  }

  private long gaps;

  /** Blocks with gaps of the link, marks and spikes among them. */
  private Entry.End record(int seed, IntUnaryOperator blocksPerWrite) throws Exception {
    Path into = Files.createDirectory(folder.resolve("seed-" + seed));
    InfoFile.write(into.resolve("recording.json"), Recorded.INFO);
    Segments.Maker maker = n -> Disk.create(into.resolve(RecordFormat.segmentFile(n)));
    var queue = new RecordQueue(LEAST);
    var sheet = new RecordSheet(queue, Recorded.LAYOUT, LEAST);
    var random = new Random(seed);
    long sent = 0;
    long events = 0;
    try (var segments = new Segments(maker.make(0), maker, Recorded.LAYOUT, 50_000, null)) {
      segments.open();
      RecordQueue.Run run = null;
      int busy = 0;
      for (int b = 0; b < BLOCKS; b++) {
        int missed = random.nextInt(20) == 0 ? random.nextInt(100) : 0;
        sheet.block(b, stream.block(0, 20, missed, sent + missed));
        sent += missed + 20;
        if (random.nextInt(3) == 0) {
          sheet.spike(b, sent, 1);
          events++;
        }
        if (run != null && busy-- <= 0) {
          queue.taken(run);
          run = null;
        }
        if (run == null && queue.used() >= LEAST / 4) {
          run = queue.take();
          busy = blocksPerWrite.applyAsInt(run.bytes().remaining());
          segments.write(run.bytes());
        }
      }
      if (run != null) {
        queue.taken(run);
      }
      sheet.close(BLOCKS);
      drain(queue, segments);
      sheet.end();
      drain(queue, segments);
    }
    return check(into, sent, events, sheet);
  }

  private static void drain(RecordQueue queue, Segments segments) throws Exception {
    while (!queue.finished()) {
      RecordQueue.Run run = queue.take();
      segments.write(run.bytes());
      queue.taken(run);
    }
  }

  private Entry.End check(Path into, long sent, long events, RecordSheet sheet) throws IOException {
    List<Entry> entries = new ArrayList<>();
    Recording.Reading reading = Recording.open(into).read(entries::add);
    assertTrue(reading.whole(), reading.toString());
    gaps = 0;
    long expected = MadeUpStream.START;
    long found = 0;
    long lostEvents = 0;
    for (Entry entry : entries) {
      if (entry instanceof Entry.Block block) {
        assertEquals(expected, block.firstSample() - block.missedBefore());
        expected = block.end();
      } else if (entry instanceof Entry.Gap gap) {
        gaps++;
        lostEvents += gap.events();
        if (gap.blocks() > 0) {
          assertEquals(expected, gap.firstSample());
          expected += gap.samples();
        }
      } else if (entry instanceof Entry.Spike) {
        found++;
      }
    }
    Entry.End end = reading.end().orElseThrow();
    assertEquals(MadeUpStream.START + sent, expected);
    assertEquals(sent, end.samples() + end.missed() + end.lostSamples());
    assertEquals(events, found + lostEvents);
    assertEquals(sheet.lostSamples(), end.lostSamples());
    assertEquals(sheet.lostEvents(), end.lostEvents());
    return end;
  }
}
