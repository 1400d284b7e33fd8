package org.wetstack.emulator.board;

import org.wetstack.protocol.v1.Refused.Reason;

/** A small bank of registers for bringing up a board: an id, a version and scratch. */
final class RegisterFile {

  private static final int ID = 0x5745; // "WE"
  private static final int FIRST_SCRATCH = 16;
  private static final int REGISTERS = 32;

  private final int[] values = new int[REGISTERS];

  RegisterFile() {
    values[0] = ID;
    values[1] = 1;
  }

  int read(int bank, int address) {
    require(bank, address);
    return values[address];
  }

  void write(int bank, int address, int value) {
    require(bank, address);
    if (address < FIRST_SCRATCH) {
      throw new RefusedException(
          Reason.REASON_OUT_OF_RANGE, "registers below " + FIRST_SCRATCH + " are read-only");
    }
    values[address] = value;
  }

  private static void require(int bank, int address) {
    if (bank != 0 || address < 0 || address >= REGISTERS) {
      throw new RefusedException(
          Reason.REASON_OUT_OF_RANGE, "bank 0 has registers 0 to " + (REGISTERS - 1));
    }
  }
}
