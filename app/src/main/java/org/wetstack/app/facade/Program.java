package org.wetstack.app.facade;

import java.util.Optional;
import org.wetstack.hal.Stimulus;

/**
 * What was uploaded for one channel that is enabled for stimulation.
 *
 * @param channel its native name
 * @param key 0 to 7 for F1 to F8; empty if another source is to fire it, and it is refused
 * @param onPress whether pressing the key fires it; otherwise its release does
 * @param stimulus on its one electrode; empty if refused
 * @param refractoryMicros how long after its end nothing fires it
 * @param refusal why it is refused; empty if not
 */
record Program(
    String channel,
    Optional<Integer> key,
    boolean onPress,
    Optional<Stimulus> stimulus,
    double refractoryMicros,
    String refusal) {

  /** The same, refused. */
  Program refused(String why) {
    return new Program(channel, key, onPress, Optional.empty(), refractoryMicros, why);
  }

  /** Whether both begin together and do the same on their electrodes. */
  boolean goesWith(Program other) {
    return onPress == other.onPress
        && refractoryMicros == other.refractoryMicros
        && stimulus.isPresent()
        && other.stimulus.isPresent()
        && on(stimulus.get(), other.stimulus.get()).equals(other.stimulus.get());
  }

  private static Stimulus on(Stimulus one, Stimulus other) {
    return new Stimulus(
        other.electrodes(),
        one.phases(),
        one.interphaseDelay(),
        one.pulses(),
        one.period(),
        one.amplifierSettle(),
        one.chargeRecovery());
  }
}
