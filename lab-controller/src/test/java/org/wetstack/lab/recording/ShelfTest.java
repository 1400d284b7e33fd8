package org.wetstack.lab.recording;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.wetstack.hal.SampleBlock;
import org.wetstack.lab.MadeUpStream;

class ShelfTest {

  private static final int KEEP_BYTES = 30_000;
  private static final int QUEUE_BYTES = 100_000;

  /** A mark without its block would be dropped without a word, as would be a block's spikes. */
  @Test
  void noBlockStaysWithoutItsMarkAndNoSpikeWithoutItsBlock() {
    var random = new Random(4);
    MadeUpStream stream = Recorded.stream(20, 4);
    stream.mark(3, 7);
    SampleBlock block = stream.block(0, 20, 0);
    var queue = new RecordQueue(KEEP_BYTES + QUEUE_BYTES);
    var sheet = new RecordSheet(queue, Recorded.LAYOUT, QUEUE_BYTES);
    sheet.keep(Long.MAX_VALUE / 2, KEEP_BYTES);
    int full = 0;
    for (int i = 0; i < 5_000; i++) {
      sheet.block(i, block);
      check(queue);
      if (random.nextInt(4) == 0) {
        sheet.spike(i, MadeUpStream.START, 1);
        check(queue);
      }
      int length = random.nextInt(60);
      sheet.event(RecordFormat.NOTE, i, length, false, into -> into.put(new byte[length]));
      check(queue);
      full += queue.used() > KEEP_BYTES - 300 ? 1 : 0;
    }
    assertTrue(full > 3_000, "the shelf was hardly ever full: " + full);
    Entry.Earlier earlier = sheet.live();
    assertEquals(MadeUpStream.START + 20, earlier.firstSample());
    assertTrue(earlier.samples() > 20 * 4_000, earlier.toString());
    assertEquals(0, sheet.lostSamples() + sheet.lostEvents());
  }

  private static void check(RecordQueue queue) {
    assertTrue(queue.used() <= KEEP_BYTES, queue.used() + " bytes are kept");
    ByteBuffer oldest = Objects.requireNonNull(queue.oldest());
    byte type = oldest.get(oldest.position() + RecordFormat.TYPE_AT);
    assertTrue(
        type == RecordFormat.MARK || type == RecordFormat.NOTE, "the oldest is of type " + type);
  }
}
