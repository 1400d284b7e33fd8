package org.wetstack.emulator.newera;

import java.util.Locale;
import java.util.regex.Pattern;

/** What a phase of a pumping program does, by the letters of the protocol, and its argument. */
enum PhaseFunction {
  /** Pumps a volume at a rate. */
  RAT(Argument.NONE),
  /** Pumps a volume at the rate so far and this much more. */
  INC(Argument.NONE),
  /** Pumps a volume at the rate so far less this much. */
  DEC(Argument.NONE),
  /** Ends the program. */
  STP(Argument.NONE),
  /** Goes on at another phase. */
  JMP(Argument.PHASE),
  /** Waits until a program is selected, and goes on at its label. */
  PRI(Argument.NONE),
  /** The label of a program. */
  PRL(Argument.COUNT),
  /** Goes back to the start of the loop, so many times. */
  LOP(Argument.COUNT),
  /** The next phase is the start of a loop. */
  LPS(Argument.NONE),
  /** Goes back to the start of the loop, for ever. */
  LPE(Argument.NONE),
  /** Waits so many seconds; with 0 until it is started again. */
  PAS(Argument.SECONDS),
  /** Goes on at another phase if the program input is low. */
  IF(Argument.PHASE),
  /** From now on a falling edge of the event input leads to another phase. */
  EVN(Argument.PHASE),
  /** From now on any edge of the event input leads to another phase. */
  EVS(Argument.PHASE),
  /** Events lead nowhere from now on. */
  EVR(Argument.NONE),
  /** Clears what was dispensed. */
  CLD(Argument.NONE),
  /** Another use of the trigger input, until the program ends. */
  TRG(Argument.TRIGGER),
  /** Sounds the buzzer once. */
  BEP(Argument.NONE),
  /** Sets the program output. */
  OUT(Argument.LEVEL);

  private enum Argument {
    NONE,
    PHASE,
    COUNT,
    SECONDS,
    LEVEL,
    TRIGGER
  }

  private static final Pattern TENTHS = Pattern.compile("[0-9]\\.[0-9]");

  private final Argument argument;

  PhaseFunction(Argument argument) {
    this.argument = argument;
  }

  /** Whether it has a rate, a volume and a direction. */
  boolean pumps() {
    return this == RAT || this == INC || this == DEC;
  }

  /**
   * The argument that {@code text} says, as the pump says it: two digits, n.n for tenths of a
   * second, or a trigger's letters.
   *
   * @throws Refusal if this function has no such argument
   */
  String argument(String text, int phases) {
    return switch (argument) {
      case NONE -> none(text);
      case TRIGGER -> Trigger.inProgram(text).name();
      case SECONDS -> TENTHS.matcher(text).matches() ? text : padded(Numbers.whole(text, 0, 99));
      case PHASE -> padded(Numbers.whole(text, 1, phases));
      case COUNT -> padded(Numbers.whole(text, 1, 99));
      case LEVEL -> padded(Numbers.whole(text, 0, 1));
    };
  }

  private static String none(String text) {
    if (!text.isEmpty()) {
      throw Refusal.notRecognized();
    }
    return "";
  }

  static String padded(int value) {
    return String.format(Locale.ROOT, "%02d", value);
  }
}
