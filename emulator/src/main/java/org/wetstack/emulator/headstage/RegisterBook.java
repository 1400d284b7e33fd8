package org.wetstack.emulator.headstage;

import java.util.stream.IntStream;

/**
 * What the registers of one chip must hold, as the firmware wrote them, and whose turn it is to be
 * checked. Not thread-safe.
 */
final class RegisterBook {

  private static final int UNKNOWN = -1;

  private final ChipCommands commands;
  private final int readMask;
  private final int[] held;
  private final int[] checked;
  private int next;

  /** Checks since anything was wrong with the chip, or may have been. */
  private int checks;

  /**
   * @param readMask the bits of a reply to READ that are 0 whatever was read
   */
  RegisterBook(ChipCommands commands, int readMask) {
    this.commands = commands;
    this.readMask = readMask;
    held = commands.registers();
    checked = IntStream.range(0, held.length).filter(each -> held[each] >= 0).toArray();
  }

  /** The chip has been started. */
  void reset() {
    System.arraycopy(commands.registers(), 0, held, 0, held.length);
    next = 0;
    checks = 0;
  }

  void written(int address, int value) {
    held[address] = value;
  }

  /** What a register holds is not known until it is {@link #found}. */
  void unknown(int address) {
    held[address] = UNKNOWN;
  }

  void found(int address, int value) {
    if (held[address] == UNKNOWN && commands.objection(address, 0).isEmpty()) {
      held[address] = value;
    }
  }

  /** Puts into a free slot: all registers in turn, and one that is all ones written anew. */
  void putCheck(AuxWords aux) {
    checks = Math.min(turns(), checks + 1);
    if (next == checked.length) {
      int value = held[commands.refreshed()];
      aux.put(commands.write(commands.refreshed(), value), commands.writeReply(value), -1);
    } else if (held[checked[next]] == UNKNOWN) {
      aux.put(commands.read(checked[next]), 0, readMask);
    } else {
      int value = held[checked[next]];
      aux.put(commands.read(checked[next]), commands.readReply(value), -1);
    }
    next = (next + 1) % (checked.length + 1);
  }

  /** So many checks are not made. */
  void skip(int count) {
    next = (next + count) % (checked.length + 1);
  }

  /** Something is wrong with the chip, or may be. */
  void distrust() {
    checks = 0;
  }

  /** Whether all registers were checked since then, and the last replies have come. */
  boolean trusted() {
    return checks == turns();
  }

  private int turns() {
    return checked.length + 3;
  }
}
