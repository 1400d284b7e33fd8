package org.wetstack.emulator.rhx.signal;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/** Reads what the waveform and spike sockets sent, without anything of what the emulator knows. */
final class Recorded {

  private static final int WAVEFORM = 0x2ef07a08;

  /** 128 frames: first timestamp, and words by frame. */
  @SuppressWarnings("ArrayRecordComponent") // A plain carrier; never compared.
  record Block(long timestamp, int[][] words) {}

  record SpikeRecord(String name, long timestamp, int id) {}

  private Recorded() {}

  static byte[] bytes(String file) {
    try (InputStream in = Recorded.class.getResourceAsStream(file)) {
      if (in == null) {
        throw new IllegalStateException(file + " is missing");
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Blocks of any width: the next one begins where its number is. */
  static List<Block> blocks(byte[] bytes) {
    var in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    List<Block> blocks = new ArrayList<>();
    while (in.hasRemaining()) {
      int start = in.position();
      int end = start + 4 + 128 * 4;
      while (end < bytes.length && in.getInt(end) != WAVEFORM) {
        end += 256;
      }
      int width = (end - start - 4) / 128 / 2 - 2;
      if (in.getInt() != WAVEFORM) {
        throw new IllegalArgumentException("no block begins at byte " + start);
      }
      blocks.add(block(in, width));
    }
    return blocks;
  }

  private static Block block(ByteBuffer in, int width) {
    long first = 0;
    int[][] words = new int[128][width];
    for (int frame = 0; frame < 128; frame++) {
      long timestamp = in.getInt() & 0xFFFF_FFFFL;
      first = frame == 0 ? timestamp : first;
      if (timestamp != first + frame) {
        throw new IllegalArgumentException("frame " + frame + " of " + first + " is " + timestamp);
      }
      for (int word = 0; word < width; word++) {
        words[frame][word] = in.getChar();
      }
    }
    return new Block(first, words);
  }

  static List<SpikeRecord> spikes(byte[] bytes) {
    var in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    List<SpikeRecord> spikes = new ArrayList<>();
    while (in.hasRemaining()) {
      if (in.getInt() != 0x3ae2710f) {
        throw new IllegalArgumentException("no spike begins at byte " + (in.position() - 4));
      }
      var name = new StringBuilder();
      for (int i = 0; i < 5; i++) {
        name.append((char) in.get());
      }
      spikes.add(new SpikeRecord(name.toString(), in.getInt() & 0xFFFF_FFFFL, in.get() & 0xFF));
    }
    return spikes;
  }
}
