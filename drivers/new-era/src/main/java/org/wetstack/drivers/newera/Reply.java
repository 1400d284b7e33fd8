package org.wetstack.drivers.newera;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.wetstack.drivers.fluidics.Reading;
import org.wetstack.drivers.fluidics.Reading.Kind;
import org.wetstack.drivers.fluidics.Reading.Motion;

/**
 * What a pump answers.
 *
 * @param status a letter, or {@code A?} and the letter of an alarm
 * @param data what was asked for, or an error such as {@code ?OOR}; empty for most
 */
record Reply(int address, String status, String data) {

  private static final Pattern FORM =
      Pattern.compile("(\\d\\d)(A\\?[A-Z]|[IWSPTUX])([ -~]*)", Pattern.DOTALL);

  static Optional<Reply> parse(byte[] frame) {
    Matcher parts = FORM.matcher(new String(frame, StandardCharsets.US_ASCII));
    return parts.matches()
        ? Optional.of(new Reply(Integer.parseInt(parts.group(1)), parts.group(2), parts.group(3)))
        : Optional.empty();
  }

  boolean alarm() {
    return status.startsWith("A?");
  }

  boolean refusal() {
    return data.startsWith("?");
  }

  /** What it does. An alarm has stopped it. */
  Motion motion() {
    return switch (status) {
      case "I" -> Motion.INFUSING;
      case "W" -> Motion.WITHDRAWING;
      case "T", "U", "X" -> Motion.OTHER;
      default -> Motion.REST;
    };
  }

  /** What the alarm tells. */
  Reading.Trouble trouble() {
    return switch (status) {
      case "A?R" -> new Reading.Trouble(Kind.POWER_LOST, "the pump was reset (A?R)");
      case "A?S" ->
          new Reading.Trouble(
              Kind.OCCLUSION,
              "the motor has stalled (A?S): the line is closed, or the syringe empty");
      case "A?T" ->
          new Reading.Trouble(Kind.HOST_SILENT, "the pump was not spoken to in time (A?T)");
      default -> new Reading.Trouble(Kind.FAULT, "the pump raised alarm " + status);
    };
  }
}
