package org.wetstack.emulator.cavro;

/** A command that cannot be carried out, and the code that says so. */
final class Refusal extends Exception {

  private static final long serialVersionUID = 1;

  private final Fault fault;

  Refusal(Fault fault) {
    super(fault.name(), null, false, false);
    this.fault = fault;
  }

  Fault fault() {
    return fault;
  }
}
