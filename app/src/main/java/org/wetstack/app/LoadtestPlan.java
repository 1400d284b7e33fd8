package org.wetstack.app;

import java.time.Duration;
import java.util.Locale;
import org.wetstack.hal.ArrayLayout;
import org.wetstack.hal.ElectrodeArray;

/**
 * What a load test does.
 *
 * @param samplesPerBlock of the stream
 * @param every from when a pulse was told of to the next one, rounded up to whole blocks
 * @param deadline from the end of a block to its pulse
 */
record LoadtestPlan(int samplesPerBlock, int pulses, Duration every, Duration deadline) {

  private static final int MOST_PULSES = 100_000;
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

  LoadtestPlan {
    check("--samples", samplesPerBlock, Integer.MAX_VALUE);
    check("--pulses", pulses, MOST_PULSES);
    check("--every", every.toMillis(), LONGEST_PAUSE.toMillis());
    check("--deadline", deadline.toNanos() / 1_000, Integer.MAX_VALUE);
  }

  private static void check(String option, long value, long most) {
    if (value < 1 || value > most) {
      throw new IllegalArgumentException(option + " is 1 to " + most + ", not " + value);
    }
  }

  /** Refuses blocks that an array of {@code layout} does not send. */
  void check(ArrayLayout layout) {
    check("--samples", samplesPerBlock, layout.maxSamplesPerBlock());
  }

  /** How many blocks there are from one pulse to the next. */
  long blocksBetween(ArrayLayout layout) {
    long samples = every.toMillis() * layout.samplesPerSecond() / 1_000;
    return Math.max(1, (samples + samplesPerBlock - 1) / samplesPerBlock);
  }

  /** How long it takes, learning the noise aside, if each pulse is told of within {@code every}. */
  Duration longest() {
    return every.multipliedBy(2 * (pulses + 1L));
  }

  String words(ElectrodeArray array) {
    ArrayLayout layout = array.layout();
    return String.format(
        Locale.ROOT,
        "%s: %d channels at %d S/s in blocks of %d samples (%.3f ms); %d pulses, %d ms apart or more",
        array.name(),
        layout.channels(),
        layout.samplesPerSecond(),
        samplesPerBlock,
        samplesPerBlock * 1e3 / layout.samplesPerSecond(),
        pulses,
        every.toMillis());
  }
}
