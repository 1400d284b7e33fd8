package org.wetstack.emulator.cavro;

import java.time.Duration;

/**
 * What the fact sheets leave open, or revisions of the firmware differ in.
 *
 * @param linePrefix whether answers begin with FFh, which gives an RS-485 line time to turn round;
 *     a client that ran on Centris pumps counts on such a byte, those of the XCalibur do not
 * @param operandErrorsAtOnce whether the answer to a string already says that its first command has
 *     a wrong operand; otherwise only the next query does
 * @param repeatedReports whether a report that is asked again with the repeat flag is given again;
 *     otherwise the repetition is only acknowledged
 * @param runsStoredString whether the jumper is set by which the stored string that has the number
 *     of the address switch runs at power-up
 * @param unknownValve what is reported as the valve's position before it has been initialised:
 *     {@code n} by a Centris, as two clients that ran on it know; no number by an XCalibur
 * @param powerUp how long a pump is silent once it has power
 * @param answersAfter how long it takes to answer, less than 5 ms
 */
public record CavroOptions(
    boolean linePrefix,
    boolean operandErrorsAtOnce,
    boolean repeatedReports,
    boolean runsStoredString,
    String unknownValve,
    Duration powerUp,
    Duration answersAfter) {

  /** What is likeliest of a pump of this family. */
  public static CavroOptions usual(Model model) {
    boolean centris = model == Model.CENTRIS;
    return new CavroOptions(
        centris,
        false,
        true,
        false,
        centris ? "n" : "?",
        Duration.ofSeconds(1),
        Duration.ofMillis(2));
  }

  /** The same pump with its standalone jumper set. */
  public CavroOptions withStoredStringAtPowerUp() {
    return new CavroOptions(
        linePrefix,
        operandErrorsAtOnce,
        repeatedReports,
        true,
        unknownValve,
        powerUp,
        answersAfter);
  }
}
