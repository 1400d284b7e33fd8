package org.wetstack.drivers.intanrhx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.wetstack.hal.spi.Link;
import org.wetstack.hal.spi.VirtualTimebase;

/** The sample path at the size of a full stimulation controller. */
class IngestTest {

  private static final int CHANNELS = 128;
  private static final int WINDOWS = 4;
  private static final int BLOCKS = 2_000;

  private final VirtualTimebase time = new VirtualTimebase();
  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  @Test
  void nothingIsAllocatedPerBlock() {
    List<ChannelName> channels =
        IntStream.range(0, CHANNELS).mapToObj(i -> new ChannelName(i / 32, i % 32)).toList();
    var layout = new FrameLayout(30_000, channels, List.of(Band.WIDE), channels);
    var session = new Session(time, layout, 1, new Conversation(time, mode -> {}, loss -> {}));
    WaveformStream stream = session.waveforms();
    stream.watchedBy(new PulseWatch(session, layout, "wide", stream.store().marks()), () -> {});
    var samples = new AtomicLong();
    var sum = new AtomicLong();
    stream
        .store()
        .add(
            stream.recording(
                Band.WIDE,
                30,
                block -> {
                  samples.addAndGet(block.samples());
                  sum.addAndGet(block.raw(0, CHANNELS - 1));
                },
                (recording, failure) -> {}));
    Link none = new FakeRhx(time).new End(stream, false);
    ByteBuffer block = ByteBuffer.allocate(layout.blockBytes()).order(ByteOrder.LITTLE_ENDIAN);
    block.putInt(0, 0x2ef07a08);
    feed(stream, none, block, layout, 0);
    // The quietest of some: the runtime itself allocates a little now and then.
    long allocated = Long.MAX_VALUE;
    for (int i = 1; i <= WINDOWS; i++) {
      long before = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
      feed(stream, none, block, layout, i * BLOCKS * FrameLayout.FRAMES);
      long after = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
      allocated = Math.min(allocated, after - before);
    }
    assertTrue(session.open());
    assertEquals((1L + WINDOWS) * BLOCKS * FrameLayout.FRAMES / 30 * 30, samples.get());
    assertTrue(allocated < BLOCKS, allocated + " bytes for " + BLOCKS + " blocks");
  }

  private static void feed(
      WaveformStream stream, Link link, ByteBuffer block, FrameLayout layout, int first) {
    for (int i = 0; i < BLOCKS; i++) {
      for (int frame = 0; frame < FrameLayout.FRAMES; frame++) {
        block.putInt(4 + frame * layout.frameBytes(), first + i * FrameLayout.FRAMES + frame);
      }
      block.clear();
      stream.onBytes(link, block);
    }
  }
}
