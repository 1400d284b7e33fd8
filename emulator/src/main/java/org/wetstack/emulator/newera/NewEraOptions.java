package org.wetstack.emulator.newera;

/**
 * How a pump behaves where no manual page at hand says it. Each is what seems likelier, with the
 * reason.
 *
 * @param powerOnAlarm whether the power-on alarm waits when the pump is first met: the recorded
 *     exchanges met it, sometimes
 * @param safUnderAlarm whether {@code SAF} is done though the answer is an alarm: a client that is
 *     in use would hang otherwise
 * @param cutsNumbers whether digits beyond the fourth, right of the point, are dropped; otherwise
 *     such numbers are out of range. A client that ran on pumps writes {@code VOL 20.000}.
 * @param setsWhilePaused whether a paused pump takes new settings: clients stop once and set
 * @param keepsDispensed whether {@code DIS} survives a loss of power
 * @param diameterClears whether another diameter clears {@code DIS}
 * @param setsVolumeUnits whether {@code VOL UL} and {@code VOL ML} exist: not in old firmware
 * @param resumesAfterPower whether a program in power-failure mode goes on where it was, rather
 *     than from its beginning
 * @param loopsInAll whether {@code LOP n} makes n rounds in all, rather than n more
 * @param padsNumbers whether {@code PHN} and {@code ADR} answer with two digits
 * @param garblesBursts whether the answers of several pumps to one burst collide, as the manual
 *     warns
 */
public record NewEraOptions(
    boolean powerOnAlarm,
    boolean safUnderAlarm,
    boolean cutsNumbers,
    boolean setsWhilePaused,
    boolean keepsDispensed,
    boolean diameterClears,
    boolean setsVolumeUnits,
    boolean resumesAfterPower,
    boolean loopsInAll,
    boolean padsNumbers,
    boolean garblesBursts) {

  /** All that is likely. */
  public static final NewEraOptions LIKELY =
      new NewEraOptions(true, true, true, true, false, true, true, true, true, true, true);

  /** The likely ones of a pump that was switched on, and acknowledged, long ago. */
  public static final NewEraOptions SETTLED =
      new NewEraOptions(false, true, true, true, false, true, true, true, true, true, true);
}
