package org.wetstack.emulator.chip;

/**
 * The registers of an RHS2116: which there are, which bits of them mean anything, and for the
 * triggered ones what was written and what is in force.
 */
final class Registers {

  static final int SUPPLY = 0;
  static final int FORMAT = 1;
  static final int ZCHECK = 2;
  static final int ZCHECK_DAC = 3;
  static final int RH1 = 4;
  static final int RH2 = 5;
  static final int RL_A = 6;
  static final int RL_B = 7;
  static final int AC_POWER = 8;
  static final int SETTLE = 10;
  static final int LOW_A = 12;
  static final int ENABLE_A = 32;
  static final int ENABLE_B = 33;
  static final int STEP = 34;
  static final int BIAS = 35;
  static final int RECOVERY_TARGET = 36;
  static final int RECOVERY_LIMIT = 37;
  static final int DC_POWER = 38;
  static final int COMPLIANCE = 40;
  static final int STIM_ON = 42;
  static final int STIM_POSITIVE = 44;
  static final int SHORT = 46;
  static final int RECOVERY = 48;
  static final int FAULT = 50;
  static final int NEGATIVE = 64;
  static final int POSITIVE = 96;

  /** Bit 15:0 of each register that can be written; 0 where there is none. */
  private static final int[] MASKS = masks();

  private static final boolean[] TRIGGERED = triggered();
  private static final int[] TRIGGERED_ADDRESSES = addresses();
  private static final int[] ROM = new int[256];

  static {
    ROM[251] = 'I' << 8 | 'N';
    ROM[252] = 'T' << 8 | 'A';
    ROM[253] = 'N' << 8;
    ROM[254] = 16;
    ROM[255] = 32;
  }

  private final int[] written = new int[256];
  private final int[] active = new int[256];
  private final ChipParameters parameters;

  // Triggered registers that were written and not triggered since: only these need copying.
  private final int[] waiting = new int[TRIGGERED_ADDRESSES.length];
  private final boolean[] waits = new boolean[256];
  private int waitingCount;

  Registers(ChipParameters parameters) {
    this.parameters = parameters;
  }

  /** Power came: what the registers hold follows from {@code seed}, and means nothing. */
  void powerUp(long seed) {
    for (int address = 0; address < 256; address++) {
      if (MASKS[address] != 0) {
        int noise = (int) Seeds.at(seed, address);
        written[address] = noise & kept(address);
        active[address] = (TRIGGERED[address] ? noise >>> 16 : noise) & MASKS[address];
        if (TRIGGERED[address]) {
          await(address);
        }
      }
    }
  }

  /** Whether there is a register that can be written at {@code address}. */
  static boolean writable(int address) {
    return MASKS[address] != 0;
  }

  static boolean isTriggered(int address) {
    return TRIGGERED[address];
  }

  /** A WRITE takes effect; where there is no register to write, nothing happens. */
  void write(int address, int data) {
    if (MASKS[address] != 0) {
      written[address] = data & kept(address);
      if (TRIGGERED[address]) {
        await(address);
      } else {
        active[address] = written[address] & MASKS[address];
      }
    }
  }

  /**
   * U: all that was written to triggered registers comes into force at once.
   *
   * @return whether anything was written to them since the last time
   */
  boolean trigger() {
    if (waitingCount == 0) {
      return false;
    }
    for (int i = 0; i < waitingCount; i++) {
      int address = waiting[i];
      active[address] = written[address] & MASKS[address];
      waits[address] = false;
    }
    waitingCount = 0;
    return true;
  }

  private void await(int address) {
    if (!waits[address]) {
      waits[address] = true;
      waiting[waitingCount++] = address;
    }
  }

  /** What is in force; bits without a meaning are 0, stored or not. */
  int active(int address) {
    return active[address];
  }

  /** What a READ shows: of a triggered register, what was written. */
  int read(int address) {
    if (MASKS[address] != 0) {
      return written[address];
    }
    if (address >= 251) {
      return address == 254 ? ROM[254] | parameters.dieRevision() << 8 : ROM[address];
    }
    return parameters.undefinedRead();
  }

  private int kept(int address) {
    return parameters.storesUnusedBits() ? 0xFFFF : MASKS[address];
  }

  private static int[] masks() {
    int[] masks = new int[256];
    masks[SUPPLY] = 0x0FFF;
    masks[FORMAT] = 0x1FFF;
    masks[ZCHECK] = 0x3F79;
    masks[ZCHECK_DAC] = 0x00FF;
    masks[RH1] = 0x07FF;
    masks[RH2] = 0x07FF;
    masks[RL_A] = 0x3FFF;
    masks[RL_B] = 0x3FFF;
    masks[STEP] = 0x7FFF;
    masks[BIAS] = 0x00FF;
    masks[RECOVERY_TARGET] = 0x00FF;
    masks[RECOVERY_LIMIT] = 0x7FFF;
    for (int full : new int[] {AC_POWER, ENABLE_A, ENABLE_B, DC_POWER}) {
      masks[full] = 0xFFFF;
    }
    for (int full : addresses()) {
      masks[full] = 0xFFFF;
    }
    return masks;
  }

  private static boolean[] triggered() {
    boolean[] triggered = new boolean[256];
    for (int address : addresses()) {
      triggered[address] = true;
    }
    return triggered;
  }

  private static int[] addresses() {
    int[] addresses = new int[38];
    int count = 0;
    for (int single : new int[] {SETTLE, LOW_A, STIM_ON, STIM_POSITIVE, SHORT, RECOVERY}) {
      addresses[count++] = single;
    }
    for (int channel = 0; channel < 16; channel++) {
      addresses[count++] = NEGATIVE + channel;
      addresses[count++] = POSITIVE + channel;
    }
    return addresses;
  }
}
