package org.wetstack.emulator.harp;

import org.wetstack.emulator.fluidics.Mechanics;

/**
 * A Harp syringe pump, and how its firmware behaves where readings of it differ.
 *
 * @param device its core; {@link #of} has what the pump reports
 * @param mechanics of screw and syringe; a step of these is a sixteenth of a motor step
 * @param dialect whose register table it keeps to
 * @param switchMillimeters how far before the end of the travel the forward limit switch is
 * @param stepsWakeDriver whether a step of a protocol enables the motor driver again, which is
 *     disabled after 30 s without a manual step; otherwise the rest of a longer protocol is lost
 * @param tellsWhenSwitchStops whether register 54 goes to 0, with its event, when a limit switch
 *     ends a protocol; the firmware has been read to tell only of the switch
 */
public record SyringePumpSpec(
    HarpSpec device,
    Mechanics mechanics,
    Dialect dialect,
    double switchMillimeters,
    boolean stepsWakeDriver,
    boolean tellsWhenSwitchStops) {

  /** The firmware and its own description differ. */
  public enum Dialect {
    /** What the firmware does: the calibration (50, 51) is bytes, and registers may be written. */
    FIRMWARE_1_1,
    /** What device.yml says: the calibration is numbers, and inputs and states are read only. */
    DEVICE_YML
  }

  /** Motor steps are cut into as many as this at most. */
  static final int MICROSTEPS = 16;

  private static final int WHO_AM_I = 1296;

  /** A screw of 2 mm a turn, 200 steps a turn, and a glass syringe of 500 µL on 60 mm. */
  public static SyringePumpSpec of() {
    return of(Mechanics.ideal(0.01 / MICROSTEPS, 3.257, 60));
  }

  /** The same with another screw and syringe, its step a sixteenth of a motor step. */
  public static SyringePumpSpec of(Mechanics mechanics) {
    return new SyringePumpSpec(
        HarpSpec.of(WHO_AM_I, "Pump").releases(1, 1, 1, 1),
        mechanics,
        Dialect.FIRMWARE_1_1,
        0.5,
        true,
        false);
  }

  /** The same on another core, or with another clock. */
  public SyringePumpSpec on(HarpSpec other) {
    return new SyringePumpSpec(
        other, mechanics, dialect, switchMillimeters, stepsWakeDriver, tellsWhenSwitchStops);
  }

  /** The same by another table. */
  public SyringePumpSpec speaking(Dialect other) {
    return new SyringePumpSpec(
        device, mechanics, other, switchMillimeters, stepsWakeDriver, tellsWhenSwitchStops);
  }

  /** The same, in which a protocol of more than 30 s loses the motor driver. */
  public SyringePumpSpec losingDriver() {
    return new SyringePumpSpec(
        device, mechanics, dialect, switchMillimeters, false, tellsWhenSwitchStops);
  }

  /** The same, which also tells of the protocol when a limit switch ends it. */
  public SyringePumpSpec tellingSwitchStops() {
    return new SyringePumpSpec(
        device, mechanics, dialect, switchMillimeters, stepsWakeDriver, true);
  }
}
