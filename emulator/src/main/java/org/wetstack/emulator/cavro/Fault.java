package org.wetstack.emulator.cavro;

/** What a pump can complain of, in the low four bits of its status byte. */
enum Fault {
  NONE(0),
  INITIALIZATION(1),
  INVALID_COMMAND(2),
  INVALID_OPERAND(3),
  INVALID_SEQUENCE(4),
  MEMORY(6),
  NOT_INITIALIZED(7),
  PLUNGER_OVERLOAD(9),
  VALVE_OVERLOAD(10),
  MOVE_NOT_ALLOWED(11),
  OVERFLOW(15);

  private final int code;

  Fault(int code) {
    this.code = code;
  }

  int code() {
    return code;
  }
}
