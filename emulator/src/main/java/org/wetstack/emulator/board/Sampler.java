package org.wetstack.emulator.board;

import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.ShortBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.wetstack.emulator.headstage.Headstages;
import org.wetstack.protocol.v1.DeviceMessage;
import org.wetstack.protocol.v1.Mark;
import org.wetstack.protocol.v1.Samples;

/**
 * Takes the samples that are due, in order and without a gap, and cuts them into blocks while a
 * stream is on. What a link does not take is discarded in whole blocks, and counted.
 */
final class Sampler {

  /** What else the firmware does in each frame. */
  interface Frames {
    /**
     * Before the frame of {@code sample}, in which orders for the next one can be written. Returns
     * the sample whose frame is the next before which this must be called.
     */
    long before(long sample);

    /** After one or more. */
    void after();

    /** How many sampling instants have passed. */
    long now();
  }

  private final EmulatedBoard board;
  private final int index;
  private final ArraySpec spec;
  private final Headstages headstages;
  private final Frames frames;
  private final short[] counts;
  private long taken;
  private boolean taking;
  private long blocks;
  private long lateBlocks;
  private long latestSamples;
  private @Nullable Block block;

  private static final class Block {
    final int size;
    final ByteBuffer data;
    final ShortBuffer counts;
    final List<Mark> marks = new ArrayList<>();
    long first;
    long discarded;

    Block(int size, int channels, long first) {
      this.size = size;
      this.first = first;
      this.data = ByteBuffer.allocate(2 * channels * size).order(ByteOrder.LITTLE_ENDIAN);
      this.counts = data.asShortBuffer();
    }
  }

  Sampler(EmulatedBoard board, int index, ArraySpec spec, Headstages headstages, Frames frames) {
    this.board = board;
    this.index = index;
    this.spec = spec;
    this.headstages = headstages;
    this.frames = frames;
    this.counts = new short[Headstages.MAX_FRAMES * spec.channels()];
  }

  long taken() {
    return taken;
  }

  /** Whether a frame is under way: then nothing after it has happened yet. */
  boolean taking() {
    return taking;
  }

  void reset() {
    taken = 0;
    blocks = 0;
    lateBlocks = 0;
    latestSamples = 0;
    block = null;
  }

  boolean streaming() {
    return block != null;
  }

  /** The number of the next sample to be taken, with which a new stream begins. */
  long start(int samplesPerBlock) {
    block = new Block(samplesPerBlock, spec.channels(), taken);
    return taken;
  }

  void stop() {
    block = null;
  }

  /** The sample that completes the current block; of no stream, never. */
  long blockEnd() {
    Block current = block;
    return current == null ? Long.MAX_VALUE : current.first + current.size;
  }

  /** Takes all samples before {@code end}; none if one is being taken. */
  void take(long end) {
    if (taking) {
      return;
    }
    taking = true;
    try {
      while (taken < end) {
        take(frames.before(taken), end);
      }
    } finally {
      taking = false;
    }
  }

  /** Takes one sample or several: those before {@code next}, as far as the block goes. */
  private void take(long next, long end) {
    long limit = Math.min(Math.min(next, end), blockEnd());
    int count = (int) Math.min(Headstages.MAX_FRAMES, Math.max(1, limit - taken));
    headstages.frames(counts, count);
    taken += count;
    Block current = block;
    if (current != null) {
      current.counts.put(counts, 0, count * spec.channels());
      if (!current.counts.hasRemaining()) {
        emit(current);
      }
    }
    frames.after();
  }

  /** Into the data: a pulse of {@code operation} begins with the sample that is taken next. */
  void mark(long operation) {
    Block current = block;
    if (current != null) {
      current.marks.add(
          Mark.newBuilder()
              .setOffset((int) (taken - current.first))
              .setOperationId(operation)
              .build());
    }
  }

  Pacing pacing() {
    return new Pacing(
        blocks, lateBlocks, length(latestSamples), length(Math.max(0, frames.now() - taken)));
  }

  private Duration length(long samples) {
    return Duration.ofSeconds(samples).dividedBy(spec.samplesPerSecond());
  }

  private void emit(Block full) {
    long late = frames.now() - taken;
    blocks++;
    lateBlocks += late > full.size ? 1 : 0;
    latestSamples = Math.max(latestSamples, late);
    boolean sent =
        board.samples(
            index,
            DeviceMessage.newBuilder()
                .setSamples(
                    Samples.newBuilder()
                        .setFirstSample(full.first)
                        .setSampleCount(full.size)
                        .setDiscardedBefore((int) Math.min(Integer.MAX_VALUE, full.discarded))
                        .addAllMarks(full.marks)
                        .setData(ByteString.copyFrom(full.data.array()))));
    full.discarded = sent ? 0 : full.discarded + full.size;
    full.first += full.size;
    full.marks.clear();
    full.counts.clear();
  }
}
