package org.wetstack.lab.train;

import java.time.Duration;
import java.util.List;
import org.wetstack.hal.ArrayLayout;

/**
 * A culture under training, as what runs an experiment sees it; or something else that answers, to
 * compare with. For one thread.
 */
public interface Subject extends AutoCloseable {

  /**
   * What followed the pulses of a trial.
   *
   * @param spikes on each electrode, in all windows together
   * @param firstSample the device's number of the first sample that was listened to
   * @param endSample of the sample after the last
   */
  @SuppressWarnings("ArrayRecordComponent") // Handed over, not compared.
  record Answer(int[] spikes, long firstSample, long endSample) {}

  /**
   * A pulse to come.
   *
   * @param millis from now
   */
  record Planned(int millis, int electrode) {}

  /**
   * What a subject was given so far.
   *
   * @param pulses that were played
   * @param picocoulombs charge of all their phases, without their signs
   * @param nanoliters of doses, at most, priming included
   * @param picojoules of light, as it left its source
   */
  record Given(long pulses, double picocoulombs, long nanoliters, long picojoules) {

    /** In darkness. */
    public Given(long pulses, double picocoulombs, long nanoliters) {
      this(pulses, picocoulombs, nanoliters, 0);
    }
  }

  /** The electrodes, in the order of {@link Answer#spikes}. */
  List<ArrayLayout.Site> sites();

  /** Pulses on {@code electrodes}, a pulse period apart; takes as long as their windows. */
  Answer probe(List<Integer> electrodes);

  /** A reward begins now. */
  void reward();

  /** Pulses that are no question; they begin while time passes. */
  void correct(List<Planned> pulses);

  Given given();

  /** Time goes by. */
  void pass(Duration span);

  @Override
  void close();
}
