package org.wetstack.hal;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import org.wetstack.hal.units.Current;

/**
 * A current-controlled stimulus as wanted: a pulse of one to three phases on some electrodes,
 * repeated as a train.
 *
 * @param electrodes numbers as in {@link ArrayLayout.Site#electrode()}; all get the same current
 * @param phases in time order; cathodic current is negative
 * @param interphaseDelay zero-current pause between consecutive phases
 * @param pulses in the train, at least 1
 * @param period from the start of one pulse to the start of the next; ignored for a single pulse
 * @param amplifierSettle how long the recording amplifiers are held settled after the last phase of
 *     each pulse
 * @param chargeRecovery how long the electrodes are discharged after the last phase of each pulse
 */
public record Stimulus(
    List<Integer> electrodes,
    List<Phase> phases,
    Duration interphaseDelay,
    int pulses,
    Duration period,
    Duration amplifierSettle,
    Duration chargeRecovery) {

  /** One constant-current phase of a pulse. */
  public record Phase(Current amplitude, Duration length) {

    public Phase {
      if (amplitude.nanoamps() == 0) {
        throw new IllegalArgumentException("a phase of 0 µA is not a phase: use interphaseDelay");
      }
      requirePositive(length, "phase length");
    }
  }

  public Stimulus {
    electrodes = List.copyOf(electrodes);
    phases = List.copyOf(phases);
    if (electrodes.isEmpty()) {
      throw new IllegalArgumentException("a stimulus needs at least one electrode");
    }
    if (new HashSet<>(electrodes).size() != electrodes.size()) {
      throw new IllegalArgumentException("an electrode is named twice: " + electrodes);
    }
    if (phases.isEmpty() || phases.size() > 3) {
      throw new IllegalArgumentException("a pulse has 1 to 3 phases, not " + phases.size());
    }
    if (pulses < 1) {
      throw new IllegalArgumentException("a train has at least 1 pulse, not " + pulses);
    }
    if (pulses > 1) {
      requirePositive(period, "train period");
    }
    requireNotNegative(interphaseDelay, "interphase delay");
    requireNotNegative(period, "train period");
    requireNotNegative(amplifierSettle, "amplifier settle");
    requireNotNegative(chargeRecovery, "charge recovery");
  }

  /**
   * A single charge-balanced pulse: {@code first} for {@code length}, then its opposite for the
   * same time. Negative {@code first} is the usual, cathodic-first pulse.
   */
  public static Stimulus biphasic(List<Integer> electrodes, Current first, Duration length) {
    return new Stimulus(
        electrodes,
        List.of(new Phase(first, length), new Phase(Current.nanoamps(-first.nanoamps()), length)),
        Duration.ZERO,
        1,
        Duration.ZERO,
        Duration.ofMillis(1),
        Duration.ZERO);
  }

  /** The same pulse, {@code count} times, one every {@code every}. */
  public Stimulus train(int count, Duration every) {
    return new Stimulus(
        electrodes, phases, interphaseDelay, count, every, amplifierSettle, chargeRecovery);
  }

  /** The same stimulus with another pause between its phases. */
  public Stimulus withInterphaseDelay(Duration delay) {
    return new Stimulus(electrodes, phases, delay, pulses, period, amplifierSettle, chargeRecovery);
  }

  /** The same stimulus with other amplifier settle and charge recovery times. */
  public Stimulus withRecovery(Duration settle, Duration recovery) {
    return new Stimulus(electrodes, phases, interphaseDelay, pulses, period, settle, recovery);
  }

  private static void requirePositive(Duration length, String what) {
    if (length.isZero() || length.isNegative()) {
      throw new IllegalArgumentException(what + " must be longer than zero, not " + length);
    }
  }

  private static void requireNotNegative(Duration length, String what) {
    if (length.isNegative()) {
      throw new IllegalArgumentException(what + " must not be negative: " + length);
    }
  }
}
