package org.wetstack.emulator.harp;

/**
 * What a Harp device is, and how its core behaves where that is not known for sure.
 *
 * @param whoAmI the number of its kind
 * @param name the name it has unless a host gave it another; at most 25 bytes
 * @param hardwareMajor of its circuit board
 * @param firmwareMajor of its application
 * @param core which release of the core it is built on
 * @param serialNumber what was written into it at the factory; 0xFFFF if nothing was
 * @param bootMillis how long it is silent after power-on and reset
 * @param clockPartsPerMillion how much faster its quartz runs than the hosts' clocks
 * @param keepsDelayedWithinSecond whether a request for a later moment of the current second waits
 *     for it; the core has been read to drop it
 */
public record HarpSpec(
    int whoAmI,
    String name,
    int hardwareMajor,
    int hardwareMinor,
    int firmwareMajor,
    int firmwareMinor,
    Core core,
    int serialNumber,
    int bootMillis,
    double clockPartsPerMillion,
    boolean keepsDelayedWithinSecond) {

  /** A release of the ATxmega core. */
  public enum Core {
    /** Registers 0 to 15. */
    V1_13(13),
    /** Registers 0 to 19, and a heartbeat. */
    V1_15(15);

    private final int minor;

    Core(int minor) {
      this.minor = minor;
    }

    int minor() {
      return minor;
    }
  }

  public HarpSpec {
    if (whoAmI < 0 || whoAmI > 0xFFFF || name.length() > 25 || bootMillis < 0) {
      throw new IllegalArgumentException(
          "a Harp device says who it is in 16 bits and its name in 25 bytes, not "
              + whoAmI
              + " and "
              + name);
    }
  }

  /** A device of board and firmware 1.0 on core 1.13, its clock exact. */
  public static HarpSpec of(int whoAmI, String name) {
    return new HarpSpec(whoAmI, name, 1, 0, 1, 0, Core.V1_13, 0xFFFF, 100, 0, false);
  }

  /** The same with other releases of board and firmware. */
  public HarpSpec releases(int boardMajor, int boardMinor, int major, int minor) {
    return new HarpSpec(
        whoAmI,
        name,
        boardMajor,
        boardMinor,
        major,
        minor,
        core,
        serialNumber,
        bootMillis,
        clockPartsPerMillion,
        keepsDelayedWithinSecond);
  }

  /** The same on another core. */
  public HarpSpec on(Core other) {
    return new HarpSpec(
        whoAmI,
        name,
        hardwareMajor,
        hardwareMinor,
        firmwareMajor,
        firmwareMinor,
        other,
        serialNumber,
        bootMillis,
        clockPartsPerMillion,
        keepsDelayedWithinSecond);
  }

  /** The same with a quartz that is {@code partsPerMillion} fast. */
  public HarpSpec drifting(double partsPerMillion) {
    return new HarpSpec(
        whoAmI,
        name,
        hardwareMajor,
        hardwareMinor,
        firmwareMajor,
        firmwareMinor,
        core,
        serialNumber,
        bootMillis,
        partsPerMillion,
        keepsDelayedWithinSecond);
  }

  /** The same with a core that keeps requests for later in this second, too. */
  public HarpSpec keepingDelayedWithinSecond() {
    return new HarpSpec(
        whoAmI,
        name,
        hardwareMajor,
        hardwareMinor,
        firmwareMajor,
        firmwareMinor,
        core,
        serialNumber,
        bootMillis,
        clockPartsPerMillion,
        true);
  }
}
