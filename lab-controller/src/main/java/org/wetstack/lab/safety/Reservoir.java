package org.wetstack.lab.safety;

import java.time.Instant;
import org.wetstack.hal.units.Volume;

/**
 * What a pump draws from.
 *
 * @param nanomolar concentration of the substance
 * @param content how much was filled in when it was prepared
 */
public record Reservoir(
    String name,
    String pump,
    String substance,
    long nanomolar,
    String vehicle,
    Volume content,
    Instant prepared,
    Instant expires) {

  public Reservoir {
    if (!expires.isAfter(prepared)) {
      throw new IllegalArgumentException(
          "reservoir " + name + " expires at " + expires + ", which is not after " + prepared);
    }
    if (nanomolar < 0) {
      throw new IllegalArgumentException(
          "reservoir " + name + " has a concentration of less than nothing");
    }
  }
}
