package org.wetstack.emulator.harvard;

import java.util.List;

/** A pump does not do what it is told; it answers two lines. */
final class RefusedException extends RuntimeException {

  private final String what;
  private final String why;

  private RefusedException(String what, String why) {
    super(what + " " + why);
    this.what = what;
    this.why = why;
  }

  /** The command is unknown, or cannot be done now. */
  static RefusedException command(String why) {
    return new RefusedException("Command error:", why);
  }

  /** The argument {@code bad}, empty for one that is missing, is wrong. */
  static RefusedException argument(String bad, String why) {
    return new RefusedException(bad.isEmpty() ? "Argument error:" : "Argument error: " + bad, why);
  }

  List<String> lines() {
    return List.of(what, "   " + why);
  }
}
