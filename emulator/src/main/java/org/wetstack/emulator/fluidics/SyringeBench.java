package org.wetstack.emulator.fluidics;

import java.util.List;
import java.util.function.LongConsumer;
import org.wetstack.emulator.World;

/** The bench face of a pump that pushes a syringe. Thread-safe. */
public final class SyringeBench implements FluidBench, Outlet {

  private final World world;
  private final SyringeDrive drive;
  private final boolean fillsItself;

  /**
   * The bench of {@code drive}.
   *
   * @param fillsItself whether it has a valve, and fills its syringe from a reservoir; otherwise
   *     the syringe is the reservoir
   */
  public SyringeBench(World world, SyringeDrive drive, boolean fillsItself) {
    this.world = world;
    this.drive = drive;
    this.fillsItself = fillsItself;
  }

  @Override
  public void occlude() {
    world.run(() -> drive.occlude(true));
  }

  @Override
  public void open() {
    world.run(() -> drive.occlude(false));
  }

  @Override
  public void emptyReservoir() {
    world.run(() -> fill(0, 0));
  }

  @Override
  public void refill() {
    world.run(() -> fill(drive.mechanics().strokeSteps(), drive.mechanics().reservoirNanoliters()));
  }

  private void fill(long steps, long reservoirNanoliters) {
    if (fillsItself) {
      drive.fillReservoir(reservoirNanoliters);
    } else {
      drive.place(steps);
    }
  }

  /** From now on {@code share} (0 to 1) of what is pushed drips beside the culture. */
  public void leak(double share) {
    if (!(share >= 0 && share <= 1)) {
      throw new IllegalArgumentException("a leak is a share of 0 to 1, not " + share);
    }
    world.run(() -> drive.tube().leak(share));
  }

  /** Puts a bubble into the tube: so much leaves the pump as air before fluid does. */
  public void air(long nanoliters) {
    world.run(() -> drive.tube().air((double) nanoliters));
  }

  @Override
  public long pumpedNanoliters() {
    return world.ask(() -> drive.tube().deliveredNanoliters());
  }

  @Override
  public double passedNanoliters() {
    return world.ask(() -> drive.tube().passedNanoliters());
  }

  @Override
  public double airPassedNanoliters() {
    return world.ask(() -> drive.tube().airPassedNanoliters());
  }

  /** What has dripped beside the culture, in nanolitres. */
  public double leakedNanoliters() {
    return world.ask(() -> drive.tube().leakedNanoliters());
  }

  /** How far the plunger is from empty. */
  public double plungerMillimeters() {
    return world.ask(() -> drive.position() * drive.mechanics().stepMillimeters());
  }

  /** Every motion of the drive so far, oldest first, at most the latest 100,000. */
  public List<SyringeDrive.Motion> motions() {
    return world.ask(drive::motions);
  }

  @Override
  public void onDelivered(LongConsumer consumer) {
    world.run(() -> drive.tube().onDelivered(consumer));
  }
}
