package org.wetstack.emulator.newera;

/** A command that was not done: the error that stands in the answer, behind the status. */
final class Refusal extends RuntimeException {

  private static final long serialVersionUID = 1;

  private Refusal(String error) {
    super(error, null, false, false);
  }

  String error() {
    return String.valueOf(getMessage());
  }

  /** No such command, or not with such data. */
  static Refusal notRecognized() {
    return new Refusal("?");
  }

  /** Not in this state. */
  static Refusal notApplicable() {
    return new Refusal("?NA");
  }

  /** The data is beyond its range. */
  static Refusal outOfRange() {
    return new Refusal("?OOR");
  }

  /** A damaged packet. */
  static Refusal damaged() {
    return new Refusal("?COM");
  }

  /** It came at the moment in which a new phase began. */
  static Refusal ignored() {
    return new Refusal("?IGN");
  }
}
