package org.wetstack.emulator.fluidics;

import org.wetstack.emulator.fluidics.SyringeDrive.Direction;
import org.wetstack.emulator.fluidics.SyringeDrive.Port;

/**
 * The screw, the plunger and what the syringe's mouth leads to: what comes of the steps of a motor.
 * A position is the number of steps from empty.
 */
final class Syringe {

  private final Mechanics mechanics;
  private final Tube tube;
  private long position;
  private long slack;
  private Port port = Port.OUTLET;
  private double reservoirNanoliters;
  private double strength = 1;

  Syringe(Mechanics mechanics, long position) {
    this.mechanics = mechanics;
    this.tube = new Tube(mechanics);
    this.position = position;
    this.reservoirNanoliters = (double) mechanics.reservoirNanoliters();
  }

  /**
   * What a motor that was to turn has done.
   *
   * @param steps those that it made, also those that are lost in the screw
   * @param pushed those of the plunger; negative where it was drawn back
   * @param atEnd whether it made no more because the plunger is at the end of its travel
   */
  record Turn(long steps, long pushed, boolean atEnd) {}

  /** The motor is to make {@code steps}. What the plunger pushes is to be {@link #pour}ed. */
  Turn turn(Direction direction, long steps) {
    boolean infuse = direction == Direction.INFUSE;
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
    return new Turn(lost + moved, infuse ? moved : -moved, blocked && moved == free);
  }

  /** How many steps into a closed line the motor is strong enough for. */
  private long stepsUntilStall(boolean infuse) {
    double room =
        mechanics.complianceNanolitersPerKilopascal() * mechanics.stallKilopascals() * strength
            + (infuse ? -tube.stretch() : tube.stretch());
    return Math.max(0, (long) (room / mechanics.nanolitersPerStep()));
  }

  /** The plunger has pushed so many steps, or drawn where negative, in {@code seconds}. */
  void pour(long pushed, double seconds) {
    double nanoliters = pushed * mechanics.nanolitersPerStep();
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

  /** At which share of the pressure that it is made for the motor gives up. */
  void strength(double share) {
    if (!(share > 0 && share <= 1)) {
      throw new IllegalArgumentException("a motor has a share of 0 to 1 of itself, not " + share);
    }
    strength = share;
  }

  long position() {
    return position;
  }

  /** A person moves the plunger, or puts in another filled syringe. */
  void place(long steps) {
    position = steps;
  }

  void connect(Port to) {
    port = to;
  }

  Port port() {
    return port;
  }

  void fillReservoir(long nanoliters) {
    reservoirNanoliters = (double) nanoliters;
  }

  Tube tube() {
    return tube;
  }
}
