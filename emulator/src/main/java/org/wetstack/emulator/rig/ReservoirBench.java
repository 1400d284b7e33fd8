package org.wetstack.emulator.rig;

import org.wetstack.emulator.World;
import org.wetstack.emulator.tissue.Fluid;

/**
 * What can be done to the fluid that a pump delivers to a culture, and seen of it, on the bench.
 * How much of it there is belongs to the pump's own bench. Thread-safe.
 */
public final class ReservoirBench {

  private final World world;
  private final Tube tube;

  ReservoirBench(World world, Tube tube) {
    this.world = world;
    this.tube = tube;
  }

  /** What is in the reservoir now; dopamine oxidises. */
  public Fluid fluid() {
    return world.ask(tube::fluid);
  }

  /** Empties it and fills it with {@code fresh}, prepared now. The tube keeps what it holds. */
  public void refill(Fluid fresh) {
    world.run(() -> tube.refill(fresh));
  }
}
