package org.wetstack.lab.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.wetstack.hal.ArrayLayout;
import org.wetstack.hal.DeviceException;
import org.wetstack.hal.SampleBlock;
import org.wetstack.hal.SampleHandler;
import org.wetstack.lab.MadeUpStream;

@Timeout(60)
class LaneTest {

  private static final int CHANNELS = 3;
  private static final int MOST = 20;
  private static final int SAMPLES = 1_000;
  private static final ArrayLayout LAYOUT = MadeUpStream.layout(CHANNELS, 20_000, MOST);
  private static final Optional<DeviceException> LOST =
      Optional.of(
          new DeviceException(
              DeviceException.Reason.LINK_LOST,
              DeviceException.Outcome.UNKNOWN,
              "the cable is out"));

  private final MadeUpStream stream =
      new MadeUpStream(CHANNELS, SAMPLES).noise(9_000, new Random(8));

  /** Checks every block against the stream, and keeps the account. */
  private final class Account implements SampleHandler {
    final List<Optional<DeviceException>> ends = new ArrayList<>();
    long expected = MadeUpStream.START;
    long blocks;
    long samples;
    long missed;
    long marks;

    @Override
    public void onBlock(SampleBlock block) {
      assertTrue(ends.isEmpty(), "a block after the end");
      assertEquals(expected, block.firstSample() - block.missedBefore());
      expected = block.firstSample() + block.samples();
      int from = (int) (block.firstSample() - MadeUpStream.START);
      short[] row = new short[CHANNELS + 1];
      for (int s = 0; s < block.samples(); s++) {
        block.copy(s, row, 1);
        for (int c = 0; c < CHANNELS; c++) {
          assertEquals(stream.at(from + s, c), block.raw(s, c));
          assertEquals(stream.at(from + s, c), row[c + 1]);
        }
      }
      SampleBlock sent = stream.block(from, from + block.samples(), 0);
      assertEquals(sent.marks(), block.marks());
      for (int m = 0; m < sent.marks(); m++) {
        assertEquals(sent.markSample(m), block.markSample(m));
        assertEquals(sent.markOperation(m), block.markOperation(m));
      }
      blocks++;
      samples += block.samples();
      missed += block.missedBefore();
      marks += block.marks();
    }

    @Override
    public void onEnd(Optional<DeviceException> reason) {
      ends.add(reason);
    }
  }

  @Test
  void whatIsHandedOnAndLostIsWhatWasSentInAnyOrderOfThings() throws Exception {
    for (int m = 0; m < SAMPLES; m += 7) {
      stream.mark(m, m);
    }
    long dropped = 0;
    for (int seed = 0; seed < 100; seed++) {
      var random = new Random(seed);
      var account = new Account();
      var lane = new Lane(LAYOUT, 2 + random.nextInt(5), account);
      int slowness = 2 + random.nextInt(6);
      long missedBySender = 0;
      long sentBlocks = 0;
      long sentMarks = 0;
      int next = 0;
      while (next < SAMPLES) {
        if (random.nextInt(slowness) == 0) {
          boolean unused = lane.deliver();
          continue;
        }
        int missed = random.nextInt(9) == 0 ? random.nextInt(50) : 0;
        int from = Math.min(SAMPLES - 1, next + missed);
        int to = Math.min(SAMPLES, from + 1 + random.nextInt(MOST));
        SampleBlock block = stream.block(from, to, from - next);
        lane.onBlock(block);
        missedBySender += from - next;
        sentMarks += block.marks();
        sentBlocks++;
        next = to;
      }
      lane.onEnd(LOST);
      lane.onEnd(Optional.empty());
      assertTrue(lane.step(), "seed " + seed);
      Lane.Losses losses = lane.losses();
      long lostAtTheEnd = MadeUpStream.START + SAMPLES - account.expected;
      assertEquals(SAMPLES, account.samples + account.missed + lostAtTheEnd, "seed " + seed);
      long handedOnMissed = account.missed + lostAtTheEnd - losses.samples();
      assertTrue(handedOnMissed >= 0 && handedOnMissed <= missedBySender, "seed " + seed);
      assertEquals(sentBlocks, account.blocks + losses.blocks(), "seed " + seed);
      assertEquals(sentMarks, account.marks + losses.marks(), "seed " + seed);
      assertEquals(List.of(LOST), account.ends, "seed " + seed);
      dropped += losses.blocks();
    }
    assertTrue(dropped > 500, "too few were dropped to show anything: " + dropped);
  }

  @Test
  void aHandlerThatStandsStillCostsExactlyWhatDoesNotFit() throws Exception {
    stream.mark(45, 9);
    var account = new Account();
    var lane = new Lane(LAYOUT, 2, account);
    for (int b = 0; b < 5; b++) {
      lane.onBlock(stream.block(20 * b, 20 * b + 20, 0));
    }
    assertEquals(new Lane.Losses(3, 60, 1), lane.losses());
    assertFalse(lane.step());
    assertEquals(40, account.samples);
    lane.onBlock(stream.block(105, 110, 5));
    assertFalse(lane.step());
    assertEquals(65, account.missed);
    assertEquals(45, account.samples);
    assertEquals(new Lane.Losses(3, 60, 1), lane.losses());
  }

