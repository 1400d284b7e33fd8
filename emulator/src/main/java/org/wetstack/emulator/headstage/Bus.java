package org.wetstack.emulator.headstage;

import org.jspecify.annotations.Nullable;
import org.wetstack.emulator.chip.Chip;

/** A chip and the wires to it, which may be faulty. */
final class Bus {

  /** After so many words, ones are lost at one more bit. */
  private static final int WORDS_PER_LOST_BIT = 4_096;

  /** Coprime to the length of all words, so that all bits have their turn. */
  private static final int NEXT_BIT = 5;

  /** U and M, which a READ of an RHS2116 may have. Above the words of other chips. */
  private static final int FLAGS = 0x3000_0000;

  private final Chip chip;
  private final Runnable powerCycle;
  private final int bits;
  private final int readId;
  private final int otherId;
  private @Nullable BusFault fault;
  private @Nullable BusProbe probe;
  private long words;
  private int kept;
  private int bit;
  private int before;
  private int last;

  /**
   * @param powerCycle takes the chip's power and gives it back
   * @param otherId what another chip would answer
   */
  Bus(Chip chip, Runnable powerCycle, ChipCommands commands, int otherId) {
    this.chip = chip;
    this.powerCycle = powerCycle;
    this.bits = commands.bits();
    this.readId = commands.read(commands.idAddress());
    this.otherId = otherId;
  }

  /** Whether the chip has power. */
  boolean alive() {
    BusFault present = fault;
    return present == null || !present.dead();
  }

  void powerCycle() {
    powerCycle.run();
  }

  /** From now on {@code wrong}, and nothing else, is wrong; null if nothing is. */
  void fault(@Nullable BusFault wrong, int firstLostBit) {
    if (!alive() && (wrong == null || !wrong.dead())) {
      powerCycle.run();
    }
    fault = wrong;
    words = 0;
    kept = -1;
    bit = firstLostBit;
  }

  /** Tells {@code listener} of all words from now on; null tells nobody. */
  void probe(@Nullable BusProbe listener) {
    probe = listener;
  }

  /** Whether nothing is wrong, and nobody listens. */
  boolean plain() {
    return fault == null && probe == null;
  }

  int exchange(int mosi) {
    if (plain()) {
      return chip.exchange(mosi);
    }
    int miso = fault == null ? chip.exchange(mosi) : exchange(fault, mosi);
    if (probe != null) {
      probe.onWord(mosi, miso);
    }
    return miso;
  }

  private int exchange(BusFault present, int mosi) {
    int idWanted = before;
    before = last;
    last = mosi;
    return switch (present) {
      case ALL_ZEROS -> 0;
      case ALL_ONES -> -1 >>> (32 - bits);
      case LATE_SAMPLING -> chip.exchange(mosi) >>> 1;
      case WRONG_ID -> wrongId(idWanted, chip.exchange(mosi));
      case BIT_DROPOUT -> dropout(chip.exchange(mosi));
    };
  }

  private int wrongId(int answered, int reply) {
    return (answered & ~FLAGS) == readId ? otherId : reply;
  }

  private int dropout(int reply) {
    if (words++ % WORDS_PER_LOST_BIT == 0) {
      kept &= ~(1 << bit);
      bit = (bit + NEXT_BIT) % bits;
    }
    return reply & kept;
  }
}
