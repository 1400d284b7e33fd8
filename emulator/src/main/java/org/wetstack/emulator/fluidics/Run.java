package org.wetstack.emulator.fluidics;

import java.util.function.Consumer;
import org.wetstack.emulator.fluidics.SyringeDrive.Direction;
import org.wetstack.emulator.fluidics.SyringeDrive.End;

/** A motion under way: which of its steps is due when. Times in nanoseconds of the world. */
final class Run {

  private static final double NANOS_PER_SECOND = 1e9;

  final Direction direction;
  final Consumer<End> onEnd;
  final long wanted;
  long made;
  private double madeBefore;
  private Profile.Course course;
  private long beganNanos;

  Run(Direction direction, long wanted, Profile profile, Consumer<End> onEnd, long now) {
    this.direction = direction;
    this.wanted = wanted;
    this.course = profile.over((double) wanted);
    this.onEnd = onEnd;
    this.beganNanos = now;
  }

  private double seconds(long now) {
    return (now - beganNanos) / NANOS_PER_SECOND;
  }

  /** Another speed for the rest. */
  void speed(Profile profile, long now) {
    // A step that has begun goes on: a host that changes the speed all the time stops nothing.
    madeBefore += course.stepsAfter(seconds(now));
    course = profile.over(wanted - madeBefore);
    beganNanos = now;
  }

  /** How many steps are to be made by {@code now}. */
  long due(long now) {
    double elapsed = seconds(now);
    boolean over = elapsed >= course.seconds();
    return Math.min(over ? wanted : (long) (madeBefore + course.stepsAfter(elapsed)), wanted);
  }

  /** How long it goes on, if nothing stops it. */
  double restSeconds(long now) {
    return course.seconds() - seconds(now);
  }

  /** The speed, in steps per second. */
  double hz(long now) {
    return course.hzAfter(seconds(now));
  }
}
