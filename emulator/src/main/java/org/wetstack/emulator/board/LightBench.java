package org.wetstack.emulator.board;

import java.util.List;
import java.util.function.LongConsumer;
import org.wetstack.emulator.World;

/** What can be done to a light, and seen of it, on the bench. Thread-safe. */
public final class LightBench {

  static final int MAX_SHINES = 100_000;

  /**
   * A flash that really shone; times are of the world.
   *
   * @param endedNanos -1 while it shines
   */
  public record Shine(long operation, int microwatts, long beganNanos, long endedNanos) {}

  private final World world;
  private final LightUnit light;

  LightBench(World world, LightUnit light) {
    this.world = world;
    this.light = light;
  }

  /** What shines now, in microwatts; 0 if it is dark. */
  public int microwatts() {
    return world.ask(() -> light.lamp().microwatts());
  }

  /** Every flash that has shone, oldest first, at most the first 100,000. */
  public List<Shine> shines() {
    return world.ask(() -> light.lamp().shines());
  }

  /** How often the flash {@code operation} was begun: 0 or, if all is well, 1. */
  public int timesBegun(long operation) {
    return (int) shines().stream().filter(shine -> shine.operation() == operation).count();
  }

  /** The light finds itself too hot: it goes out, and its board to the safe state. */
  public void overheat() {
    world.run(() -> light.heat(true));
  }

  /** It has cooled down. The safe state stays until it is cleared. */
  public void cool() {
    world.run(() -> light.heat(false));
  }

  /**
   * Calls {@code consumer}, under the world's lock, with the power in microwatts each time it
   * changes, instead of whom was called before.
   */
  public void onPower(LongConsumer consumer) {
    world.run(() -> light.lamp().onPower(consumer));
  }
}
