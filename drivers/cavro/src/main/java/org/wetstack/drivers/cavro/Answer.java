package org.wetstack.drivers.cavro;

import java.nio.charset.StandardCharsets;

/**
 * An answer taken apart.
 *
 * @param error 0 for none
 * @param ready whether nothing moves; to be believed only from a query
 */
record Answer(int error, boolean ready, String data) {

  static final int INITIALIZATION = 1;
  static final int NOT_INITIALIZED = 7;
  static final int PLUNGER_OVERLOAD = 9;
  static final int OVERFLOW = 15;

  private static final int HEAD = 3;
  private static final int TAIL = 2;

  static Answer of(byte[] frame) {
    return new Answer(
        frame[2] & 0x0F,
        (frame[2] & 0x20) != 0,
        new String(frame, HEAD, frame.length - HEAD - TAIL, StandardCharsets.ISO_8859_1));
  }

  /** Whether it is what a command or a query gets: a status without data. */
  static boolean isStatus(byte[] frame) {
    return frame.length == HEAD + TAIL;
  }

  /** Whether it is a number, as most reports are. */
  static boolean isNumber(byte[] frame) {
    return of(frame).data().matches("-?[0-9]+");
  }

  /** Whether it is the name of a valve's position, known or not. */
  static boolean isPosition(byte[] frame) {
    return of(frame).data().matches("[^ ]{1,2}");
  }

  /** Whether it is words, which only the report of the configuration has. */
  static boolean isWords(byte[] frame) {
    return of(frame).data().matches("(?s).*[A-Za-z].*[A-Za-z].*");
  }

  boolean overloaded() {
    return error == PLUNGER_OVERLOAD;
  }

  /** The error in words. */
  String words() {
    return switch (error) {
      case INITIALIZATION -> "the initialisation failed";
      case 2 -> "unknown command";
      case 3 -> "invalid operand";
      case 4 -> "invalid command sequence";
      case 6 -> "its EEPROM failed";
      case NOT_INITIALIZED -> "it is not initialised";
      case PLUNGER_OVERLOAD -> "plunger overload: the line is closed, or the plunger blocked";
      case 10 -> "valve overload: the valve is blocked";
      case 11 -> "the plunger must not move while the valve is in bypass";
      case OVERFLOW -> "it is busy with something else";
      default -> "error " + error;
    };
  }
}
