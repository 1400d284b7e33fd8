package org.wetstack.emulator.headstage;

/**
 * The words that the firmware sends to one kind of chip, and the registers as it sets them. All
 * from the data sheets.
 */
sealed interface ChipCommands permits Rhs2116Commands, Rhd2132Commands {

  /** One word of a script: what is sent, what must come back, and in which bits. */
  record Word(int mosi, int reply, int mask) {}

  String chipName();

  int channels();

  /** How many words of a frame follow the conversions. */
  int auxSlots();

  /** By how many bits a sample is shifted to the left in the reply to its conversion. */
  int sampleShift();

  /** How many bits a word has. */
  int bits();

  int convert(int channel);

  int read(int address);

  /** The reply to a READ of a register that holds {@code value}. */
  int readReply(int value);

  int write(int address, int value);

  int writeReply(int value);

  /** The register with the id of the chip, and what it holds. */
  int idAddress();

  int id();

  /** From power-up to a chip that records. */
  Word[] boot();

  /** What each register holds after {@link #boot}; -1 where there is none, or nothing known. */
  int[] registers();

  /**
   * The register that is written over and over with what it holds, all ones: a check of all bits.
   */
  int refreshed();

  /** Whether there is a register. */
  boolean exists(int address);

  /**
   * Why a host may not write {@code value} to a register that exists; empty if it may.
   *
   * @param value as it came, perhaps of more bits than fit
   */
  String objection(int address, int value);
}
