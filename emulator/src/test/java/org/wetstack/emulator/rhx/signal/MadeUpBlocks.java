package org.wetstack.emulator.rhx.signal;

/** Blocks whose every word can be told again from its channel and its time. */
public final class MadeUpBlocks {

  private MadeUpBlocks() {}

  /** Gives {@code block} the frames from {@code timestamp} on, with digital inputs low. */
  public static void fill(DataBlock block, long timestamp) {
    block.timestamp(timestamp);
    for (int t = 0; t < DataBlock.FRAMES; t++) {
      long frame = timestamp + t;
      for (int c = 0; c < block.wide.length; c++) {
        block.wide[c][t] = word("wide", c, frame);
        block.low[c][t] = word("low", c, frame);
        block.high[c][t] = word("high", c, frame);
      }
      for (int c = 0; c < block.dc.length; c++) {
        block.dc[c][t] = word("dc", c, frame);
        block.stimulation[c][t] = stimulation(c, frame);
      }
      fill(block, t, frame);
    }
    for (int c = 0; c < block.auxiliary.length; c++) {
      for (int s = 0; s < DataBlock.AUXILIARY_SAMPLES; s++) {
        block.auxiliary[c][s] = word("auxiliary", c, timestamp + 4L * s);
      }
    }
    for (int c = 0; c < block.supply.length; c++) {
      block.supply[c] = word("supply", c, timestamp);
    }
  }

  private static void fill(DataBlock block, int t, long frame) {
    for (int c = 0; c < block.analogIn.length; c++) {
      block.analogIn[c][t] = word("analogIn", c, frame);
    }
    for (int c = 0; c < block.analogOut.length; c++) {
      block.analogOut[c][t] = word("analogOut", c, frame);
    }
    block.digitalIn[t] = (char) (word("digitalIn", 0, frame) & 0xfffe);
    block.digitalOut[t] = word("digitalOut", 0, frame);
  }

  /** Sets when {@code block} begins. */
  public static void begin(DataBlock block, long timestamp) {
    block.timestamp(timestamp);
  }

  /** The word of channel {@code c} in {@code frame}. */
  public static char word(String what, int c, long frame) {
    return (char) (what.hashCode() * 31 + c * 4_099 + frame * 7);
  }

  /** A stimulation word: all bits take turns. */
  public static char stimulation(int c, long frame) {
    int turn = (int) ((frame + c) % 64);
    return (char)
        (((turn & 1) * DataBlock.STIM_ON)
            | (((turn >> 1) & 1) * DataBlock.NEGATIVE)
            | (((turn >> 2) & 1) * DataBlock.AMP_SETTLE)
            | (((turn >> 3) & 1) * DataBlock.CHARGE_RECOVERY)
            | (((turn >> 4) & 1) * DataBlock.COMPLIANCE_LIMIT));
  }

  /** What a file has to say of {@link #stimulation} with these magnitudes. */
  public static char saved(int c, long frame, int positive, int negative) {
    int word = stimulation(c, frame);
    boolean on = (word & 0x0200) != 0;
    boolean minus = (word & 0x0100) != 0;
    int magnitude = minus ? 0x0100 + negative : positive;
    return (char) ((word & 0xe000) + (on ? magnitude : 0));
  }
}
