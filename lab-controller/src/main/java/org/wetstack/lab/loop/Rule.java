package org.wetstack.lab.loop;

import java.time.Duration;

/**
 * What an experiment does about what it sees, block by block. Called on the link's thread: it must
 * return within microseconds, must not block, and acts through its {@link Turn} alone, so that what
 * it does is counted, recorded, and ends when the loop is halted.
 */
@FunctionalInterface
public interface Rule {

  /** Something that came later than the deadline of the loop. */
  enum Late {
    /** The rule had decided too long after the block had come. */
    DECISION,
    /** The pulse began too long after the last sample of the block that decided on it. */
    PULSE
  }

  /** Called for every block once the noise is learnt. {@code turn} is borrowed. */
  void onBlock(Turn turn);

  /**
   * A deadline was missed; it is counted already. On the link's thread, at once for a decision and
   * with the receipt for a pulse.
   *
   * @param decidedAt the sample after the last one of the block that decided
   * @param took by the host's clock for a decision, by the device's sample counter for a pulse
   */
  default void onLate(Late what, long decidedAt, Duration took) {}

  /** The loop was halted and will not call again. On the thread that halted it. */
  default void onHalt() {}
}
