package org.wetstack.emulator.newera;

import org.jspecify.annotations.Nullable;
import org.wetstack.emulator.fluidics.SyringeDrive.Direction;

/** The phases that take no time: jumps, loops, branches, traps and outputs. */
final class Control {

  /** Instead of a phase to go on with: the program is wrong. */
  static final int WRONG = -1;

  private final Loops loops;
  private final Pins pins;
  private final Buzzer buzzer;
  private final Pumping pumping;
  private int trap;
  private boolean trapsBothEdges;
  private @Nullable Trigger override;

  Control(Loops loops, Pins pins, Buzzer buzzer, Pumping pumping) {
    this.loops = loops;
    this.pins = pins;
    this.buzzer = buzzer;
    this.pumping = pumping;
  }

  /** As before a program begins. */
  void forget() {
    loops.clear();
    trap = 0;
    override = null;
  }

  /**
   * Does {@code now}, which is phase {@code current}; the phase to go on with, or {@link #WRONG}.
   */
  int next(Phase now, int current) {
    int number = now.wholeNumber();
    return switch (now.function) {
      case JMP -> number;
      case PRL -> current + 1;
      case LOP -> loops.again(current, number);
      case LPS -> loops.enter(current + 1) ? current + 1 : WRONG;
      case LPE -> loops.start() > 0 ? loops.start() : WRONG;
      case IF -> pins.input(Pins.INPUT) ? current + 1 : number;
      case EVN, EVS, EVR -> {
        trap = number;
        trapsBothEdges = now.function == PhaseFunction.EVS;
        yield current + 1;
      }
      case CLD -> {
        pumping.clear(Direction.INFUSE);
        pumping.clear(Direction.WITHDRAW);
        yield current + 1;
      }
      case TRG -> {
        override = Trigger.inProgram(now.argument);
        yield current + 1;
      }
      case BEP -> {
        buzzer.beep(1);
        yield current + 1;
      }
      case OUT -> {
        pins.output(number > 0);
        yield current + 1;
      }
      default -> throw new IllegalArgumentException(now.function + " takes time");
    };
  }

  /** The phase for which a trap is set, which is gone with this; 0 if there is none. */
  int takeTrap() {
    int to = trap;
    trap = 0;
    return to;
  }

  boolean trapsBothEdges() {
    return trapsBothEdges;
  }

  /** What the program lets the trigger input do; null as configured. */
  @Nullable Trigger override() {
    return override;
  }
}
