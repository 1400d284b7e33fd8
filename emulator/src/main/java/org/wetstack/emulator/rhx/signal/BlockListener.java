package org.wetstack.emulator.rhx.signal;

import java.util.List;

/** Told of every block of a run, in order, under the world's lock. */
public interface BlockListener {

  /**
   * The next block. Borrowed.
   *
   * @param spikes that begin in it, by time and then by channel
   */
  void onBlock(DataBlock block, List<Spike> spikes);

  /** The run has ended; no more blocks come of it. */
  void onEnd();
}
