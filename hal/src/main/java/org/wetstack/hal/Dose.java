package org.wetstack.hal;

import org.wetstack.hal.units.FlowRate;
import org.wetstack.hal.units.Volume;

/** How much, how fast: an infusion from the reservoir to the culture. */
public record Dose(Volume volume, FlowRate rate) {

  @Override
  public String toString() {
    return volume + " at " + rate;
  }
}
