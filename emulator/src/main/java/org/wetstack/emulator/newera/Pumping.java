package org.wetstack.emulator.newera;

import java.util.function.Consumer;
import org.wetstack.emulator.fluidics.SyringeDrive.Direction;
import org.wetstack.emulator.fluidics.SyringeDrive.End;

/** The pumping of one phase, and what all of them have dispensed. Volumes in nanolitres. */
final class Pumping {

  private final Settings settings;
  private final Motor motor;
  private final Consumer<End> onEnd;
  private Direction direction = Direction.INFUSE;
  private double nanolitersPerMinute;
  private double infused;
  private double withdrawn;
  private double ordered;
  private double counted;

  /** What was ordered and is less than a step, positive where it is still to be infused. */
  private double owed;

  private long wanted;
  private long done;
  private boolean under;

  /**
   * Nothing yet.
   *
   * @param onEnd is told when a phase has its volume, or the motor stalls
   */
  Pumping(Settings settings, Motor motor, Consumer<End> onEnd) {
    this.settings = settings;
    this.motor = motor;
    this.onEnd = onEnd;
  }

  /**
   * Begins.
   *
   * @param volume to the nearest step, what earlier ones were off made up for; 0 for no end
   * @return false if the volume is less than half a step, so that there is nothing to do
   */
  boolean begin(double rate, Direction to, double volume) {
    settle();
    nanolitersPerMinute = rate;
    direction = to;
    done = 0;
    counted = 0;
    aim(volume);
    return go();
  }

  private void aim(double volume) {
    ordered = volume;
    double before = direction == Direction.INFUSE ? owed : -owed;
    wanted =
        volume == 0 ? Long.MAX_VALUE : Math.round((volume + before) / settings.nanolitersPerStep());
  }

  private boolean go() {
    if (wanted <= done) {
      complete();
      return false;
    }
    long rest = wanted == Long.MAX_VALUE ? Long.MAX_VALUE : wanted - done;
    under = true;
    motor.start(
        direction,
        rest,
        hz(),
        end -> {
          settle();
          if (end == End.DONE) {
            complete();
          }
          onEnd.accept(end);
        });
    return true;
  }

  /** A phase that has its volume counts what was ordered; what that is off is made up for. */
  private void complete() {
    double off = ordered - counted;
    if (off > 0 || Math.abs(off) <= settings.nanolitersPerStep()) {
      add(off);
      owed += direction == Direction.INFUSE ? off : -off;
    }
    counted = ordered;
  }

  private double hz() {
    return nanolitersPerMinute / 60 / settings.nanolitersPerStep();
  }

  /** Holds on. Nothing if it does not pump. */
  void pause() {
    settle();
  }

  /** Goes on after a pause, with what are the rate and the volume of the phase now. */
  boolean resume(double rate, double volume) {
    nanolitersPerMinute = rate;
    aim(volume);
    return go();
  }

  /** Another rate from now on. */
  void rate(double rate) {
    nanolitersPerMinute = rate;
    if (under) {
      motor.speed(hz());
    }
  }

  /** The other way from now on; only where there is no end. */
  void turn(Direction to) {
    if (to != direction) {
      boolean going = under;
      settle();
      direction = to;
      if (going) {
        go();
      }
    }
  }

  /** Which way it goes, or went last. */
  Direction direction() {
    return direction;
  }

  /** The rate it has, or had last. */
  double nanolitersPerMinute() {
    return nanolitersPerMinute;
  }

  boolean endless() {
    return wanted == Long.MAX_VALUE;
  }

  /** What was dispensed that way since it was cleared, as the firmware counts. */
  double dispensed(Direction way) {
    double settled = way == Direction.INFUSE ? infused : withdrawn;
    return under && way == direction ? settled + volume(motor.counted()) : settled;
  }

  void clear(Direction way) {
    if (way == Direction.INFUSE) {
      infused = 0;
    } else {
      withdrawn = 0;
    }
    if (under && way == direction) {
      // What is under way is counted from here.
      add(-volume(motor.counted()));
    }
  }

  private double volume(long steps) {
    return steps * settings.nanolitersPerStep();
  }

  private void add(double volume) {
    if (direction == Direction.INFUSE) {
      infused += volume;
    } else {
      withdrawn += volume;
    }
  }

  private void settle() {
    if (under) {
      motor.halt();
      long steps = motor.counted();
      under = false;
      done += steps;
      counted += volume(steps);
      add(volume(steps));
    }
  }
}
