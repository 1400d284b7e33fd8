package org.wetstack.emulator.rig;

import java.util.function.LongSupplier;
import org.wetstack.emulator.culture.chemistry.ChemistryProfile;
import org.wetstack.emulator.culture.chemistry.Reservoir;
import org.wetstack.emulator.culture.chemistry.Tubing;
import org.wetstack.emulator.tissue.Fluid;

/** A pump's reservoir, and the tube from the pump to a dish. Under the world's lock. */
final class Tube {

  private final Reservoir reservoir;
  private final Tubing tubing;
  private final Tubing.Outlet outlet;
  private final LongSupplier millis;

  /**
   * @param profile how fluids are kept
   * @param millis the time of the rig
   */
  Tube(Filling filling, ChemistryProfile profile, Tubing.Outlet outlet, LongSupplier millis) {
    reservoir = new Reservoir(profile, filling.fluid(profile), filling.preparedMillis());
    tubing =
        new Tubing(filling.deadNanoliters().orElse(profile.deadNanoliters()), reservoir.batch());
    this.outlet = outlet;
    this.millis = millis;
  }

  /** The pump pushes {@code nanoliters} out of the reservoir. */
  void push(long nanoliters) {
    tubing.push(reservoir.batch(), nanoliters, millis.getAsLong(), outlet);
  }

  void refill(Fluid fluid) {
    reservoir.refill(fluid, millis.getAsLong());
  }

  /** What is in the reservoir now. */
  Fluid fluid() {
    return reservoir.at(millis.getAsLong());
  }
}
