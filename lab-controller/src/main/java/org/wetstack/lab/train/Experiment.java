package org.wetstack.lab.train;

import java.util.List;
import org.wetstack.lab.loop.Decision;

/**
 * What is asked of a culture, trial by trial: state becomes pulses, spikes become an outcome, and
 * the outcome a decision. It knows no instrument, no arm and no clock; one lives as long as one
 * culture is trained, on one thread. The same seed and spikes must give the same answers: a run
 * that was killed is continued by telling it its earlier spikes again.
 *
 * <p>{@link #encode}, {@link #decode} and {@link #decide} are called once per trial, in this order;
 * also in the trials before the training, whose decisions have no consequences.
 */
public interface Experiment {

  /**
   * The state as pulses: the electrodes that are stimulated, one after the other, a pulse period
   * apart; at least one, at most {@value Procedure#MOST_PULSES}, each {@code 0} to {@code sites -
   * 1}.
   */
  List<Integer> encode();

  /**
   * What the culture answered.
   *
   * @param spikes on each electrode, in the windows after all pulses of this trial
   */
  Outcome decode(int[] spikes);

  /** What the culture deserves for what {@link #decode} just made of its answer. */
  Decision decide(Outcome outcome);
}
