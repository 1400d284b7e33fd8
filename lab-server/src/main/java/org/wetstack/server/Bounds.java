package org.wetstack.server;

import java.time.Duration;

/**
 * What callers may take of a server.
 *
 * @param connections at one time
 * @param request how long one may take; streams last as long as their client listens
 * @param stranger how long it may take to send one that shows no valid token
 * @param idle how long a connection may be open without a request
 */
record Bounds(int connections, Duration request, Duration stranger, Duration idle) {

  static final Bounds USUAL =
      new Bounds(256, Duration.ofSeconds(75), Duration.ofSeconds(10), Duration.ofSeconds(30));
}
