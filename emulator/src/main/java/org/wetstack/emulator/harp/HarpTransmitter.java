package org.wetstack.emulator.harp;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import org.wetstack.emulator.line.LineDevice.Voice;

/**
 * What goes out, and waits while the host holds it back (CTS): a ring, in which new bytes overwrite
 * the oldest.
 */
final class HarpTransmitter {

  private static final int RING_BYTES = 5_120;

  private final ByteArrayOutputStream ring = new ByteArrayOutputStream();
  private Voice line = bytes -> {};
  private boolean held;

  void join(Voice voice) {
    line = voice;
  }

  void send(byte[] frame) {
    if (!held) {
      line.say(frame);
      return;
    }
    ring.writeBytes(frame);
    byte[] all = ring.toByteArray();
    if (all.length >= RING_BYTES) {
      ring.reset();
      ring.writeBytes(Arrays.copyOfRange(all, all.length - RING_BYTES + 1, all.length));
    }
  }

  void hold(boolean now) {
    held = now;
    if (!now && ring.size() > 0) {
      line.say(ring.toByteArray());
      ring.reset();
    }
  }

  boolean held() {
    return held;
  }

  void clear() {
    ring.reset();
  }
}
