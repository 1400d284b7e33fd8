package org.wetstack.exchange;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import org.wetstack.lab.recording.Entry;

/**
 * One .rhs file: blocks of 128 samples, each with the times, then all samples of the first channel,
 * of the next, and the stimulation words likewise. The last block is filled up with 0 V; the header
 * says from where on.
 */
final class RhsFile implements Closeable {

  static final int BLOCK = 128;
  private static final int ZERO_VOLTS = 32_768;

  private final FileChannel channel;
  private final ByteBuffer bytes;
  private final short[] samples;
  private final short[] words;
  private final int channels;
  private final long zero;
  private final RhsStimulation stimulation;
  private long blockFirst;
  private int filled;

  /**
   * @param first the device's number of the first sample here
   * @param zero of the sample that has time 0
   */
  RhsFile(Path path, ByteBuffer header, long first, long zero, RhsStimulation stimulation)
      throws IOException {
    this.channels = stimulation.channels();
    this.zero = zero;
    this.stimulation = stimulation;
    this.blockFirst = first;
    this.samples = new short[channels * BLOCK];
    this.words = new short[channels * BLOCK];
    this.bytes =
        ByteBuffer.allocateDirect(BLOCK * (4 + 4 * channels)).order(ByteOrder.LITTLE_ENDIAN);
    this.channel = FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    write(header);
  }

  long nextSample() {
    return blockFirst + filled;
  }

  void put(Entry.Block block) throws IOException {
    int count = block.counts().samples();
    for (int s = 0; s < count; s++) {
      for (int c = 0; c < channels; c++) {
        samples[c * BLOCK + filled] = (short) (block.counts().raw(s, c) + ZERO_VOLTS);
      }
      filled++;
      if (filled == BLOCK) {
        flush();
      }
    }
  }

  /** Fills the last block up and writes it. */
  void finish() throws IOException {
    if (filled > 0) {
      for (int c = 0; c < channels; c++) {
        Arrays.fill(samples, c * BLOCK + filled, (c + 1) * BLOCK, (short) ZERO_VOLTS);
      }
      flush();
    }
  }

  private void flush() throws IOException {
    Arrays.fill(words, (short) 0);
    stimulation.fill(blockFirst, BLOCK, words);
    bytes.clear();
    for (int s = 0; s < BLOCK; s++) {
      bytes.putInt((int) (blockFirst - zero + s));
    }
    int at = bytes.position();
    bytes.asShortBuffer().put(samples).put(words);
    write(bytes.position(at + 4 * channels * BLOCK).flip());
    blockFirst += filled;
    filled = 0;
  }

  private void write(ByteBuffer all) throws IOException {
    while (all.hasRemaining()) {
      channel.write(all);
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
