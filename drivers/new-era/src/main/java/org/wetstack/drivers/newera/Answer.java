package org.wetstack.drivers.newera;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An answer of a pump.
 *
 * @param checked whether it came in a packet with a check
 * @param state the letter of its state, or A for an alarm
 * @param alarm the letter of the alarm; blank if there is none
 * @param error what follows a question mark behind the state
 * @param data what else follows the state
 */
record Answer(
    boolean checked, int address, char state, char alarm, Optional<String> error, String data) {

  private static final Pattern FORM =
      Pattern.compile("([BP])(\\d\\d)(?:([IWSPTUX])|A\\?([RSTEO]))(?:\\?([A-Z]*)|([A-Z0-9.]*))");

  /** What {@code frame} says; empty if it is no answer of such a pump. */
  static Optional<Answer> of(byte[] frame) {
    Matcher match = FORM.matcher(new String(frame, StandardCharsets.US_ASCII));
    if (!match.matches()) {
      return Optional.empty();
    }
    boolean alarmed = match.group(3) == null;
    return Optional.of(
        new Answer(
            match.group(1).equals("P"),
            Integer.parseInt(match.group(2)),
            alarmed ? 'A' : match.group(3).charAt(0),
            alarmed ? match.group(4).charAt(0) : ' ',
            Optional.ofNullable(match.group(5)),
            match.group(6) == null ? "" : match.group(6)));
  }

  boolean alarmed() {
    return alarm != ' ';
  }

  /** Whether it is nothing but a state. */
  boolean bare() {
    return error.isEmpty() && data.isEmpty();
  }

  /** That a packet arrived damaged; it may have been any, and is no answer to what was asked. */
  boolean complainsOfDamage() {
    return error.equals(Optional.of("COM"));
  }
}
