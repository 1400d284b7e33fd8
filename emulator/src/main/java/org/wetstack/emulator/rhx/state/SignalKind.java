package org.wetstack.emulator.rhx.state;

/** What a channel carries. */
public enum SignalKind {
  AMPLIFIER("", "amplifier"),
  /** Auxiliary input of an RHD chip. */
  AUXILIARY("AUX", "auxiliary"),
  /** Supply voltage of an RHD chip. */
  SUPPLY("VDD", "supply"),
  ANALOG_IN("ANALOG-IN", "analog-in"),
  /** Only on a stim controller. */
  ANALOG_OUT("ANALOG-OUT", "analog-out"),
  DIGITAL_IN("DIGITAL-IN", "digital-in"),
  DIGITAL_OUT("DIGITAL-OUT", "digital-out");

  private final String prefix;
  private final String scope;

  SignalKind(String prefix, String scope) {
    this.prefix = prefix;
    this.scope = scope;
  }

  /** What native names of such channels begin with; empty for amplifiers. */
  public String prefix() {
    return prefix;
  }

  /** Name of their parameters in the table. */
  String scope() {
    return scope;
  }
}
