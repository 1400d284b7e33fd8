package org.wetstack.lab.alert;

import java.io.IOException;

/** A way to somebody. */
interface Channel {

  /**
   * Hands {@code message} over; returns when the other side has taken it, within half a minute.
   *
   * @throws IOException if it did not: it is tried again later
   */
  void send(Message message) throws IOException;
}
