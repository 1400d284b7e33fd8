package org.wetstack.emulator.rhx.signal;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.wetstack.emulator.rhx.signal.WaveformLayout.Column;
import org.wetstack.emulator.rhx.signal.WaveformLayout.Source;

/**
 * One write of the waveform socket while it fills: a number of blocks, each a fixed number and 128
 * frames. Reused; allocates nothing for a write.
 */
final class WaveformWrite {

  private static final int BEGINNING = 0x2EF0_7A08;
  private static final int STIMULATION_BITS =
      DataBlock.COMPLIANCE_LIMIT
          | DataBlock.CHARGE_RECOVERY
          | DataBlock.AMP_SETTLE
          | DataBlock.NEGATIVE;

  private final WaveformLayout layout;
  private final int frames;
  private final byte[] bytes;
  private final ByteBuffer buffer;
  private final char[][] slow;
  private int filled;

  WaveformWrite(WaveformLayout layout, int blocks) {
    this.layout = layout;
    frames = blocks * DataBlock.FRAMES;
    bytes = new byte[blocks * layout.bytesPerBlock()];
    buffer = ByteBuffer.wrap(bytes);
    slow = new char[layout.columns().size()][];
    Arrays.setAll(slow, i -> new char[isSlow(layout.columns().get(i)) ? frames / 4 : 0]);
  }

  private static boolean isSlow(Column column) {
    return column.source() == Source.AUXILIARY || column.source() == Source.SUPPLY;
  }

  WaveformLayout layout() {
    return layout;
  }

  void clear() {
    filled = 0;
  }

  /** Frames that it still takes. */
  int room() {
    return frames - filled;
  }

  int frames() {
    return frames;
  }

  /** All its bytes, once there is no room left. */
  ByteBuffer bytes() {
    buffer.clear();
    return buffer;
  }

  /** Lets {@code count} frames pass that nobody gets. */
  void skip(int count) {
    filled += count;
  }

  /** Takes {@code count} frames of {@code block} from {@code first} on. */
  void add(DataBlock block, int first, int count) {
    int done = 0;
    while (done < count) {
      int within = filled % DataBlock.FRAMES;
      int run = Math.min(count - done, DataBlock.FRAMES - within);
      int at = filled / DataBlock.FRAMES * layout.bytesPerBlock();
      if (within == 0) {
        putInt(at, BEGINNING);
      }
      int begin = at + 4 + within * layout.bytesPerFrame();
      putTimes(begin, block.timestamp() + first + done, run);
      for (int i = 0; i < layout.columns().size(); i++) {
        putColumn(i, begin + 4 + 2 * i, block, first + done, run);
      }
      filled += run;
      done += run;
    }
  }

  private void putTimes(int begin, long timestamp, int run) {
    int at = begin;
    for (int i = 0; i < run; i++) {
      putInt(at, (int) (timestamp + i));
      at += layout.bytesPerFrame();
    }
  }

  private void putColumn(int number, int begin, DataBlock block, int first, int run) {
    Column column = layout.columns().get(number);
    int index = column.index();
    switch (column.source()) {
      case WIDE -> putWords(begin, block.wide[index], first, run);
      case LOW -> putWords(begin, block.low[index], first, run);
      case HIGH -> putWords(begin, block.high[index], first, run);
      case DC -> putWords(begin, block.dc[index], first, run);
      case STIMULATION -> putStimulation(begin, block.stimulation[index], column, first, run);
      case AUXILIARY -> putAuxiliary(slow[number], begin, block.auxiliary[index], first, run);
      case SUPPLY -> putSupply(slow[number], begin, block.supply[index], run);
      case ANALOG_IN -> putWords(begin, block.analogIn[index], first, run);
      case ANALOG_OUT -> putWords(begin, block.analogOut[index], first, run);
      case DIGITAL_IN -> putWords(begin, block.digitalIn, first, run);
      case DIGITAL_OUT -> putWords(begin, block.digitalOut, first, run);
    }
  }

  private void putWords(int begin, char[] words, int first, int run) {
    int stride = layout.bytesPerFrame();
    int at = begin;
    for (int i = first; i < first + run; i++) {
      putWord(at, words[i]);
      at += stride;
    }
  }

  private void putStimulation(int begin, char[] words, Column column, int first, int run) {
    int at = begin;
    for (int i = first; i < first + run; i++) {
      int word = words[i];
      int magnitude = 0;
      if ((word & DataBlock.STIM_ON) != 0) {
        magnitude = (word & DataBlock.NEGATIVE) != 0 ? column.negative() : column.positive();
      }
      putWord(at, (word & STIMULATION_BITS) | magnitude);
      at += layout.bytesPerFrame();
    }
  }

  /**
   * An auxiliary input as the program sends it: it has one sample for four frames already, and
   * reads that as if there were one for each, so a write shows the first quarter of its time,
   * stretched.
   */
  private void putAuxiliary(char[] kept, int begin, char[] samples, int first, int run) {
    int at = begin;
    for (int i = 0; i < run; i++) {
      if (filled + i < kept.length) {
        kept[filled + i] = samples[(first + i) / 4];
      }
      putWord(at, kept[(filled + i) / 4]);
      at += layout.bytesPerFrame();
    }
  }

  /** A supply voltage, which has one sample for 128 frames: likewise, the first of the write. */
  private void putSupply(char[] kept, int begin, char sample, int run) {
    int at = begin;
    for (int i = 0; i < run; i++) {
      if (filled + i < kept.length) {
        kept[filled + i] = sample;
      }
      putWord(at, kept[(filled + i) / DataBlock.FRAMES]);
      at += layout.bytesPerFrame();
    }
  }

  private void putWord(int at, int word) {
    bytes[at] = (byte) word;
    bytes[at + 1] = (byte) (word >>> 8);
  }

  private void putInt(int at, int value) {
    putWord(at, value);
    putWord(at + 2, value >>> 16);
  }
}
