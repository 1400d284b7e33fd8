package org.wetstack.lab.culture;

import java.time.Instant;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import org.wetstack.lab.journal.Entry;

/**
 * What was heard of a culture at one time.
 *
 * @param seconds for which it was listened to, at least 1
 * @param electrodes it has
 * @param active of these, the ones with at least {@link #ACTIVE_HERTZ} spikes a second
 * @param spikes on all of them
 * @param missed samples of each electrode that nobody looked at
 * @param pulses that it was probed with after that; 0 if it was not
 * @param answers spikes within {@link #ANSWER_FROM_MILLIS} to {@link #ANSWER_TO_MILLIS} after one
 */
public record Observation(
    Instant at,
    long seconds,
    int electrodes,
    int active,
    long spikes,
    long missed,
    long pulses,
    long answers) {

  /** Slower electrodes are taken for noise. */
  public static final double ACTIVE_HERTZ = 0.2;

  /** Before this there are artefacts, and cells that the pulse excites directly. */
  public static final int ANSWER_FROM_MILLIS = 5;

  public static final int ANSWER_TO_MILLIS = 60;

  private static final double ANSWER_SECONDS = (ANSWER_TO_MILLIS - ANSWER_FROM_MILLIS) / 1_000.0;

  public Observation {
    if (seconds < 1 || electrodes < 1 || active < 0 || active > electrodes || spikes < 0) {
      throw new IllegalArgumentException(
          "%d s, %d of %d electrodes, %d spikes is no observation"
              .formatted(seconds, active, electrodes, spikes));
    }
  }

  /** As it was written into the journal. */
  public static Observation of(Entry entry) {
    return new Observation(
        entry.at(),
        entry.whole("seconds"),
        Math.toIntExact(entry.whole("electrodes")),
        Math.toIntExact(entry.whole("active")),
        entry.whole("spikes"),
        entry.whole("missed"),
        entry.whole("pulses"),
        entry.whole("answers"));
  }

  /** What the journal holds of it. */
  public Map<String, String> facts(String culture) {
    Map<String, String> facts = new TreeMap<>();
    facts.put("culture", culture);
    facts.put("seconds", Long.toString(seconds));
    facts.put("electrodes", Integer.toString(electrodes));
    facts.put("active", Integer.toString(active));
    facts.put("spikes", Long.toString(spikes));
    facts.put("missed", Long.toString(missed));
    facts.put("pulses", Long.toString(pulses));
    facts.put("answers", Long.toString(answers));
    return facts;
  }

  /** Of all electrodes together. */
  public double spikesPerSecond() {
    return (double) spikes / seconds;
  }

  public double activeShare() {
    return (double) active / electrodes;
  }

  /** Spikes that answered a pulse, beyond those that were to be expected anyway; at least 0. */
  public OptionalDouble answersPerPulse() {
    return pulses == 0
        ? OptionalDouble.empty()
        : OptionalDouble.of(
            Math.max(0, (double) answers / pulses - spikesPerSecond() * ANSWER_SECONDS));
  }
}
