package org.wetstack.emulator.board;

/** One row of a board's device table. */
public sealed interface DeviceSpec permits PumpSpec, ArraySpec, SensorSpec, LightSpec {

  /** Lower case letters, digits, dots and dashes. */
  String name();

  /** Throws unless {@code name} may stand in a device table, or be a serial number. */
  static void checkName(String name) {
    if (!name.matches("[a-z0-9][a-z0-9.-]{0,31}")) {
      throw new IllegalArgumentException(
          "'"
              + name
              + "' cannot be a name: use up to 32 lower case letters, digits, dots and dashes, a"
              + " letter or a digit first");
    }
  }

  /** Throws unless {@code value}, called {@code what}, is from {@code least} to {@code most}. */
  static void checkRange(String what, long value, long least, long most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          what + " must be from " + least + " to " + most + ", not " + value);
    }
  }
}
