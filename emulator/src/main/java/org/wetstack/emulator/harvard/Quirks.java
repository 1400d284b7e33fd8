package org.wetstack.emulator.harvard;

/**
 * What manuals leave open, or pumps of other firmware do differently.
 *
 * @param echoesZero a command with an explicit address 0 is answered with {@code 00} before each
 *     line and the prompt. Not in a manual; the parser of a client that drove a real Elite needs
 *     it.
 * @param announcesStall a stall is told by an unsolicited prompt. So the manuals; the author of a
 *     client for the PHD ULTRA saw none.
 * @param promptBeforeStatus the prompt comes before the line that {@code status} answers, as from
 *     older firmware.
 * @param statusInCycles the time in the status line counts periods of 56 MHz instead of
 *     milliseconds: so the manual of the Elite; clients for it read milliseconds.
 * @param limitSwitches the carriage has limit switches, which stop it without a stall.
 * @param targetWithinSyringe a target volume larger than that of the syringe is refused: as a
 *     client for the Elite expects it.
 * @param fullStops the answers that a target is not set end in a full stop, as other clients for
 *     the Elite expect them.
 * @param deviceId {@code version} has a further line, as in the manual of the PHD ULTRA.
 * @param remoteLeads in the poll mode {@code remote} a line feed comes before each line, too.
 * @param bootMillis how long it is silent after power came
 */
public record Quirks(
    boolean echoesZero,
    boolean announcesStall,
    boolean promptBeforeStatus,
    boolean statusInCycles,
    boolean limitSwitches,
    boolean targetWithinSyringe,
    boolean fullStops,
    boolean deviceId,
    boolean remoteLeads,
    int bootMillis) {

  private static final int BOOT_MILLIS = 5_000;

  /** What is likelier, everywhere. */
  public static Quirks of(Model model) {
    boolean elite = !model.ultra();
    return new Quirks(true, true, false, elite, false, elite, false, false, false, BOOT_MILLIS);
  }

  /** As the older firmware of the PHD ULTRA, which answers {@code status} in another order. */
  public Quirks older() {
    return new Quirks(
        echoesZero,
        announcesStall,
        true,
        statusInCycles,
        limitSwitches,
        targetWithinSyringe,
        fullStops,
        deviceId,
        remoteLeads,
        bootMillis);
  }

  /** As pumps are that tell neither a stall nor the address 0. */
  public Quirks taciturn() {
    return new Quirks(
        false,
        false,
        promptBeforeStatus,
        statusInCycles,
        limitSwitches,
        targetWithinSyringe,
        fullStops,
        deviceId,
        remoteLeads,
        bootMillis);
  }

  /** With limit switches. */
  public Quirks switched() {
    return new Quirks(
        echoesZero,
        announcesStall,
        promptBeforeStatus,
        statusInCycles,
        true,
        targetWithinSyringe,
        fullStops,
        deviceId,
        remoteLeads,
        bootMillis);
  }
}
