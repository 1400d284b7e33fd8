package org.wetstack.emulator.chip;

/**
 * What one type of recording chip is.
 *
 * @param perLine amplifiers that are converted one after the other
 * @param twoLines whether there is a second MISO with as many
 * @param id register 63
 */
record RhdSpec(String name, int perLine, boolean twoLines, int id, boolean unipolar) {

  private static final String COMPANY = "INTAN";

  int channels() {
    return twoLines ? 2 * perLine : perLine;
  }

  /** Registers that nobody can write, 22 to 63; on line A. */
  int rom(int address, ChipParameters parameters) {
    if (address >= 40 && address < 45) {
      return COMPANY.charAt(address - 40);
    }
    if (address >= 48 && address < 56) {
      return address - 48 < name.length() ? name.charAt(address - 48) : 0;
    }
    return switch (address) {
      case 59 -> twoLines ? 0x35 : 0;
      case 60 -> parameters.dieRevision();
      case 61 -> unipolar ? 1 : 0;
      case 62 -> channels();
      case 63 -> id;
      default -> parameters.undefinedRead() & 0xFF;
    };
  }
}
