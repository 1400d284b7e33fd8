package org.wetstack.emulator.fluidics;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.wetstack.emulator.World;
import org.wetstack.emulator.tissue.Parameters;
import org.wetstack.hal.spi.Timebase;

/**
 * The stepper, the screw, the syringe and the tube of one pump: what a firmware turns, and what
 * comes of it. A position is the number of steps from empty: infusing lowers it. Called under the
 * world's lock; whatever is asked is true of this instant.
 */
public final class SyringeDrive {

  /** Which way the plunger goes. */
  public enum Direction {
    INFUSE,
    WITHDRAW
  }

  /** Why a motion ended. */
  public enum End {
    /** All its steps are made. */
    DONE,
    /** The firmware halted it, or the power went. */
    HALTED,
    /** The line is closed and the motor too weak. */
    STALLED,
    /** The plunger has met the end of its travel. */
    END_OF_TRAVEL
  }

  /** Where the syringe's mouth leads. */
  public enum Port {
    /** To the culture. */
    OUTLET,
    /** To the reservoir, from which a pump with a valve fills its syringe. */
    RESERVOIR,
    /** To a vessel for waste: what goes there is gone, and what comes from there is air. */
    WASTE,
    /** Nowhere. */
    CLOSED
  }

  /**
   * One motion as it was made.
   *
   * @param steps those that the motor made, not those that were ordered
   */
  public record Motion(Direction direction, Port port, long steps, long beganNanos) {}

  private static final Duration LOOK_EVERY = Duration.ofMillis(50);
  private static final double NANOS_PER_SECOND = 1e9;

  private final World world;
  private final Mechanics mechanics;
  private final Syringe syringe;
  private final MotionLog motions = new MotionLog();
  private long encoder;
  private Runnable onPlaced = () -> {};
  private long lookedNanos;
  private long turned;
  private @Nullable Run run;
  private Timebase.@Nullable Timer timer;

  /** A drive with a full syringe, at rest. */
  public SyringeDrive(World world, Mechanics mechanics) {
    this(world, mechanics, mechanics.strokeSteps());
  }

  /** A drive whose plunger is {@code position} steps from empty, at rest. */
  public SyringeDrive(World world, Mechanics mechanics, long position) {
    Parameters.check(mechanics);
    this.world = world;
    this.mechanics = mechanics;
    this.syringe = new Syringe(mechanics, position);
    this.lookedNanos = world.nanos();
  }

  public Mechanics mechanics() {
    return mechanics;
  }

  /**
   * Begins to turn.
   *
   * @param steps how many; {@link Long#MAX_VALUE} for no end
   * @param onEnd is told once, under the world's lock, why it ended
   * @throws IllegalStateException if it turns already: firmware knows what it does
   */
  public void move(Direction direction, long steps, Profile profile, Consumer<End> onEnd) {
    begin(direction, steps, profile, onEnd);
    schedule();
  }

  private Run begin(Direction direction, long steps, Profile profile, Consumer<End> onEnd) {
    look();
    if (run != null) {
      throw new IllegalStateException("the drive turns already");
    }
    var begun = new Run(direction, steps, profile, onEnd, world.nanos());
    run = begun;
    motions.begin(direction, syringe.port(), world.nanos());
    return begun;
  }

  /**
   * Makes {@code steps} at this instant, for firmware that times every pulse of its motor itself.
   *
   * @return why it ended: DONE, STALLED or END_OF_TRAVEL
   * @throws IllegalStateException if a motion is under way
   */
  public End pulse(Direction direction, long steps) {
    var ends = new ArrayList<End>(1);
    turn(begin(direction, steps, Profile.even(1), ends::add), steps, 0);
    end(End.DONE);
    return ends.get(0);
  }

  /** Another speed for the rest of the motion; nothing if none is under way. */
  public void speed(Profile profile) {
    look();
    Run now = run;
    if (now != null) {
      now.speed(profile, world.nanos());
      schedule();
    }
  }

