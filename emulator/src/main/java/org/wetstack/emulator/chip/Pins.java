package org.wetstack.emulator.chip;

/**
 * The pins of an RHS2116 that register 1 sets.
 *
 * @param auxiliary1 auxout1
 * @param auxiliary2 auxout2
 * @param openDrainPulls whether auxoutOD pulls to VSTIM-
 * @param weakMiso whether MISO is held weakly while CS is high, instead of floating
 */
public record Pins(Level auxiliary1, Level auxiliary2, boolean openDrainPulls, boolean weakMiso) {

  /** What an output does. */
  public enum Level {
    LOW,
    HIGH,
    FLOATING
  }

  static Pins of(int format, boolean lvds) {
    return new Pins(
        level(format >> 8), level(format >> 10), (format & 1 << 12) != 0, weak(format) && !lvds);
  }

  /** The lower bit lets it float, the upper is what it shows if it does not. */
  private static Level level(int bits) {
    if ((bits & 1) != 0) {
      return Level.FLOATING;
    }
    return (bits & 2) != 0 ? Level.HIGH : Level.LOW;
  }

  private static boolean weak(int format) {
    return (format & 1 << 7) != 0;
  }
}
