package org.wetstack.lab.lease;

/** To somebody who asked for a lease. */
public sealed interface Answer {

  /** May be granted: it is, once it is in the journal. */
  record Granted(Lease lease) implements Answer {}

  /**
   * Not yet: ask again within the limit of silence, or lose the place.
   *
   * @param ahead how many wait before
   */
  record Waiting(int ahead) implements Answer {}
}
