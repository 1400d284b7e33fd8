package org.wetstack.lab.stream;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.wetstack.hal.ArrayLayout;
import org.wetstack.hal.DeviceException;
import org.wetstack.hal.SampleBlock;
import org.wetstack.hal.SampleHandler;

/**
 * Lets a handler that may be slow, or fail, listen to a stream without any harm to the stream:
 * blocks are copied into a ring of fixed size, and handed on by a thread of another executor. The
 * stream's thread never waits here and allocates nothing.
 *
 * <p>When the ring is full, whole blocks are dropped with the marks in them. The next block handed
 * on has them in its {@code missedBefore()}; {@link #losses} has the totals, also of what nothing
 * followed. So what was handed on, was missed before it, and was lost after it is what was sent.
 *
 * <p>The handler's thread looks for blocks every {@value #LOOK_MILLIS} ms, and is woken when the
 * ring is a quarter full, and at the end. {@code onEnd} is handed on last and once. A handler that
 * throws hears no more; neither does anybody else hear of it, but for {@link #ended}.
 */
public final class Lane implements SampleHandler {

  static final int LOOK_MILLIS = 10;

  /**
   * What was never handed on.
   *
   * @param blocks whole ones
   * @param samples of each channel in them, and those that had been missed before them
   * @param marks pulses in them
   */
  public record Losses(long blocks, long samples, long marks) {}

  private final ArrayLayout layout;
  private final SampleHandler to;
  private final Slot[] slots;
  private final int wakeAt;

  /** Written by the stream's thread alone. */
  private final AtomicLong put = new AtomicLong();

  /** Written by the handler's thread alone. */
  private final AtomicLong taken = new AtomicLong();

  private final AtomicLong lostBlocks = new AtomicLong();
  private final AtomicLong lostSamples = new AtomicLong();
  private final AtomicLong lostMarks = new AtomicLong();
  private final CompletableFuture<Void> ended = new CompletableFuture<>();

  /** Dropped since the last block that was put. */
  private long untoldSamples;

  private Optional<DeviceException> reason = Optional.empty();

  /** The stream is. */
  private volatile boolean over;

  /** Nothing is handed on any more. */
  private volatile boolean stopped;

  private volatile @Nullable Thread sleeper;

  Lane(ArrayLayout layout, int blocks, SampleHandler to) {
    if (blocks < 2) {
      throw new IllegalArgumentException("a lane holds at least 2 blocks, not " + blocks);
    }
    this.layout = layout;
    this.to = to;
    this.slots = IntStream.range(0, blocks).mapToObj(i -> new Slot(layout)).toArray(Slot[]::new);
    this.wakeAt = Math.max(1, blocks / 4);
  }

  /**
   * A lane for one stream, open until that ends.
   *
   * @param blocks that the ring holds, each of the largest size
   * @param executor gives one thread for all of the lane's life
   */
  public static Lane open(ArrayLayout layout, int blocks, SampleHandler to, Executor executor) {
    var lane = new Lane(layout, blocks, to);
    executor.execute(lane::run);
    return lane;
  }

  /**
   * Copies {@code block}, or drops it.
   *
   * @throws IllegalArgumentException if it does not fit the layout of this lane
   */
  @Override
  public void onBlock(SampleBlock block) {
    layout.requireFits(block.channels(), block.samples());
    long at = put.get();
    long waiting = at - taken.get();
    if (stopped || over || waiting >= slots.length) {
      drop(block);
      return;
    }
    slots[(int) (at % slots.length)].fill(block, untoldSamples);
    untoldSamples = 0;
    put.set(at + 1);
    if (waiting + 1 == wakeAt) {
      wake();
    }
  }

  private void drop(SampleBlock block) {
    long samples = block.missedBefore() + block.samples();
    untoldSamples += samples;
    lostBlocks.incrementAndGet();
    lostSamples.addAndGet(samples);
    lostMarks.addAndGet(block.marks());
  }

  /** The stream is over: so is the lane, when what waits in it was handed on. */
  @Override
  public void onEnd(Optional<DeviceException> why) {
    if (!over) {
      reason = why;
      over = true;
      wake();
    }
  }

  private void wake() {
    Thread asleep = sleeper;
    if (asleep != null) {
      LockSupport.unpark(asleep);
    }
  }

  private void run() {
    try {
      while (!step()) {
        sleep();
      }
      ended.complete(null);
    } catch (InterruptedException | RuntimeException | Error e) {
      stopped = true;
      ended.completeExceptionally(e);
    }
  }

  /** Hands on what there is; whether that was all there will be. */
  boolean step() throws InterruptedException {
    boolean last = over;
    while (deliver()) {
      if (Thread.interrupted()) {
        throw new InterruptedException("the thread of this lane was interrupted");
      }
    }
    if (last) {
      stopped = true;
      to.onEnd(reason);
    }
    return last;
  }

  /** Hands on one block, if there is one. */
  boolean deliver() {
    long at = taken.get();
    if (at == put.get()) {
      return false;
    }
    try {
      to.onBlock(slots[(int) (at % slots.length)]);
    } finally {
      taken.set(at + 1);
    }
    return true;
  }

  private void sleep() throws InterruptedException {
    // Whoever fills the ring to the mark after this has to see the sleeper.
    sleeper = Thread.currentThread();
    if (put.get() - taken.get() < wakeAt && !over) {
      LockSupport.parkNanos(this, TimeUnit.MILLISECONDS.toNanos(LOOK_MILLIS));
    }
    sleeper = null;
    if (Thread.interrupted()) {
      throw new InterruptedException("the thread of this lane was interrupted");
    }
  }

  /** What was lost so far; of a lane that has stopped, also what waits in its ring for ever. */
  public Losses losses() {
    long blocks = lostBlocks.get();
    long samples = lostSamples.get();
    long marks = lostMarks.get();
    if (stopped) {
      long until = put.get();
      for (long at = taken.get(); at < until; at++) {
        Slot slot = slots[(int) (at % slots.length)];
        blocks++;
        samples += slot.sentSamples();
        marks += slot.marks();
      }
    }
    return new Losses(blocks, samples, marks);
  }

  /**
   * Completes when the handler has heard the end, or with what it has thrown; with an {@link
   * InterruptedException} if its thread was interrupted.
   */
  public CompletionStage<Void> ended() {
    return ended.minimalCompletionStage();
  }
}
