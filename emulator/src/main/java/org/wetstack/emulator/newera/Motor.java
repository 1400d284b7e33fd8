package org.wetstack.emulator.newera;

import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.wetstack.emulator.World;
import org.wetstack.emulator.fluidics.Profile;
import org.wetstack.emulator.fluidics.SyringeDrive;
import org.wetstack.emulator.fluidics.SyringeDrive.Direction;
import org.wetstack.emulator.fluidics.SyringeDrive.End;
import org.wetstack.hal.spi.Timebase;

/**
 * The motor as the firmware sees it: steps that were ordered and counted. Whether they were made is
 * known only to a pump that notices stalls; one that does not counts on, and tries on.
 */
final class Motor {

  private static final Duration TRY_AGAIN = Duration.ofMillis(50);
  private static final double NANOS_PER_SECOND = 1e9;

  private final World world;
  private final SyringeDrive drive;
  private final boolean noticesStalls;
  private @Nullable Run run;
  private @Nullable Run last;
  private Timebase.@Nullable Timer timer;

  Motor(World world, SyringeDrive drive, boolean noticesStalls) {
    this.world = world;
    this.drive = drive;
    this.noticesStalls = noticesStalls;
  }

  private static final class Run {
    final Direction direction;
    final long wanted;
    final Consumer<End> onEnd;
    double hz;

    /** Steps of the drive's earlier motions. */
    long before;

    /** Whether the drive does not know how many, and time tells. */
    boolean byTime;

    /** Where the plunger was when the drive's present motion began. */
    long from;

    double timed;
    long sinceNanos;

    Run(Direction direction, long wanted, double hz, Consumer<End> onEnd, long now) {
      this.direction = direction;
      this.wanted = wanted;
      this.hz = hz;
      this.onEnd = onEnd;
      this.sinceNanos = now;
    }

    /** Keeps what time has told so far. */
    void look(long now) {
      timed = Math.min((double) wanted, timed + hz * (now - sinceNanos) / NANOS_PER_SECOND);
      sinceNanos = now;
    }

    void rest(double steps) {
      byTime = true;
      timed = steps;
      hz = 0;
    }
  }

  /**
   * Begins to turn.
   *
   * @param steps how many; {@link Long#MAX_VALUE} for no end
   * @param onEnd is told once that all steps are counted, or that it noticed it cannot
   */
  void start(Direction direction, long steps, double hz, Consumer<End> onEnd) {
    var begun = new Run(direction, steps, hz, onEnd, world.nanos());
    run = begun;
    last = begun;
    turn(begun, steps);
  }

  private void turn(Run turning, long steps) {
    turning.from = drive.position();
    drive.move(turning.direction, steps, Profile.even(turning.hz), end -> ended(turning, end));
  }

  private void ended(Run turning, End end) {
    if (run != turning) {
      return;
    }
    turning.look(world.nanos());
    if (end != End.DONE && !noticesStalls) {
      slip(turning);
    } else {
      // One that notices stalls sees what the plunger really does.
      long made = turning.before + Math.abs(drive.position() - turning.from);
      turning.rest((double) (end == End.DONE ? turning.wanted : made));
      run = null;
      turning.onEnd.accept(end);
    }
  }

  /** The motor growls: its steps are lost, but counted. */
  private void slip(Run turning) {
    turning.byTime = true;
    timer =
        world.after(
            TRY_AGAIN,
            () -> {
              if (run != turning) {
                return;
              }
              turning.look(world.nanos());
              long rest = turning.wanted - (long) turning.timed;
              if (rest <= 0) {
                ended(turning, End.DONE);
              } else {
                turning.before = (long) turning.timed;
                turning.byTime = false;
                turn(turning, rest);
              }
            });
  }

  /** Another speed for the rest. */
  void speed(double hz) {
    long counted = counted();
    Run now = run;
    if (now != null) {
      now.look(world.nanos());
      now.timed = Math.max(now.timed, (double) counted);
      now.hz = hz;
      drive.speed(Profile.even(hz));
    }
  }

  /** Stops at this instant, without telling. Nothing if it does not turn. */
  void halt() {
    long counted = counted();
    Run now = run;
    if (now != null) {
      if (timer != null) {
        timer.cancel();
        timer = null;
      }
      run = null;
      now.rest((double) counted);
      drive.halt();
    }
  }

  boolean turning() {
    drive.moving();
    return run != null;
  }

  /** The steps counted since the last start; 0 if there was none. */
  long counted() {
    long made = drive.made();
    Run of = last;
    if (of == null) {
      return 0;
    }
    if (of.byTime) {
      of.look(world.nanos());
      return (long) of.timed;
    }
    return of.before + made;
  }
}
