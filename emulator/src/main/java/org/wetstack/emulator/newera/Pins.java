package org.wetstack.emulator.newera;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import org.wetstack.emulator.World;

/**
 * The TTL connector, as what is wired to it drives and meets it. Inputs, which are high when
 * nothing is connected: 2 trigger, 3 direction, 4 event, 6 program input. Outputs: 5 program
 * output, 7 motor, 8 direction. Thread-safe.
 */
public final class Pins {

  static final int TRIGGER = 2;
  static final int DIRECTION = 3;
  static final int EVENT = 4;
  static final int OUTPUT = 5;
  static final int INPUT = 6;
  static final int MOTOR = 7;
  static final int DIRECTION_OUT = 8;

  private final World world;
  private final Map<Integer, Boolean> inputs =
      new TreeMap<>(Map.of(TRIGGER, true, DIRECTION, true, EVENT, true, INPUT, true));
  private final BooleanSupplier turns;
  private final BooleanSupplier infuses;
  private Listener listener = (pin, high) -> {};
  private boolean output;

  /** Hears of edges. */
  interface Listener {
    void edge(int pin, boolean high);
  }

  Pins(World world, BooleanSupplier turns, BooleanSupplier infuses) {
    this.world = world;
    this.turns = turns;
    this.infuses = infuses;
  }

  void listen(Listener to) {
    listener = to;
  }

  /**
   * Drives an input.
   *
   * @throws IllegalArgumentException if this pin is none: give 2, 3, 4 or 6
   */
  public void drive(int pin, boolean high) {
    if (!inputs.containsKey(pin)) {
      throw new IllegalArgumentException("pin " + pin + " is no input: give 2, 3, 4 or 6");
    }
    world.run(
        () -> {
          Boolean before = inputs.put(pin, high);
          if (!Boolean.valueOf(high).equals(before)) {
            listener.edge(pin, high);
          }
        });
  }

  /**
   * Whether a pin is high.
   *
   * @throws IllegalArgumentException if it has no level: give 2 to 8
   */
  public boolean high(int pin) {
    return world.ask(
        () ->
            switch (pin) {
              case TRIGGER, DIRECTION, EVENT, INPUT -> input(pin);
              case OUTPUT -> output;
              case MOTOR -> turns.getAsBoolean();
              case DIRECTION_OUT -> infuses.getAsBoolean();
              default ->
                  throw new IllegalArgumentException("pin " + pin + " has no level: give 2 to 8");
            });
  }

  boolean input(int pin) {
    return Boolean.TRUE.equals(inputs.get(pin));
  }

  void output(boolean high) {
    output = high;
  }
}
