package org.wetstack.tests;

import org.wetstack.emulator.World;
import org.wetstack.emulator.fluidics.Outlet;

/**
 * The tube between a pump and a flow sensor, which goes wrong as a test wants it. Time is told to
 * it by whoever looks: the sensor does so all the time.
 */
final class LeakyTube implements Outlet {

  private static final double NANOS_PER_MINUTE = 60e9;

  private final World world;
  private final Outlet pump;
  private double share = 1;
  private double siphonPerMinute;
  private double pumped;
  private double passed;
  private long lookedNanos;

  LeakyTube(World world, Outlet pump) {
    this.world = world;
    this.pump = pump;
    lookedNanos = world.nanos();
  }

  /** So much of what is pushed arrives; more than 1 where the syringe is a larger one. */
  void passes(double newShare) {
    world.run(
        () -> {
          look();
          share = newShare;
        });
  }

  double share() {
    return world.ask(() -> share);
  }

  /** So much flows whatever the pump does. */
  void siphons(double nanolitersPerMinute) {
    world.run(
        () -> {
          look();
          siphonPerMinute = nanolitersPerMinute;
        });
  }

  private void look() {
    long now = world.nanos();
    double all = pump.passedNanoliters();
    passed += (all - pumped) * share + siphonPerMinute * (now - lookedNanos) / NANOS_PER_MINUTE;
    pumped = all;
    lookedNanos = now;
  }

  @Override
  public double passedNanoliters() {
    return world.ask(
        () -> {
          look();
          return passed;
        });
  }

  @Override
  public double airPassedNanoliters() {
    return pump.airPassedNanoliters();
  }
}
