package org.wetstack.drivers.sensirion;

import java.nio.ByteBuffer;
import org.wetstack.hal.DeviceException;
import org.wetstack.hal.DeviceException.Outcome;
import org.wetstack.hal.DeviceException.Reason;

/**
 * What a cable has measured since it was asked before.
 *
 * @param count how many samples
 * @param sumTicks of their flows
 * @param temperature of the last one, in 1/200 degrees Celsius
 * @param flags of all of them together
 * @param complete whether none was lost because nobody fetched it in time
 * @param more whether there are further ones
 */
record Samples(
    int count, long sumTicks, int temperature, int flags, boolean complete, boolean more) {

  static final int AIR_IN_LINE = 1;
  static final int HIGH_FLOW = 2;

  static final Samples NONE = new Samples(0, 0, 0, 0, true, false);

  /** Some, of which nothing is known. */
  static final Samples LOST = new Samples(0, 0, 0, 0, false, false);

  private static final int SIGNALS = 3;
  private static final int HEAD = 8;

  static Samples of(ByteBuffer data) {
    if (data.remaining() < HEAD
        || data.getShort(HEAD - 2) != SIGNALS
        || (data.remaining() - HEAD) % (2 * SIGNALS) != 0) {
      throw new DeviceException(
          Reason.PROTOCOL,
          Outcome.UNKNOWN,
          "what the cable has measured is not flow, temperature and flags");
    }
    boolean complete = data.getInt() == 0;
    boolean more = data.getShort() != 0;
    data.getShort();
    int count = 0;
    long sum = 0;
    int temperature = 0;
    int flags = 0;
    for (; data.hasRemaining(); count++) {
      int flow = data.getShort();
      sum += flow;
      temperature = data.getShort();
      flags |= data.getShort();
    }
    return new Samples(count, sum, temperature, flags, complete, more);
  }

  /** These and {@code later} ones. */
  Samples and(Samples later) {
    return new Samples(
        count + later.count,
        sumTicks + later.sumTicks,
        later.count > 0 ? later.temperature : temperature,
        flags | later.flags,
        complete && later.complete,
        later.more);
  }
}
