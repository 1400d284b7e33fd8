package org.wetstack.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.wetstack.hal.DeviceException;
import org.wetstack.hal.Instrument;
import org.wetstack.hal.SampleBlock;
import org.wetstack.hal.SampleHandler;
import org.wetstack.hal.spi.SystemTimebase;
import org.wetstack.lab.recording.Entry;
import org.wetstack.lab.recording.Recorder;
import org.wetstack.lab.recording.Recording;
import org.wetstack.lab.recording.SlowDisk;
import org.wetstack.lab.stream.Lane;

/**
 * An array over a real socket that makes more than somebody takes: what came, and what is told as
 * missing, is what it made. Its samples say their numbers, and it counts the blocks that it made.
 */
@Timeout(120)
class OverloadTest {

  private static final int SIZE = 30;

  /** Nearly as many bytes as a block may have, of 128 channels. */
  private static final int LARGE = 200;

  private static final int STOPS = 3;
  private static final int ENOUGH = 50;

  @TempDir private Path folder;

  /** Somebody who may be made to stand still. */
  private static final class Gate {
    private final NumberedArray array;
    private volatile boolean shut;

    Gate(NumberedArray array) {
      this.array = array;
    }

    void shut() {
      shut = true;
    }

    void open() {
      shut = false;
      array.tell();
    }

    void pass() {
      array.await("a gate to open", () -> !shut);
    }
  }

  /** What the link's thread hears, and hands to {@code next}. */
  private static class Tap implements SampleHandler {
    final StreamAccount account = new StreamAccount();
    final NumberedArray array;
    final int size;
    private final SampleHandler next;

    /** Of blocks of {@code size} samples. */
    Tap(NumberedArray array, int size, SampleHandler next) {
      this.array = array;
      this.size = size;
      this.next = next;
    }

    @Override
    public void onBlock(SampleBlock block) {
      account.onBlock(block);
      next.onBlock(block);
      array.tell();
    }

    @Override
    public void onEnd(Optional<DeviceException> reason) {
      reason.ifPresent(array::fail);
      account.onEnd(reason);
      next.onEnd(reason);
    }

    Instrument.Subscription record() {
      return array.array().record(size, this);
    }

    /** The array makes no more, all that it made comes, and nobody listens any more. */
    void finish(Instrument.Subscription stream) {
      array.await("the latest block", () -> account.end() > array.next() - 4L * size);
      array.end();
      long made = size * array.madeBlocks();
      array.await("the last block", () -> account.end() - account.first() >= made);
      stream.close();
      assertTrue(account.over());
      assertEquals(made, account.samples() + account.missed());
    }
  }

  @Test
  void whatALaneDropsWhileItsHandlerStandsStillIsInItsGaps() throws Exception {
    try (var array = new NumberedArray(4, 1)) {
      var gate = new Gate(array);
      var heard = new StreamAccount();
      var slow =
          new SampleHandler() {
            @Override
            public void onBlock(SampleBlock block) {
              gate.pass();
              heard.onBlock(block);
              array.tell();
            }

            @Override
            public void onEnd(Optional<DeviceException> reason) {
              heard.onEnd(reason);
            }
          };
      Lane lane =
          Lane.open(array.array().layout(), 32, slow, task -> new Thread(task, "slow").start());
      var unused =
          lane.ended()
              .exceptionally(
                  failure -> {
                    array.fail(failure);
                    return null;
                  });
      long[] missedBeforeKept = {0};
      var tap =
          new Tap(
              array,
              SIZE,
              new SampleHandler() {
                @Override
                public void onBlock(SampleBlock block) {
                  long lost = lane.losses().blocks();
                  lane.onBlock(block);
                  if (lane.losses().blocks() == lost) {
                    missedBeforeKept[0] += block.missedBefore();
                  }
                }

                @Override
                public void onEnd(Optional<DeviceException> reason) {
                  lane.onEnd(reason);
                }
              });
      Instrument.Subscription stream = tap.record();
      for (int stop = 0; stop < STOPS; stop++) {
        long had = heard.blocks();
        array.await("blocks on the lane", () -> heard.blocks() > had + ENOUGH);
        gate.shut();
        long lost = lane.losses().blocks();
        array.await("a full lane", () -> lane.losses().blocks() > lost + ENOUGH);
        gate.open();
      }
      tap.finish(stream);
      lane.ended().toCompletableFuture().get(20, TimeUnit.SECONDS);
      assertTrue(heard.over());
      long lostAtTheEnd = tap.account.end() - heard.end();
      long dropped = lane.losses().samples();
      assertEquals(dropped, heard.missed() - missedBeforeKept[0] + lostAtTheEnd);
      assertEquals(tap.account.blocks(), heard.blocks() + lane.losses().blocks());
      assertTrue(dropped > SIZE * STOPS * ENOUGH, () -> "only " + dropped + " were dropped");
    }
  }

