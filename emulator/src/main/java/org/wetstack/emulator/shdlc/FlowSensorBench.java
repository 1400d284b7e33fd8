package org.wetstack.emulator.shdlc;

import org.wetstack.emulator.World;
import org.wetstack.emulator.fluidics.Outlet;

/** The bench face of a flow sensor. Thread-safe. */
public final class FlowSensorBench {

  private final World world;
  private final FlowCell cell;
  private final FlowChip chip;
  private final CableCommands.Errors errors;

  FlowSensorBench(World world, FlowCell cell, FlowChip chip, CableCommands.Errors errors) {
    this.world = world;
    this.cell = cell;
    this.chip = chip;
    this.errors = errors;
  }

  /** Puts the sensor behind {@code pump}, of the same world. */
  public void clampBehind(Outlet pump) {
    world.run(() -> cell.clamp(pump));
  }

  /** Takes it off: nothing flows through it any more. */
  public void unclamp() {
    world.run(() -> cell.clamp(null));
  }

  /** A bubble comes to sit on the chip and stays, until called with false. */
  public void air(boolean stuck) {
    world.run(() -> cell.airStuck(stuck));
  }

  /** Warms or cools the fluid, -40 to 120. */
  public void celsius(double now) {
    if (!(now >= -40 && now <= 120)) {
      throw new IllegalArgumentException("fluid is -40 to 120 degrees Celsius, not " + now);
    }
    world.run(() -> cell.celsius(now));
  }

  /** Pulls the sensor off its cable; the cable stays on the line. */
  public void unplug() {
    world.run(() -> chip.plug(false));
  }

  /** Puts it on again; it has to be started anew. */
  public void plug() {
    world.run(() -> chip.plug(true));
  }

  /** From now on, what sensor and cable tell each other arrives broken, until called with false. */
  public void noisyCable(boolean noisy) {
    world.run(() -> chip.noisyBus(noisy));
  }

  /**
   * Raises device error flags, 1 to 0xFFFFFFFF: the state of every reply tells that there are some,
   * until a host has asked for them and cleared them.
   */
  public void fail(long flags) {
    if (flags < 1 || flags > 0xFFFF_FFFFL) {
      throw new IllegalArgumentException("device error flags are 1 to 4294967295, not " + flags);
    }
    world.run(() -> errors.state |= flags);
  }
}
