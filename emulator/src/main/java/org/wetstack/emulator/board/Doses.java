package org.wetstack.emulator.board;

import org.wetstack.protocol.v1.Prepare;
import org.wetstack.protocol.v1.Refused.Reason;

/** Doses as a pump rounds, checks and times them. SPEC.md, section 10. */
final class Doses {

  private static final long NANOS_PER_MINUTE = 60_000_000_000L;

  private Doses() {}

  /** The wanted volume in whole steps, in nanolitres. */
  static long appliedVolume(Prepare wanted, PumpSpec spec) {
    long volume = Integer.toUnsignedLong(wanted.getVolumeNanoliters());
    return volume / spec.stepNanoliters() * spec.stepNanoliters();
  }

  /** The wanted rate in whole steps, in nanolitres per minute. */
  static long appliedRate(Prepare wanted, PumpSpec spec) {
    long rate = Integer.toUnsignedLong(wanted.getRateNanolitersPerMinute());
    return rate / spec.rateStepNanolitersPerMinute() * spec.rateStepNanolitersPerMinute();
  }

  /** Throws unless the pump can give {@code wanted}. */
  static void check(Prepare wanted, PumpSpec spec) {
    if (Integer.toUnsignedLong(wanted.getVolumeNanoliters()) > spec.maxVolumeNanoliters()
        || appliedVolume(wanted, spec) == 0) {
      throw new RefusedException(
          Reason.REASON_OUT_OF_RANGE,
          "volume must be " + spec.stepNanoliters() + " to " + spec.maxVolumeNanoliters() + " nL");
    }
    if (Integer.toUnsignedLong(wanted.getRateNanolitersPerMinute())
            > spec.maxRateNanolitersPerMinute()
        || appliedRate(wanted, spec) < spec.minRateNanolitersPerMinute()) {
      throw new RefusedException(
          Reason.REASON_OUT_OF_RANGE,
          "rate must be "
              + spec.minRateNanolitersPerMinute()
              + " to "
              + spec.maxRateNanolitersPerMinute()
              + " nL/min");
    }
  }

  /** Throws unless {@code known} is the dose that {@code wanted} would become. */
  static void requireSame(DoseLedger.Entry known, Prepare wanted, PumpSpec spec) {
    if (known.volumeNanoliters != appliedVolume(wanted, spec)
        || known.rateNanolitersPerMinute != appliedRate(wanted, spec)) {
      throw new RefusedException(
          Reason.REASON_OPERATION_CONFLICT, "that operation is another dose");
    }
  }

  /** How long {@code dose} takes, rounded up to whole nanoseconds. */
  static long durationNanos(DoseLedger.Entry dose) {
    long product = dose.volumeNanoliters * NANOS_PER_MINUTE;
    return (product + dose.rateNanolitersPerMinute - 1) / dose.rateNanolitersPerMinute;
  }

  /** What {@code dose} should have delivered after {@code elapsedNanos}: whole steps of it. */
  static long due(DoseLedger.Entry dose, long elapsedNanos, PumpSpec spec) {
    if (elapsedNanos >= durationNanos(dose)) {
      return dose.volumeNanoliters;
    }
    // At most 60e9 × max volume (1e8) while elapsed is within the dose's duration: fits a long.
    long flowed = elapsedNanos * dose.rateNanolitersPerMinute / NANOS_PER_MINUTE;
    return flowed - flowed % spec.stepNanoliters();
  }
}
