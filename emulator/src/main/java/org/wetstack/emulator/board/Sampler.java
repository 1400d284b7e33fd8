package org.wetstack.emulator.board;

import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.wetstack.protocol.v1.DeviceMessage;
import org.wetstack.protocol.v1.Mark;
import org.wetstack.protocol.v1.Samples;

/**
 * Takes the samples that are due, in order and without a gap, and cuts them into blocks while a
 * stream is on. What a link does not take is discarded in whole blocks, and counted.
 */
final class Sampler {

  private static final int CHUNK = 512;

  /** Hands out pulses that begin in a span of samples about to be taken. */
  interface Pulses {
    void begin(long firstSample, long endSample);
  }

  private final EmulatedBoard board;
  private final int index;
  private final ArraySpec spec;
  private final Pulses pulses;
  private final short[] counts;
  private long taken;

  // The tissue's own count goes on when the board's begins anew at a boot.
  private long tissueSamples;

  private @Nullable Block block;

  private static final class Block {
    final int size;
    final ByteBuffer data;
    final List<Mark> marks = new ArrayList<>();
    long first;
    int filled;
    long discarded;

    Block(int size, int channels, long first) {
      this.size = size;
      this.first = first;
      this.data = ByteBuffer.allocate(2 * channels * size).order(ByteOrder.LITTLE_ENDIAN);
    }
  }

  Sampler(EmulatedBoard board, int index, ArraySpec spec, Pulses pulses) {
    this.board = board;
    this.index = index;
    this.spec = spec;
    this.pulses = pulses;
    this.counts = new short[CHUNK * spec.channels()];
  }

  long taken() {
    return taken;
  }

  void reset() {
    taken = 0;
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

  /** The sample that completes the current block. */
  long blockEnd() {
    Block current = block;
    return current == null ? taken + CHUNK : current.first + current.size;
  }

  /** Takes all samples before {@code end}. */
  void take(long end) {
    while (taken < end) {
      Block current = block;
      int room = current == null ? CHUNK : Math.min(CHUNK, current.size - current.filled);
      int count = (int) Math.min(room, end - taken);
      pulses.begin(taken, taken + count);
      spec.tissue().sense(tissueSamples, count, counts);
      taken += count;
      tissueSamples += count;
      if (current != null) {
        current.data.asShortBuffer().put(counts, 0, count * spec.channels());
        current.data.position(current.data.position() + 2 * count * spec.channels());
        current.filled += count;
        if (current.filled == current.size) {
          emit(current);
        }
      }
    }
  }

  /** A spike on {@code electrode} at {@code sample}. */
  void injectSpike(int electrode, long sample) {
    spec.tissue().injectSpike(electrode, tissueSamples + sample - taken);
  }

  /** A pulse of {@code train} begins at {@code sample}: into the tissue, and into the data. */
  void pulse(long sample, int[] electrodes, int[] nanoamps, Train train) {
    spec.tissue()
        .pulse(
            tissueSamples + sample - taken, electrodes, nanoamps, train.waveform.getSettleTicks());
    Block current = block;
    if (current != null) {
      current.marks.add(
          Mark.newBuilder()
              .setOffset((int) (sample - current.first))
              .setOperationId(train.operation)
              .build());
    }
  }

  private void emit(Block full) {
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
    full.filled = 0;
    full.marks.clear();
    full.data.clear();
  }
}
