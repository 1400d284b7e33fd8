package org.wetstack.drivers.intanrhx;

/**
 * One command to RHX, without its semicolon.
 *
 * @param answer the name that its reply begins with, compared without regard to case; empty if
 *     success is silent
 */
record Command(String text, String answer) {

  /** Asks for {@code parameter}, which may have a channel or port before its name. */
  static Command get(String parameter) {
    // Names of files are the only ones with a dot of their own.
    boolean plain = parameter.startsWith("impedancefilename.");
    String name = plain ? parameter : parameter.substring(parameter.lastIndexOf('.') + 1);
    return new Command("get " + parameter, name);
  }

  /** {@code value} must not be empty: a set without one can end the program. */
  static Command set(String parameter, String value) {
    if (value.isBlank()) {
      throw new IllegalArgumentException("no value for " + parameter);
    }
    return new Command("set " + parameter + " " + value, "");
  }

  static Command execute(String action) {
    return new Command("execute " + action, "");
  }
}