  @Test
  void whatARecorderLosesWhileItsDiskStandsStillIsInItsGaps() throws Exception {
    try (var array = new NumberedArray(4, 1)) {
      var gate = new Gate(array);
      Recorder recorder = SlowDisk.recorder(folder, array.info(), 1 << 20, gate::pass);
      var tap = new Tap(array, SIZE, recorder);
      Instrument.Subscription stream = tap.record();
      for (int stop = 0; stop < STOPS; stop++) {
        long had = tap.account.samples();
        long lostBefore = recorder.lostSamples();
        array.await(
            "blocks that are recorded",
            () ->
                tap.account.samples() - had > recorder.lostSamples() - lostBefore + SIZE * ENOUGH);
        gate.shut();
        long lost = recorder.lostSamples();
        array.await("a full queue", () -> recorder.lostSamples() > lost + SIZE * ENOUGH);
        gate.open();
      }
      tap.finish(stream);
      recorder.close();
      int gaps = checkRecording(tap.account, recorder.lostSamples());
      assertTrue(gaps >= STOPS, () -> "only " + gaps + " gaps");
    }
  }

  @Test
  void anArrayTwiceAsFastAsItsHandlerSaysWhatItDiscards() throws Exception {
    try (var array = new NumberedArray(16, 3)) {
      Recorder recorder = Recorder.create(folder, array.info(), SystemTimebase.shared(), e -> {});
      var tap = new Slow(array, LARGE, recorder);
      Instrument.Subscription stream = tap.record();
      array.await("gaps", () -> tap.gaps.get() >= 2);
      tap.slow = false;
      tap.finish(stream);
      recorder.close();
      assertEquals(0, checkRecording(tap.account, recorder.lostSamples()));
    }
  }

  /** Takes half of what comes: waits at each block until two more have been made. */
  private static final class Slow extends Tap {
    final AtomicInteger gaps = new AtomicInteger();
    volatile boolean slow = true;

    Slow(NumberedArray array, int size, SampleHandler next) {
      super(array, size, next);
    }

    @Override
    public void onBlock(SampleBlock block) {
      super.onBlock(block);
      if (block.missedBefore() > 0) {
        gaps.incrementAndGet();
      }
      long due = account.first() + 2L * size * account.blocks();
      array.await("two blocks", () -> !slow || array.next() >= due);
      array.tell();
    }
  }

  /** It holds what its link heard, or gaps where it did not; how many. */
  private int checkRecording(StreamAccount heard, long lostSamples) throws IOException {
    var recorded = new StreamAccount();
    int[] gaps = {0};
    Recording.Reading reading =
        Recording.open(folder)
            .read(
                entry -> {
                  if (entry instanceof Entry.Block block) {
                    recorded.skip(block.firstSample() - block.missedBefore(), block.missedBefore());
                    for (int s = 0; s < block.counts().samples(); s++) {
                      for (int c = 0; c < block.counts().channels(); c++) {
                        StreamAccount.check(block.firstSample() + s, c, block.counts().raw(s, c));
                      }
                    }
                    recorded.take(block.counts().samples());
                  } else if (entry instanceof Entry.Gap gap && gap.blocks() > 0) {
                    recorded.skip(gap.firstSample(), gap.samples());
                    gaps[0]++;
                  }
                });
    assertTrue(reading.whole(), reading::toString);
    Entry.End end = reading.end().orElseThrow();
    assertEquals(heard.first(), recorded.first());
    assertEquals(heard.end(), recorded.end());
    assertEquals(recorded.samples(), end.samples());
    assertEquals(recorded.missed(), end.missed() + end.lostSamples());
    assertEquals(lostSamples, end.lostSamples());
    return gaps[0];
  }
}
