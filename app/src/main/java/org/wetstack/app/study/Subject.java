package org.wetstack.app.study;

import java.time.Duration;

/** A culture under training, as the experiment sees it. For one thread. */
interface Subject extends AutoCloseable {

  /**
   * Spikes on each electrode in the windows after the pulses of a trial; takes as long as these.
   */
  int[] probe();

  /** A dose from the reward pump begins now. */
  void reward();

  /** Unpredictable pulses: after each of {@code millis} one on that one of {@code electrodes}. */
  void correct(int[] millis, int[] electrodes);

  /** Time goes by. */
  void pass(Duration span);

  @Override
  void close();
}
