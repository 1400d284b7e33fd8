package org.wetstack.emulator.harvard;

import org.wetstack.emulator.World;
import org.wetstack.emulator.fluidics.SyringeDrive.Direction;

/**
 * What a person at the pump does, and what is plugged into its other sockets. Thread-safe, apart
 * from what is for the firmware.
 */
public final class FrontPanel {

  private final World world;
  private final Settings settings;
  private final Motor motor;
  private final Runnable onEvent;
  private boolean quickStart = true;
  private boolean touched;
  private boolean triggerHigh = true;
  private boolean directionInfuses = true;
  private final boolean[] outputs = new boolean[2];
  private boolean sync;

  FrontPanel(World world, Settings settings, Motor motor, Runnable onEvent) {
    this.world = world;
    this.settings = settings;
    this.motor = motor;
    this.onEvent = onEvent;
  }

  /** Touches the screen: hosts are not listened to until one sends an empty line. */
  public void touch() {
    world.run(() -> touched = true);
  }

  /** Leaves the quick start screen, the only one on which most commands work, or returns to it. */
  public void quickStart(boolean shown) {
    world.run(() -> quickStart = shown);
  }

  /** Presses Run; nothing happens without a rate. */
  public void pressRun() {
    world.run(
        () -> {
          try {
            motor.run(motor.direction());
          } catch (RefusedException e) {
            // The screen says why; hosts are not told.
            return;
          }
          onEvent.run();
        });
  }

  /** Presses Stop. */
  public void pressStop() {
    world.run(
        () -> {
          motor.stop();
          onEvent.run();
        });
  }

  /** Puts the trigger input, at which a foot switch hangs, high (as when open) or low. */
  public void trigger(boolean high) {
    world.run(
        () -> {
          boolean changed = high != triggerHigh;
          triggerHigh = high;
          if (changed) {
            react(high);
          }
        });
  }

  private void react(boolean high) {
    if (settings.footswitch == Settings.Footswitch.MOM && high) {
      return;
    }
    boolean run =
        switch (settings.footswitch) {
          case RISE -> high;
          case FALL -> !high;
          case MOM -> !motor.running();
        };
    if (run) {
      pressRun();
    } else {
      pressStop();
    }
  }

  /** Puts the input for the direction to infuse or not; a pump at rest goes that way next. */
  public void direction(boolean infuse) {
    world.run(
        () -> {
          directionInfuses = infuse;
          motor.direction(infuse ? Direction.INFUSE : Direction.WITHDRAW);
        });
  }

  /** Whether output 1 or 2 is high. */
  public boolean output(int number) {
    return world.ask(() -> outputs[number - 1]);
  }

  /** Whether the sync port is high. */
  public boolean sync() {
    return world.ask(() -> sync);
  }

  void output(int number, boolean high) {
    outputs[number - 1] = high;
  }

  void sync(boolean high) {
    sync = high;
  }

  boolean triggerHigh() {
    return triggerHigh;
  }

  boolean directionInfuses() {
    return directionInfuses;
  }

  /** Whether hosts are not listened to. */
  boolean touched() {
    return touched;
  }

  /** A host has sent an empty line. */
  void release() {
    touched = false;
  }

  void showQuickStart() {
    quickStart = true;
  }

  /** {@code command} for as long as the quick start screen is shown. */
  Commands.Command onQuickStart(Commands.Command command) {
    return arguments -> {
      if (!quickStart) {
        throw RefusedException.command("Not in Quick Start mode");
      }
      return command.answer(arguments);
    };
  }
}
