package org.wetstack.hal;

import java.time.Duration;
import org.wetstack.hal.units.Energy;

/**
 * For how long a light was lit, and why it went out.
 *
 * @param applied the flash as the light had accepted it
 * @param lit at most the duration of {@code applied}, in whole microseconds
 */
public record FlashReport(OperationId operation, Flash applied, Duration lit, End end) {

  /** Why the light is out. */
  public enum End {
    /** It is not: it shines on, and {@code lit} is what is known so far. */
    NOT_YET,
    /** It was lit for the whole duration. */
    COMPLETE,
    /** {@link Light#stop} or the closing of the session put it out early. */
    STOPPED,
    /** The light found a fault in itself. */
    FAULT,
    /** The host fell silent and the light went out by itself. */
    HOST_SILENT,
    /** The light lost power. */
    POWER_LOST
  }

  public FlashReport {
    if (lit.isNegative() || lit.compareTo(applied.duration()) > 0) {
      throw new IllegalArgumentException("lit for " + lit + " in a flash of " + applied);
    }
  }

  /** What the light has given. */
  public Energy energy() {
    return Energy.of(applied.power(), lit);
  }
}
