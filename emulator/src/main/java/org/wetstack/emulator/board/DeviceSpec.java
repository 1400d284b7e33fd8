package org.wetstack.emulator.board;

/** One row of a board's device table. */
public sealed interface DeviceSpec permits PumpSpec, ArraySpec, SensorSpec, LightSpec {

  /** Lower case letters, digits, dots and dashes. */
  String name();

  /** Throws unless {@code name} may stand in a device table. */
  static void checkName(String name) {
    if (!name.matches("[a-z0-9][a-z0-9.-]{0,31}")) {
      throw new IllegalArgumentException(
          "'"
              + name
              + "' cannot name a device: use up to 32 lower case letters, digits, dots, dashes");
    }
  }
}
