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

  static final int MAX_MOTIONS = 100_000;

  private static final Duration LOOK_EVERY = Duration.ofMillis(50);
  private static final double NANOS_PER_SECOND = 1e9;

  private final World world;
  private final Mechanics mechanics;
  private final Tube tube;
  private final List<Motion> motions = new ArrayList<>();
  private long position;
  private long slack;
  private long encoder;
  private Runnable onPlaced = () -> {};
  private Port port = Port.OUTLET;
  private double reservoirNanoliters;
  private long lookedNanos;
  private long turned;
  private double strength = 1;

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
    this.tube = new Tube(mechanics);
    this.position = position;
    this.reservoirNanoliters = (double) mechanics.reservoirNanoliters();
    this.lookedNanos = world.nanos();
  }

  /** A motion under way. */
  private static final class Run {
    final Direction direction;
    final Consumer<End> onEnd;
    final long wanted;
    long made;
    double madeBefore;
    Profile.Course course;
    long beganNanos;

    Run(Direction direction, long wanted, Profile profile, Consumer<End> onEnd, long now) {
      this.direction = direction;
      this.wanted = wanted;
      this.course = profile.over((double) wanted);
      this.onEnd = onEnd;
      this.beganNanos = now;
    }

    double seconds(long now) {
      return (now - beganNanos) / NANOS_PER_SECOND;
    }
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
    look();
    if (run != null) {
      throw new IllegalStateException("the drive turns already");
    }
    run = new Run(direction, steps, profile, onEnd, world.nanos());
    if (motions.size() < MAX_MOTIONS) {
      motions.add(new Motion(direction, port, 0, world.nanos()));
    }
    schedule();
  }

  /**
   * Makes {@code steps} at this instant, for firmware that times every pulse of its motor itself.
   *
   * @return why it ended: DONE, STALLED or END_OF_TRAVEL
   * @throws IllegalStateException if a motion is under way
   */
  public End pulse(Direction direction, long steps) {
    var ends = new ArrayList<End>(1);
    look();
    if (run != null) {
      throw new IllegalStateException("the drive turns already");
    }
    var pulse = new Run(direction, steps, Profile.even(1), ends::add, world.nanos());
    run = pulse;
    if (motions.size() < MAX_MOTIONS) {
      motions.add(new Motion(direction, port, 0, world.nanos()));
    }
    turn(pulse, steps, 0);
    end(End.DONE);
    return ends.get(0);
  }

  /** Another speed for the rest of the motion; nothing if none is under way. */
  public void speed(Profile profile) {
    look();
    Run now = run;
    if (now != null) {
      // A step that has begun goes on: a host that changes the speed all the time stops nothing.
      now.madeBefore += now.course.stepsAfter(now.seconds(world.nanos()));
      now.course = profile.over(now.wanted - now.madeBefore);
      now.beganNanos = world.nanos();
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
   */
  public void strength(double share) {
    if (!(share > 0 && share <= 1)) {
      throw new IllegalArgumentException("a motor has a share of 0 to 1 of itself, not " + share);
    }
    look();
    strength = share;
  }

  /** Steps from empty. */
  public long position() {
    look();
    return position;
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
    return run == null ? 0 : run.course.hzAfter(run.seconds(world.nanos()));
  }

  /** Turns the valve, for pumps that have one. */
  public void connect(Port to) {
    look();
    port = to;
  }

  public Port port() {
    return port;
  }

  /** The motions so far, oldest first, the one under way included; at most the first 100,000. */
  public List<Motion> motions() {
    look();
    return List.copyOf(motions);
  }

  /** A person moves the plunger, or puts in another filled syringe. */
  void place(long steps) {
    look();
    position = steps;
    onPlaced.run();
  }

  /** Calls {@code task}, under the world's lock, when a person has moved the plunger. */
  public void onPlaced(Runnable task) {
    onPlaced = task;
  }

  void fillReservoir(long nanoliters) {
    look();
    reservoirNanoliters = (double) nanoliters;
    schedule();
  }

  /** The fluid beyond the plunger, as it is now. */
  Tube tube() {
    look();
    return tube;
  }

  /** Closes or opens the line. */
  void occlude(boolean closed) {
    look();
    tube.occlude(closed);
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
      double rest = now.course.seconds() - now.seconds(world.nanos());
      if (rest < LOOK_EVERY.toNanos() / NANOS_PER_SECOND) {
        next = Duration.ofNanos(Math.max(0, (long) Math.ceil(rest * NANOS_PER_SECOND)));
      }
    } else if (!tube.relaxing()) {
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
      tube.push(0, seconds);
      return;
    }
    double elapsed = going.seconds(now);
    boolean over = elapsed >= going.course.seconds();
    long due = over ? going.wanted : (long) (going.madeBefore + going.course.stepsAfter(elapsed));
    turn(going, Math.min(due, going.wanted), seconds);
    if (run == going && going.made >= going.wanted) {
      end(End.DONE);
    }
  }

  private void turn(Run going, long due, double seconds) {
    long steps = due - going.made;
    boolean infuse = going.direction == Direction.INFUSE;
    long free = infuse ? position : mechanics.strokeSteps() - position;
    long lost = Math.min(steps, infuse ? mechanics.backlashSteps() - slack : slack);
    long moved = Math.min(steps - lost, free);
    boolean blocked = moved < steps - lost;
    if (port == Port.CLOSED) {
      moved = 0;
    } else if (port == Port.OUTLET && tube.occluded()) {
      moved = Math.min(moved, stepsUntilStall(infuse));
    }
    slack += infuse ? lost : -lost;
    position += infuse ? -moved : moved;
    going.made += lost + moved;
    encoder += infuse ? -lost - moved : lost + moved;
    turned += lost + moved;
    note(going);
    pour((infuse ? moved : -moved) * mechanics.nanolitersPerStep(), seconds);
    if (lost + moved < steps) {
      end(blocked && moved == free ? End.END_OF_TRAVEL : End.STALLED);
    }
  }

  /** How many steps into a closed line the motor is strong enough for. */
  private long stepsUntilStall(boolean infuse) {
    double room =
        mechanics.complianceNanolitersPerKilopascal() * mechanics.stallKilopascals() * strength
            + (infuse ? -tube.stretch() : tube.stretch());
    return Math.max(0, (long) (room / mechanics.nanolitersPerStep()));
  }

  private void pour(double nanoliters, double seconds) {
    if (port == Port.RESERVOIR) {
      if (nanoliters < 0 && reservoirNanoliters < -nanoliters) {
        tube.air(-nanoliters - reservoirNanoliters);
      }
      reservoirNanoliters = Math.max(0, reservoirNanoliters + nanoliters);
      tube.push(0, seconds);
    } else if (port == Port.WASTE) {
      tube.air(Math.max(0, -nanoliters));
      tube.push(0, seconds);
    } else {
      tube.push(nanoliters, seconds);
    }
  }

  private void note(Run going) {
    int last = motions.size() - 1;
    if (motions.size() < MAX_MOTIONS) {
      Motion begun = motions.get(last);
      motions.set(
          last, new Motion(begun.direction(), begun.port(), going.made, begun.beganNanos()));
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