  @Test
  void aHandlerThatThrowsEndsItsLaneOnly() {
    var failing =
        new SampleHandler() {
          private int heard;

          @Override
          public void onBlock(SampleBlock block) {
            heard++;
            if (heard == 2) {
              throw new IllegalStateException("no more");
            }
          }

          @Override
          public void onEnd(Optional<DeviceException> reason) {
            heard = 100;
          }
        };
    // The lane's whole life is run at once, after three blocks.
    List<Runnable> life = new ArrayList<>();
    Lane lane = Lane.open(LAYOUT, 4, failing, life::add);
    for (int b = 0; b < 3; b++) {
      lane.onBlock(stream.block(20 * b, 20 * b + 20, 0));
    }
    life.get(0).run();
    var thrown =
        assertThrows(CompletionException.class, () -> lane.ended().toCompletableFuture().join());
    assertEquals("no more", thrown.getCause() == null ? "" : thrown.getCause().getMessage());
    assertEquals(new Lane.Losses(1, 20, 0), lane.losses());
    lane.onBlock(stream.block(63, 83, 3));
    lane.onEnd(Optional.empty());
    assertEquals(new Lane.Losses(2, 43, 0), lane.losses());
    assertEquals(2, failing.heard);
  }

  @Test
  void aSlowHandlerHearsTheEndLastAndEverythingAddsUp() throws Exception {
    var account = new Account();
    var may = new CountDownLatch(1);
    SampleHandler slow =
        new SampleHandler() {
          @Override
          public void onBlock(SampleBlock block) {
            try {
              may.await();
            } catch (InterruptedException e) {
              throw new IllegalStateException(e);
            }
            account.onBlock(block);
          }

          @Override
          public void onEnd(Optional<DeviceException> reason) {
            account.onEnd(reason);
          }
        };
    Lane lane = Lane.open(LAYOUT, 8, slow, task -> new Thread(task, "slow").start());
    for (int b = 0; b < 20; b++) {
      lane.onBlock(stream.block(20 * b, 20 * b + 20, 0));
    }
    assertTrue(lane.losses().blocks() >= 11, "more was kept than fits: " + lane.losses());
    may.countDown();
    for (int b = 20; b < SAMPLES / 20; b++) {
      lane.onBlock(stream.block(20 * b, 20 * b + 20, 0));
    }
    lane.onEnd(Optional.empty());
    lane.ended().toCompletableFuture().join();
    assertEquals(List.of(Optional.empty()), account.ends);
    assertEquals(SAMPLES, account.samples + lane.losses().samples());
    assertEquals(SAMPLES / 20, account.blocks + lane.losses().blocks());
  }

  @Test
  void anInterruptedThreadEndsTheLane() {
    var account = new Account();
    var thread = new CompletableFuture<Thread>();
    Lane lane =
        Lane.open(
            LAYOUT,
            8,
            account,
            task -> {
              var made = new Thread(task, "interrupted");
              made.start();
              thread.complete(made);
            });
    thread.join().interrupt();
    var thrown =
        assertThrows(CompletionException.class, () -> lane.ended().toCompletableFuture().join());
    assertTrue(thrown.getCause() instanceof InterruptedException, thrown.toString());
    lane.onBlock(stream.block(0, 20, 0));
    assertEquals(new Lane.Losses(1, 20, 0), lane.losses());
    assertTrue(account.ends.isEmpty());
  }

  @Test
  void blocksAreCopiedAndHandedOnWithoutAllocating() {
    var thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    stream.mark(4, 77);
    SampleBlock block = stream.block(0, 20, 0);
    var lane = new Lane(LAYOUT, 4, handedOn -> assertEquals(1, handedOn.marks()));
    long least = Long.MAX_VALUE;
    for (int round = 0; round < 10; round++) {
      long before = thread.getCurrentThreadAllocatedBytes();
      for (int i = 0; i < 500; i++) {
        lane.onBlock(block);
        assertTrue(lane.deliver());
      }
      least = Math.min(least, thread.getCurrentThreadAllocatedBytes() - before);
    }
    assertTrue(least < 500, least + " bytes for 500 blocks");
  }

  @Test
  void refusesBlocksThatDoNotFitAndRingsThatAreNone() {
    var lane = new Lane(LAYOUT, 2, new Account());
    var wide = new MadeUpStream(CHANNELS + 1, 10);
    var longer = new MadeUpStream(CHANNELS, MOST + 1);
    assertThrows(IllegalArgumentException.class, () -> lane.onBlock(wide.block(0, 10, 0)));
    assertThrows(IllegalArgumentException.class, () -> lane.onBlock(longer.block(0, MOST + 1, 0)));
    assertThrows(IllegalArgumentException.class, () -> new Lane(LAYOUT, 1, new Account()));
  }
}
