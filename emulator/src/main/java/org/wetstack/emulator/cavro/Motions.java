package org.wetstack.emulator.cavro;

import java.time.Duration;
import java.util.function.Consumer;
import org.wetstack.emulator.World;

/** Does what the commands of a string say: valve, plunger, initialisation, settings, outputs. */
final class Motions implements Sequencer.Hand {

  private static final Duration VALVE_TURN = Duration.ofMillis(250);
  private static final long MAX_OUTPUTS = 7;

  private final World world;
  private final Model model;
  private final Memory memory;
  private final Valve valve;
  private final Plunger plunger;
  private Settings settings;
  private int outputs;
  private int power;

  Motions(World world, CavroSpec spec, Memory memory, Valve valve, Plunger plunger) {
    this.world = world;
    this.model = spec.model();
    this.memory = memory;
    this.valve = valve;
    this.plunger = plunger;
    this.settings = new Settings(spec);
  }

  Settings settings() {
    return settings;
  }

  /** The auxiliary outputs, the first in the lowest bit. */
  int outputs() {
    return outputs;
  }

  void powerUp(CavroSpec spec) {
    settings = new Settings(spec);
    outputs = 0;
    power++;
  }

  @Override
  public void perform(Step step, Consumer<Fault> done) throws Refusal {
    if (step.movesPlunger()) {
      moveTo(target(step), done);
    } else if (step.movesValve()) {
      turn(valve.meant(step), done);
    } else if (step.initializes()) {
      initialize(step, done);
    } else if (Settings.LETTERS.indexOf(step.letter()) >= 0) {
      settings.set(step);
      done.accept(Fault.NONE);
    } else {
      other(step);
      done.accept(Fault.NONE);
    }
  }

  private void other(Step step) throws Refusal {
    if (step.letter() == 'U') {
      memory.configure(step.only(0));
    } else {
      outputs = outputsOf(step);
    }
  }

  private static int outputsOf(Step step) throws Refusal {
    long value = step.only(0);
    if (value > MAX_OUTPUTS) {
      throw new Refusal(Fault.INVALID_OPERAND);
    }
    return (int) value;
  }

  @Override
  public void finish(Step step, Consumer<Fault> done) {
    if (step.movesPlunger()) {
      moveTo(plunger.target(), done);
    } else {
      done.accept(Fault.NONE);
    }
  }

  private long target(Step step) throws Refusal {
    long distance = settings.distance(step);
    long steps = model.stepsPerIncrement();
    long target =
        switch (Character.toUpperCase(step.letter())) {
          case 'A' -> distance;
          case 'P' -> plunger.counter() + distance;
          default -> plunger.counter() - distance;
        };
    boolean relative = Character.toUpperCase(step.letter()) == 'P';
    long lowest = (relative ? model.lowestIncrement() : model.strokeIncrements()) * steps;
    if (target < 0 || (target > lowest && target > plunger.counter())) {
      throw new Refusal(Fault.INVALID_OPERAND);
    }
    return target;
  }

  private void moveTo(long target, Consumer<Fault> done) {
    Fault refused = plunger.needed();
    if (refused == Fault.NONE && valve.bypassed()) {
      refused = Fault.MOVE_NOT_ALLOWED;
    }
    if (refused != Fault.NONE) {
      done.accept(refused);
    } else {
      plunger.moveTo(target, settings, done);
    }
  }

  /** Refuses a command that the mounted valve does not have; its operand is looked at later. */
  void checkValve(Step step) throws Refusal {
    try {
      valve.meant(step);
    } catch (Refusal refusal) {
      if (refusal.fault() == Fault.INVALID_COMMAND) {
        throw refusal;
      }
    }
  }

  private void turn(String to, Consumer<Fault> done) {
    if (plunger.needed() != Fault.NONE) {
      done.accept(plunger.needed());
    } else {
      memory.valveMoved();
      later(() -> done.accept(judged(valve.turn(to))));
    }
  }

  private Fault judged(Fault ofValve) {
    if (ofValve != Fault.NONE) {
      plunger.overloaded(ofValve);
    }
    return ofValve;
  }

  /** A valve that turns is not stopped by a termination, only by the loss of power. */
  private void later(Runnable task) {
    int mine = power;
    world.after(
        VALVE_TURN,
        () -> {
          if (mine == power) {
            task.run();
          }
        });
  }

  private void initialize(Step step, Consumer<Fault> done) throws Refusal {
    switch (step.letter()) {
      case 'z' -> {
        if (plunger.needed() == Fault.NOT_INITIALIZED) {
          throw new Refusal(Fault.NOT_INITIALIZED);
        }
        plunger.believeEncoder();
        done.accept(Fault.NONE);
      }
      case 'w' -> {
        step.atMost(2);
        home(valve.homePosition(step.whole(0, 0)), step.whole(1, 0) == 1, done);
      }
      case 'W' -> {
        // A Centris has a drive of its own for the valve, which w initialises.
        if (model != Model.CENTRIS) {
          valve.leaveAlone();
        }
        seekTop(force(step), done);
      }
      default -> whole(step, done);
    }
  }

  private void whole(Step step, Consumer<Fault> done) throws Refusal {
    step.atMost(3);
    long force = force(step);
    valve.homePosition(step.whole(1, 0));
    String output = valve.homePosition(step.whole(2, 0));
    home(
        output,
        step.letter() == 'Y',
        fault -> {
          if (fault == Fault.NONE) {
            seekTop(force, done);
          } else {
            done.accept(fault);
          }
        });
  }

  private long force(Step step) throws Refusal {
    long force = step.whole(0, 0);
    if (!model.initializesWith(force)) {
      throw new Refusal(Fault.INVALID_OPERAND);
    }
    return force;
  }

  private void home(String at, boolean left, Consumer<Fault> done) {
    memory.valveMoved();
    later(() -> done.accept(judged(valve.home(at, left))));
  }

  private void seekTop(long force, Consumer<Fault> done) {
    double hz = (double) model.initializationSpeed(force) * model.stepsPerPulse();
    plunger.initialize(hz, settings.zeroGapSteps(), done);
  }
}
