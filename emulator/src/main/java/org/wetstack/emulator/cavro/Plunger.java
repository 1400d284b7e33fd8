package org.wetstack.emulator.cavro;

import java.util.function.Consumer;
import org.wetstack.emulator.fluidics.Profile;
import org.wetstack.emulator.fluidics.SyringeDrive;
import org.wetstack.emulator.fluidics.SyringeDrive.Direction;
import org.wetstack.emulator.fluidics.SyringeDrive.End;

/**
 * Where the firmware believes the plunger to be, and how it gets it elsewhere. Positions are in the
 * motor's finest steps, downwards from zero; calls are made under the world's lock.
 */
final class Plunger {

  /** Increments by which the encoder lags behind when the firmware calls it an overload. */
  private static final int OVERLOAD_INCREMENTS = 10;

  private final Model model;
  private final SyringeDrive drive;
  private final Memory memory;
  private long zero;
  private long counter;
  private long target;
  private long initializations;
  private Fault needed = Fault.NOT_INITIALIZED;

  Plunger(Model model, SyringeDrive drive, Memory memory) {
    this.model = model;
    this.drive = drive;
    this.memory = memory;
    zero = drive.encoder();
  }

  /** Power is back: it counts from where it stands, and must be initialised. */
  void powerUp() {
    zero = drive.encoder();
    counter = 0;
    initializations = 0;
    needed = Fault.NOT_INITIALIZED;
  }

  /** How often it was initialised since power came. */
  long initializations() {
    return initializations;
  }

  /** Why it will not move before it is initialised, or {@link Fault#NONE}. */
  Fault needed() {
    return needed;
  }

  /** Nothing moves any more before an initialisation. */
  void overloaded(Fault by) {
    needed = by;
  }

  /** Position as the firmware counts. */
  long counter() {
    return drive.moving() ? encoder() : counter;
  }

  /** Position as the encoder has it. */
  long encoder() {
    return drive.encoder() - zero;
  }

  /** Where the motion under way, or the last one, was to end. */
  long target() {
    return target;
  }

  /** Believes the encoder, which ends an overload of the plunger. */
  void believeEncoder() {
    counter = encoder();
    if (needed == Fault.PLUNGER_OVERLOAD) {
      needed = Fault.NONE;
    }
  }

  /** Goes to {@code to}; downwards by so many steps more and up again, to take up the play. */
  void moveTo(long to, Settings settings, Consumer<Fault> done) {
    memory.plungerMoved();
    target = to;
    Profile profile = settings.profile();
    long extra = to > counter ? settings.backlashSteps() : 0;
    turn(to + extra, profile, fault -> takeUp(fault, extra, profile, done));
  }

  private void takeUp(Fault fault, long extra, Profile profile, Consumer<Fault> done) {
    if (fault == Fault.NONE && extra > 0) {
      turn(target, profile, done);
    } else {
      done.accept(fault);
    }
  }

  private void turn(long to, Profile profile, Consumer<Fault> done) {
    long steps = Math.abs(to - counter);
    if (steps == 0) {
      done.accept(Fault.NONE);
      return;
    }
    boolean up = to < counter;
    drive.move(
        up ? Direction.INFUSE : Direction.WITHDRAW,
        steps,
        profile,
        end -> ended(end, up, to, done));
  }

  private void ended(End end, boolean up, long to, Consumer<Fault> done) {
    counter = encoder();
    if (end == End.DONE) {
      done.accept(Fault.NONE);
    } else if (end != End.HALTED) {
      long lag = (long) OVERLOAD_INCREMENTS * model.stepsPerIncrement();
      counter = up ? Math.max(to, counter - lag) : Math.min(to, counter + lag);
      needed = Fault.PLUNGER_OVERLOAD;
      done.accept(Fault.PLUNGER_OVERLOAD);
    }
  }

  /** Stops at once; the motion's end is not told. */
  void halt() {
    drive.halt();
  }

  /** Another speed for the motion under way. */
  void speed(Profile profile) {
    drive.speed(profile);
  }

  /** Seeks the top of the syringe, and goes down to zero, {@code gap} steps below it. */
  void initialize(double hz, long gap, Consumer<Fault> done) {
    needed = Fault.NOT_INITIALIZED;
    Profile even = Profile.even(hz);
    drive.move(
        Direction.INFUSE,
        drive.mechanics().strokeSteps() * 2,
        even,
        end -> {
          if (end == End.END_OF_TRAVEL) {
            drive.move(Direction.WITHDRAW, gap, even, last -> zeroed(last, done));
          } else if (end != End.HALTED) {
            done.accept(Fault.INITIALIZATION);
          }
        });
  }

  private void zeroed(End end, Consumer<Fault> done) {
    zero = drive.encoder();
    counter = 0;
    target = 0;
    if (end == End.DONE) {
      needed = Fault.NONE;
      initializations++;
      memory.initialized();
      done.accept(Fault.NONE);
    } else if (end != End.HALTED) {
      done.accept(Fault.INITIALIZATION);
    }
  }
}
