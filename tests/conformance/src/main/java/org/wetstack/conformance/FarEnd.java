package org.wetstack.conformance;

import java.io.IOException;
import java.net.URI;

/**
 * The other end of a link under test, on a channel of its own, made of something other than the
 * link's own code where possible. One thread may send while another receives.
 */
public interface FarEnd extends AutoCloseable {

  /** What to open to reach it. */
  URI endpoint();

  /** Sends all {@code bytes}, waiting for room; on a link of messages, as one message. */
  void send(byte[] bytes) throws IOException;

  /**
   * Waits a moment for bytes, not longer than a second.
   *
   * @return how many were received, 0 if none came, -1 if the link has ended
   */
  int receive(byte[] into) throws IOException;

  /** Disappears without a farewell, like a device that loses power. */
  void vanish() throws IOException;

  /**
   * Stops taking bytes until {@link #resume}, so that they pile up towards the link under test.
   * Returns false if this kind of far end cannot.
   */
  default boolean stall() throws IOException {
    return true;
  }

  /** Ends a {@link #stall}. */
  default void resume() throws IOException {}

  @Override
  void close() throws IOException;
}
