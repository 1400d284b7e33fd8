package org.wetstack.emulator.cavro;

import java.util.List;

/**
 * One command of a string.
 *
 * @param thousandths its operands, in thousandths: those of a Centris may have decimals
 */
record Step(char letter, List<Long> thousandths) {

  private static final String MOVES = "AaPpDd";
  private static final String VALVE = "IOBE";
  private static final String INITIALIZATIONS = "ZYWwz";

  /** How many operands it has. */
  int count() {
    return thousandths.size();
  }

  /**
   * An operand as a whole number.
   *
   * @throws Refusal if it has decimals
   */
  long whole(int index, long otherwise) throws Refusal {
    if (index >= thousandths.size()) {
      return otherwise;
    }
    long value = thousandths.get(index);
    if (value % 1_000 != 0) {
      throw new Refusal(Fault.INVALID_OPERAND);
    }
    return value / 1_000;
  }

  /**
   * The only operand as a whole number.
   *
   * @throws Refusal if it has decimals, or there are several
   */
  long only(long otherwise) throws Refusal {
    atMost(1);
    return whole(0, otherwise);
  }

  /** Refuses more operands than {@code count}. */
  void atMost(int count) throws Refusal {
    if (thousandths.size() > count) {
      throw new Refusal(Fault.INVALID_OPERAND);
    }
  }

  boolean movesPlunger() {
    return MOVES.indexOf(letter) >= 0;
  }

  boolean movesValve() {
    return VALVE.indexOf(letter) >= 0;
  }

  boolean initializes() {
    return INITIALIZATIONS.indexOf(letter) >= 0;
  }
}
