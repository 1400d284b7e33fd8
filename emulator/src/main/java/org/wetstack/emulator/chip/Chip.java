package org.wetstack.emulator.chip;

/**
 * An amplifier chip: SPI words on one side, electrodes on the other. It has no clock: digital
 * things happen when a word is exchanged, analog things once for each sampling period, when its
 * board says what the electrodes show. Not thread-safe.
 */
public interface Chip {

  /** How many amplifiers it has. */
  int channels();

  /**
   * One window of the bus, from the falling to the rising edge of CS.
   *
   * @param mosi the command, in the lowest bits: 32 of an RHS2116, 16 of an RHD
   * @return what the chip shifts out meanwhile, the reply to the command two windows before. An
   *     RHD2164 answers on two lines: A in the lower 16 bits, B in the upper
   */
  int exchange(int mosi);

  /**
   * One sampling period of the analog side: what the electrodes show, as the amplifiers will have
   * it until the next call.
   *
   * @param nanovolts of the channels of this chip, beginning at {@code from}
   */
  void sense(int[] nanovolts, int from);

  /**
   * The first half of {@link #sense} for a chip that shares amplifiers with others, for one sample
   * or several: what registers say of its amplifiers comes into force, and all else that is analog
   * goes on.
   */
  void pass(int samples);

  /** The second half: {@code codes} has from {@code at} on what the amplifiers made of it. */
  void converts(short[] codes, int at);

  /** Whether a conversion shows the code as it is, in offset binary, and changes nothing. */
  boolean showsCodes();
}
