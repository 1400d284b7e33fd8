package org.wetstack.drivers.harp;

import static org.wetstack.drivers.harp.PayloadType.U8;
import static org.wetstack.drivers.harp.PumpRegisters.NOT_STARTED;
import static org.wetstack.drivers.harp.PumpRegisters.STATE;
import static org.wetstack.drivers.harp.PumpRegisters.STEP;

import org.wetstack.drivers.fluidics.PumpMachine.Direction;
import org.wetstack.drivers.fluidics.Reading;
import org.wetstack.drivers.fluidics.Reading.Kind;
import org.wetstack.drivers.fluidics.Reading.Motion;
import org.wetstack.drivers.harp.StepCount.Moment;
import org.wetstack.hal.Delivered;
import org.wetstack.hal.spi.Timebase;

/**
 * The protocol on the pump, as far as it is known from events and readings: whose it is, how many
 * of its steps are made, and whether they met the end of the syringe. Guarded by its own monitor,
 * which whoever sends something holds meanwhile if a reading must come before it or after it.
 */
final class Protocol {

  /** What was known when a reading was asked for. */
  record Asked(StepCount count, boolean sent) {}

  private final HarpPumpLimits limits;
  private final Timebase time;
  private StepCount count = new StepCount(0, 1);
  private Direction direction = Direction.INFUSE;
  private boolean ours;
  private boolean marked;
  private boolean halted;
  private boolean empty;

  Protocol(HarpPumpLimits limits, Timebase time) {
    this.limits = limits;
    this.time = time;
  }

  /** One that runs, or has run, was started by somebody else: how far it is, is not known. */
  synchronized void adopt(long steps, long periodMillis) {
    count = new StepCount(steps, Math.max(1, periodMillis));
    ours = false;
    marked = true;
  }

  /** Where that one goes. */
  synchronized void adopt(Direction way) {
    direction = way;
  }

  /**
   * The pump is ready for one of ours.
   *
   * @param held whether its state is marked as that of one that has not started
   */
  synchronized void prepared(Direction way, long steps, long periodMillis, boolean held) {
    count = new StepCount(steps, periodMillis);
    direction = way;
    ours = true;
    marked = held;
    halted = false;
  }

  /** Its start is being sent. */
  synchronized StepCount sent() {
    count.sent(time.nanoTime());
    return count;
  }

  /** The pump has answered that {@code begun} began. */
  synchronized void begun(StepCount begun, HarpMessage reply) {
    begun.begun(now(reply));
  }

  /** Whether it is ours, and all its steps are made. */
  synchronized boolean isWhole() {
    return ours && count.allMade();
  }

  /** What the pump says by itself. */
  synchronized void hear(HarpMessage event) {
    if (!event.holds(U8)) {
      return;
    }
    boolean high = event.number(U8) != 0;
    switch (event.address()) {
      case STEP -> {
        if (high) {
          count.step(now(event));
        }
      }
      case STATE -> {
        if (high) {
          count.begun(now(event));
        } else {
          count.ended(now(event));
        }
      }
      default -> {
        // Switches and inputs are read when they matter.
      }
    }
  }

  /** The moment of a message that has just come. */
  Moment now(HarpMessage message) {
    return new Moment(message.deviceMicros(), time.nanoTime());
  }

  synchronized Asked asked() {
    return new Asked(count, count.wasSent());
  }

  /**
   * What the pump's answers to one reading say of it.
   *
   * @param at when it said whether it {@code runs}
   * @param state of the protocol, in its register
   * @param forwardEnd whether the forward limit switch is pressed
   * @param enabled whether the motor has its current
   */
  synchronized Reading tell(
      Asked asked, Moment at, boolean runs, int state, boolean forwardEnd, boolean enabled) {
    boolean outdated = asked.count() != count || asked.sent() != count.wasSent();
    boolean waiting = ours && !count.wasSent();
    boolean untouched = marked && state == NOT_STARTED;
    if (outdated || waiting || (untouched && !runs)) {
      // It knows nothing of what a start began, or will begin.
      return troubled(Reading.of(runs ? Motion.OTHER : Motion.REST, Delivered.NOTHING));
    }
    if (!runs) {
      count.over(at);
      if (count.lasted() && enabled) {
        count.whole();
      }
      boolean cut = ours && !count.allMade() && !halted;
      empty |= cut && forwardEnd && direction == Direction.INFUSE;
    }
    Delivered moved =
        new Delivered(
            limits.step().atLeast(count.atLeast()), limits.step().atMost(count.atMost(at)));
    Motion way = direction == Direction.INFUSE ? Motion.INFUSING : Motion.WITHDRAWING;
    // All its steps are made a period before it says that it is over.
    return troubled(Reading.of(runs && !count.allMade() ? way : Motion.REST, moved));
  }

  private Reading troubled(Reading reading) {
    return empty
        ? reading.with(Kind.EMPTY, "the plunger has met the forward limit switch")
        : reading;
  }

  /** It is about to be stopped. */
  synchronized StepCount halt() {
    halted = true;
    return count;
  }

  /** The pump has answered that {@code stopped} is over. */
  synchronized void halted(StepCount stopped, HarpMessage reply) {
    if (stopped.wasSent()) {
      stopped.over(now(reply));
    }
  }

  /** A person has seen what was wrong. */
  synchronized void clear() {
    empty = false;
    // The dose that met the switch is over, and told of.
    halted = true;
  }
}
