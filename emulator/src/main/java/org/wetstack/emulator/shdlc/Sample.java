package org.wetstack.emulator.shdlc;

import java.nio.ByteBuffer;

/**
 * One measurement as the sensor gives it.
 *
 * @param flow in ticks
 * @param temperature in 1/200 degrees Celsius
 * @param flags {@link #AIR_IN_LINE} and others
 */
record Sample(int flow, int temperature, int flags) {

  static final int AIR_IN_LINE = 1;
  static final int HIGH_FLOW = 2;

  /** The value is smoothed, for it was not read for longer than the sensor averages. */
  static final int SMOOTHED = 32;

  static final int SIGNALS = 3;
  static final int BYTES = 2 * SIGNALS;

  void put(ByteBuffer to) {
    to.putShort((short) flow).putShort((short) temperature).putShort((short) flags);
  }

  byte[] bytes() {
    ByteBuffer bytes = ByteBuffer.allocate(BYTES);
    put(bytes);
    return bytes.array();
  }
}
