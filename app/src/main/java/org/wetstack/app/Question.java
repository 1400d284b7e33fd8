package org.wetstack.app;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A query that one kind of instrument answers, and that does nothing in any of them: it moves and
 * changes nothing. Bytes are characters of Latin-1 here.
 *
 * @param baud at which the instrument is when new
 * @param answer is found in what comes back, whatever stands around it
 * @param says what an answer tells, for a person
 */
record Question(
    String driver, int baud, String request, Pattern answer, Function<MatchResult, String> says) {

  private static final int HARP_SYRINGE_PUMP = 1_296;

  private static Question of(
      String driver, int baud, String request, String answer, Function<MatchResult, String> says) {
    return new Question(driver, baud, request, Pattern.compile(answer, Pattern.DOTALL), says);
  }

  private static final Question SHDLC =
      of(
          "shdlc",
          115_200,
          // Get version of address 0.
          "~\u0000\u00d1\u0000.~",
          "~\u0000\u00d1.\u0007(.)(.)",
          found ->
              "Sensirion SHDLC device, firmware "
                  + (int) found.group(1).charAt(0)
                  + "."
                  + (int) found.group(2).charAt(0));

  private static final Question HARP =
      of(
          "harp",
          1_000_000,
          // Read WhoAmI.
          "\u0001\u0004\u0000\u00ff\u0002\u0006",
          "\u0001.\u0000\u00ff(?:\u0002|\u0012.{6})(.)(.)",
          found -> harp(found.group(1).charAt(0) | found.group(2).charAt(0) << 8));

  private static String harp(int who) {
    return who == HARP_SYRINGE_PUMP ? "Harp Syringe Pump" : "Harp device " + who;
  }

  private static Question newEra(int baud) {
    return of(
        "new-era",
        baud,
        "VER\r",
        // It says ? where it has heard something else before, as at another rate.
        "\u0002(\\d\\d)(?:[IWSPTUX](NE[^\u0003]+|\\?)|A\\?(.))\u0003",
        found ->
            found.group(2) == null
                ? "New Era pump, which had an alarm: " + found.group(3)
                : "New Era pump " + found.group(2).replace("?", "of a model it did not tell"));
  }

  private static Question harvard(int baud) {
    return of(
        "harvard",
        baud,
        // The first line end wakes a pump whose screen was touched.
        "\rver\r",
        "\n *(?:\\d\\d:)? *([A-Za-z0-9][A-Za-z0-9/ ]*? v?\\d+\\.\\d+\\.\\d+)\r",
        found -> "Harvard pump " + found.group(1));
  }

  private static Question cavro(int baud) {
    return of(
        "cavro",
        baud,
        // How are you, pump with switch 0?
        "/1Q\r",
        "/0([@-o])\u0003",
        found ->
            "Cavro pump, "
                + ((found.group(1).charAt(0) & 0x20) == 0 ? "busy" : "ready")
                + ((found.group(1).charAt(0) & 0xF) == 0
                    ? ""
                    : ", error " + (found.group(1).charAt(0) & 0xF)));
  }

  /**
   * All of them, in the order in which a port is asked. The one with a start-of-text in it comes
   * last: pumps would wait for the end of a text.
   */
  static final List<Question> ALL =
      List.of(
          newEra(19_200),
          SHDLC,
          newEra(9_600),
          cavro(9_600),
          cavro(38_400),
          harvard(115_200),
          harvard(9_600),
          HARP);

  byte[] bytes() {
    return request.getBytes(StandardCharsets.ISO_8859_1);
  }

  /** What {@code heard} tells; empty while it tells nothing. */
  Optional<String> understood(byte[] heard) {
    Matcher found = answer.matcher(new String(heard, StandardCharsets.ISO_8859_1));
    return found.find() ? Optional.of(says.apply(found)) : Optional.empty();
  }
}
