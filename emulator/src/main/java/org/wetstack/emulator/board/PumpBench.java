package org.wetstack.emulator.board;

import java.util.List;
import java.util.function.LongConsumer;
import org.wetstack.emulator.World;
import org.wetstack.emulator.fluidics.FluidBench;
import org.wetstack.emulator.fluidics.Outlet;

/** What can be done to a pump, and seen of it, on the bench. Thread-safe. */
public final class PumpBench implements FluidBench, Outlet {

  static final int MAX_POURS = 100_000;

  /**
   * What flowed for one operation, from when the motor began to turn; times are of the world.
   *
   * @param endedNanos when the latest portion left
   */
  public record Pour(long operation, long nanoliters, long beganNanos, long endedNanos) {}

  private final World world;
  private final PumpUnit pump;

  PumpBench(World world, PumpUnit pump) {
    this.world = world;
    this.pump = pump;
  }

  /** Closes the line: a dose that runs, or the next, ends with a fault. */
  @Override
  public void occlude() {
    world.run(() -> pump.occlude(true));
  }

  /** Opens the line again. The safe state stays until it is cleared. */
  @Override
  public void open() {
    world.run(() -> pump.occlude(false));
  }

  @Override
  public void emptyReservoir() {
    world.run(() -> pump.fill(0));
  }

  @Override
  public void refill() {
    world.run(() -> pump.fill(pump.spec().reservoirNanoliters()));
  }

  /** All that has really left the pump since it was made. */
  @Override
  public long pumpedNanoliters() {
    return world.ask(() -> pump.outflow().pumpedNanoliters());
  }

  /** It pushes only. */
  @Override
  public double passedNanoliters() {
    return (double) pumpedNanoliters();
  }

  /** Its reservoir has no air. */
  @Override
  public double airPassedNanoliters() {
    return 0;
  }

  /** Every time the motor has turned, oldest first, at most the first 100,000. */
  public List<Pour> pours() {
    return world.ask(() -> pump.outflow().pours());
  }

  /** How often the dose {@code operation} was begun: 0 or, if all is well, 1. */
  public int timesBegun(long operation) {
    return (int) pours().stream().filter(pour -> pour.operation() == operation).count();
  }

  /** Calls {@code consumer}, under the world's lock, with each portion that leaves the pump. */
  @Override
  public void onDelivered(LongConsumer consumer) {
    world.run(() -> pump.outflow().onDelivered(consumer));
  }
}
