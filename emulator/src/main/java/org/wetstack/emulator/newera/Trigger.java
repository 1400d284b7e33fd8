package org.wetstack.emulator.newera;

/** What the trigger input of the pump does, by the letters of the protocol. */
enum Trigger {
  /** Foot switch: a falling edge starts or stops. */
  FT,
  /** Foot switch held: a falling edge starts, a rising one stops. */
  FH,
  /** Foot switch reversed: a rising edge starts or stops. */
  F2,
  /** Level: a falling edge stops, a rising one starts. */
  LE,
  /** A falling edge starts. */
  ST,
  /** A rising edge starts. */
  T2,
  /** A falling edge stops. */
  SP,
  /** A rising edge stops. */
  P2,
  /** A low level starts. */
  RL,
  /** A high level starts. */
  RH,
  /** A low level stops. */
  SL,
  /** A high level stops. */
  SH,
  /** It does nothing. */
  OF,
  /** In programs only: it is an event. */
  ET,
  /** In programs only: the stop key is an event. */
  BT;

  /** What is to be done. */
  enum Act {
    START,
    STOP,
    TOGGLE,
    EVENT,
    NOTHING
  }

  /** What follows when the input has become {@code high}, or low. */
  Act on(boolean high) {
    return switch (this) {
      case FT -> high ? Act.NOTHING : Act.TOGGLE;
      case FH -> high ? Act.STOP : Act.START;
      case F2 -> high ? Act.TOGGLE : Act.NOTHING;
      case LE -> high ? Act.START : Act.STOP;
      case ST, RL -> high ? Act.NOTHING : Act.START;
      case T2, RH -> high ? Act.START : Act.NOTHING;
      case SP, SL -> high ? Act.NOTHING : Act.STOP;
      case P2, SH -> high ? Act.STOP : Act.NOTHING;
      case ET -> high ? Act.NOTHING : Act.EVENT;
      case OF, BT -> Act.NOTHING;
    };
  }

  /**
   * As {@code TRG} takes it.
   *
   * @throws Refusal if there is none of that name
   */
  static Trigger configured(String text) {
    Trigger trigger = inProgram(text);
    if (trigger == ET || trigger == BT) {
      throw Refusal.notRecognized();
    }
    return trigger;
  }

  /**
   * As {@code FUN TRG} takes it.
   *
   * @throws Refusal if there is none of that name
   */
  static Trigger inProgram(String text) {
    for (Trigger trigger : values()) {
      if (trigger.name().equals(text)) {
        return trigger;
      }
    }
    throw Refusal.notRecognized();
  }
}
