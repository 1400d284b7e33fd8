package org.wetstack.emulator.rhx.state;

import java.util.HashMap;
import java.util.Map;

/**
 * What the last measurement of impedances gave, per amplifier channel; zero before there was one.
 * Not thread-safe: used under the world's lock.
 */
public final class ElectrodeImpedances {

  /**
   * One complex impedance.
   *
   * @param degrees phase, -180 to 180
   */
  public record Impedance(double ohms, double degrees) {}

  private static final Impedance UNKNOWN = new Impedance(0, 0);

  private final Map<String, Impedance> byName = new HashMap<>();

  /** Keeps what was measured at {@code channel}. */
  public void measured(Channel channel, Impedance impedance) {
    byName.put(channel.nativeName(), impedance);
  }

  /** The impedance at {@code channel}; zero if it was never measured. */
  public Impedance of(Channel channel) {
    return byName.getOrDefault(channel.nativeName(), UNKNOWN);
  }
}
