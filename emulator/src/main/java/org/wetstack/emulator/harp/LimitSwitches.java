package org.wetstack.emulator.harp;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.wetstack.emulator.World;
import org.wetstack.emulator.fluidics.SyringeDrive;
import org.wetstack.emulator.fluidics.SyringeDrive.Direction;
import org.wetstack.emulator.fluidics.SyringeDrive.End;
import org.wetstack.hal.spi.Timebase;

/**
 * The switches at both ends of the travel: one a little before the plunger is all the way in, one
 * that it meets when drawn all the way out. Closing counts after 50 ms, opening at once; whoever
 * puts a syringe in works them, too.
 */
final class LimitSwitches {

  private static final Duration DEBOUNCE = Duration.ofMillis(50);

  private final World world;
  private final SyringeDrive drive;
  private final SyringePump pump;
  private final long margin;
  private final boolean[] closed = new boolean[2];
  private final boolean[] pressed = new boolean[2];
  private final Timebase.@Nullable Timer[] debounce = new Timebase.@Nullable Timer[2];
  private boolean drawnOut;
  private boolean on;

  LimitSwitches(World world, SyringePumpSpec spec, SyringeDrive drive, SyringePump pump) {
    this.world = world;
    this.drive = drive;
    this.pump = pump;
    margin = Math.round(spec.switchMillimeters() / spec.mechanics().stepMillimeters());
    drive.onPlaced(
        () -> {
          drawnOut = false;
          look();
        });
  }

  /** The pump has booted: a switch that is closed already counts at once. */
  void start() {
    on = true;
    for (int which = 0; which < closed.length; which++) {
      closed[which] = reads(which);
      pressed[which] = closed[which];
      if (closed[which]) {
        pump.switchFound(which);
      }
    }
  }

  void stop() {
    on = false;
    forget(SyringePump.FORWARD);
    forget(SyringePump.REVERSE);
  }

  boolean pressed(int direction) {
    return pressed[direction == SyringePump.REVERSE ? SyringePump.REVERSE : SyringePump.FORWARD];
  }

  private boolean reads(int which) {
    return which == SyringePump.FORWARD ? drive.position() <= margin : drawnOut;
  }

  /** The motor has turned, and this is how that ended. */
  void moved(Direction direction, End end) {
    drawnOut = direction == Direction.WITHDRAW && (drawnOut || end == End.END_OF_TRAVEL);
    look();
  }

  /** The plunger may have moved. */
  private void look() {
    for (int which = 0; on && which < closed.length; which++) {
      boolean now = reads(which);
      if (now != closed[which]) {
        closed[which] = now;
        forget(which);
        if (now) {
          wait(which);
        } else if (pressed[which]) {
          pressed[which] = false;
          pump.switchReleased(which);
        }
      }
    }
  }

  private void wait(int which) {
    debounce[which] =
        world.after(
            DEBOUNCE,
            () -> {
              pressed[which] = true;
              pump.switchPressed(which);
            });
  }

  private void forget(int which) {
    Timebase.Timer timer = debounce[which];
    if (timer != null) {
      timer.cancel();
    }
  }
}