  /** Ends the motion at this instant. Nothing if none is under way. */
  public void halt() {
    look();
    end(End.HALTED);
  }

  public boolean moving() {
    look();
    return run != null;
  }

  /** The steps of the motion under way; 0 if there is none. */
  public long made() {
    look();
    return run == null ? 0 : run.made;
  }

  /** The steps of all motions since the drive was made, whichever way they went. */
  public long turned() {
    look();
    return turned;
  }

  /**
   * From now on the motor gives up at this share of the pressure that it is made for, as firmware
   * does that limits its force.
   *
   * @param share above 0, up to 1
   * @throws IllegalArgumentException if it is not
   */
  public void strength(double share) {
    look();
    syringe.strength(share);
  }

  /** Steps from empty. */
  public long position() {
    look();
    return syringe.position();
  }

  /**
   * What an encoder on the motor counts: steps that withdraw less those that infuse, also those
   * that are lost in the screw. A motor that stalls does not turn it, nor does a person.
   */
  public long encoder() {
    look();
    return encoder;
  }

  /** The speed at this instant, in steps per second; 0 at rest. */
  public double hz() {
    look();
    return run == null ? 0 : run.hz(world.nanos());
  }

  /** Turns the valve, for pumps that have one. */
  public void connect(Port to) {
    look();
    syringe.connect(to);
  }

  public Port port() {
    return syringe.port();
  }

  /** The motions so far, oldest first, the one under way included; at most the latest 100,000. */
  public List<Motion> motions() {
    look();
    return motions.all();
  }

  /** A person moves the plunger, or puts in another filled syringe. */
  void place(long steps) {
    look();
    syringe.place(steps);
    onPlaced.run();
  }

  /** Calls {@code task}, under the world's lock, when a person has moved the plunger. */
  public void onPlaced(Runnable task) {
    onPlaced = task;
  }

  void fillReservoir(long nanoliters) {
    look();
    syringe.fillReservoir(nanoliters);
    schedule();
  }

  /** The fluid beyond the plunger, as it is now. */
  Tube tube() {
    look();
    return syringe.tube();
  }

  /** Closes or opens the line. */
  void occlude(boolean closed) {
    look();
    syringe.tube().occlude(closed);
    schedule();
  }

  private void schedule() {
    if (timer != null) {
      timer.cancel();
      timer = null;
    }
    Duration next = LOOK_EVERY;
    Run now = run;
    if (now != null) {
      double rest = now.restSeconds(world.nanos());
      if (rest < LOOK_EVERY.toNanos() / NANOS_PER_SECOND) {
        next = Duration.ofNanos(Math.max(0, (long) Math.ceil(rest * NANOS_PER_SECOND)));
      }
    } else if (!syringe.tube().relaxing()) {
      return;
    }
    timer =
        world.after(
            next,
            () -> {
              look();
              schedule();
            });
  }

  /** Brings everything up to this instant. */
  private void look() {
    long now = world.nanos();
    double seconds = (now - lookedNanos) / NANOS_PER_SECOND;
    lookedNanos = now;
    Run going = run;
    if (going == null) {
      syringe.tube().push(0, seconds);
      return;
    }
    turn(going, going.due(now), seconds);
    if (run == going && going.made >= going.wanted) {
      end(End.DONE);
    }
  }

  private void turn(Run going, long due, double seconds) {
    long steps = due - going.made;
    Syringe.Turn turn = syringe.turn(going.direction, steps);
    going.made += turn.steps();
    encoder += going.direction == Direction.INFUSE ? -turn.steps() : turn.steps();
    turned += turn.steps();
    motions.made(going.made);
    // Last, as what it delivers may ask the drive how far it is.
    syringe.pour(turn.pushed(), seconds);
    if (turn.steps() < steps) {
      end(turn.atEnd() ? End.END_OF_TRAVEL : End.STALLED);
    }
  }

  private void end(End why) {
    Run ended = run;
    if (ended != null) {
      run = null;
      schedule();
      ended.onEnd.accept(why);
    }
  }
}
