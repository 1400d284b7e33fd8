package org.wetstack.hal.spi;

import java.nio.ByteBuffer;
import org.wetstack.hal.DeviceException;

/** Bytes to and from one peer. Knows nothing of what they mean. */
public interface Link extends AutoCloseable {

  /** What a link promises about the bytes it carries. */
  enum Delivery {
    /** In order, but bytes may be lost or corrupted, as on a serial line. */
    RAW_BYTES,
    /** In order and intact until the link is lost, in pieces of any size, as on TCP. */
    RELIABLE_BYTES,
    /** Each {@link #send} arrives as one {@code onBytes} call, or twice, or not at all: MQTT. */
    MESSAGES
  }

  Delivery delivery();

  /**
   * Takes all remaining bytes, or throws having taken none. Never blocks; callable from any thread,
   * also from {@link LinkHandler#onBytes}. The buffer may be reused when it returns.
   *
   * @throws DeviceException LINK_LOST/NOT_DONE if the link is closed, TIMEOUT/NOT_DONE if its
   *     bounded outgoing queue is full
   */
  void send(ByteBuffer bytes);

  /**
   * Ends the link. Idempotent; callable from any thread; returns within 2 s whatever the library
   * below does. The handler gets exactly one {@code onClosed}, possibly after this returns.
   */
  @Override
  void close();
}
