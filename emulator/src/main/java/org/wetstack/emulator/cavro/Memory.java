package org.wetstack.emulator.cavro;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** What a pump keeps without power: its configuration, stored strings and counters. */
final class Memory {

  static final int STRINGS = 15;

  /** Bytes of a stored string. */
  static final int MAX_STRING = 128;

  private static final int BAUD_9600 = 41;
  private static final int BAUD_38400 = 47;

  private final Map<Integer, String> strings = new HashMap<>();
  private ValveType valve;
  private int baud = 9_600;
  private long initializations;
  private long plungerMoves;
  private long valveMoves;
  private long valveMovesSinceReport;
  private boolean broken;

  Memory(ValveType valve) {
    this.valve = valve;
  }

  /** The valve for which the pump is configured from the next power-up on. */
  ValveType valve() {
    return valve;
  }

  /** The bit rate from the next power-up on. */
  int baud() {
    return baud;
  }

  /** Takes the operand of a configuration command. */
  void configure(long operand) throws Refusal {
    writable();
    if (operand == BAUD_9600) {
      baud = 9_600;
    } else if (operand == BAUD_38400) {
      baud = 38_400;
    } else {
      valve = ValveType.configuredBy(operand).orElseThrow(() -> new Refusal(Fault.INVALID_OPERAND));
    }
  }

  /** Keeps a string for good; an empty one erases what was there. */
  void store(int number, String text) throws Refusal {
    writable();
    if (text.length() > MAX_STRING) {
      throw new Refusal(Fault.OVERFLOW);
    }
    if (text.isEmpty()) {
      strings.remove(number);
    } else {
      strings.put(number, text);
    }
  }

  Optional<String> string(int number) {
    return Optional.ofNullable(strings.get(number));
  }

  private void writable() throws Refusal {
    if (broken) {
      throw new Refusal(Fault.MEMORY);
    }
  }

  void breakDown(boolean now) {
    broken = now;
  }

  void initialized() {
    initializations++;
  }

  void plungerMoved() {
    plungerMoves++;
  }

  void valveMoved() {
    valveMoves++;
    valveMovesSinceReport++;
  }

  long initializations() {
    return initializations;
  }

  long plungerMoves() {
    return plungerMoves;
  }

  long valveMoves() {
    return valveMoves;
  }

  /** Moves of the valve since this was asked last. */
  long takeValveMoves() {
    long moves = valveMovesSinceReport;
    valveMovesSinceReport = 0;
    return moves;
  }
}
