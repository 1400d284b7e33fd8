package org.wetstack.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;

/** What a receiver took of an array in {@link NumberedTissue}: samples that say their numbers. */
final class LslStreamed {

  /** The line through the sample counter is bent by less, besides a microsecond of rounding. */
  private static final double BEND = 1e-3;

  private static final double ROUNDING = 2e-6;
  private static final int BITS = 15;
  private static final int MASK = (1 << BITS) - 1;
  private static final int OF_ELECTRODE_1 = 37;

  /** So many samples are missing from this one on. */
  record Hole(long first, long samples) {}

  private final int rate;
  private final double[] times;
  private final long[] numbers;

  private LslStreamed(int rate, double[] times, long[] numbers) {
    this.rate = rate;
    this.times = times;
    this.numbers = numbers;
  }

  /** An electrode shows something else from a sample on, as a pulse flows through it. */
  record Disturbed(int channel, long from) {
    static final Disturbed NONE = new Disturbed(-1, 0);
  }

  /** Checks every value of {@code counts}, and the distances of the times. */
  static LslStreamed of(
      int rate, int channels, double[] times, short[] counts, Disturbed disturbed) {
    assertEquals(times.length, counts.length / channels);
    long[] numbers = new long[times.length];
    for (int i = 0; i < times.length; i++) {
      int high = (counts[i * channels + 1] - OF_ELECTRODE_1) & MASK;
      numbers[i] = ((long) high << BITS) | (counts[i * channels] & MASK);
      for (int c = 0; c < channels; c++) {
        if (c != disturbed.channel() || numbers[i] < disturbed.from()) {
          StreamAccount.check(numbers[i], c, counts[i * channels + c]);
        }
      }
    }
    var all = new LslStreamed(rate, times, numbers);
    all.checkTimes();
    return all;
  }

  private void checkTimes() {
    for (int i = 1; i < times.length; i++) {
      double should = (numbers[i] - numbers[i - 1]) / (double) rate;
      double is = times[i] - times[i - 1];
      if (numbers[i] <= numbers[i - 1] || Math.abs(is - should) > should * BEND + ROUNDING) {
        throw new AssertionError(
            "from sample %d to %d in %.9f s, at %d Hz"
                .formatted(numbers[i - 1], numbers[i], is, rate));
      }
    }
  }

  int samples() {
    return times.length;
  }

  List<Hole> holes() {
    List<Hole> holes = new ArrayList<>();
    for (int i = 1; i < numbers.length; i++) {
      if (numbers[i] != numbers[i - 1] + 1) {
        holes.add(new Hole(numbers[i - 1] + 1, numbers[i] - numbers[i - 1] - 1));
      }
    }
    return holes;
  }

  /** That {@code marker} has the time of {@code sample}, which came, or of a hole's beginning. */
  void assertAt(long sample, LslReceiver.Marker marker) {
    for (int i = 0; i < numbers.length; i++) {
      if (numbers[i] == sample || (i > 0 && numbers[i] > sample && numbers[i - 1] == sample - 1)) {
        double at = numbers[i] == sample ? times[i] : times[i - 1] + 1.0 / rate;
        assertEquals(at, marker.at(), ROUNDING, marker::text);
        return;
      }
    }
    throw new AssertionError("sample " + sample + " did not come; " + marker);
  }

  /** That all was taken before {@code now}, and not long ago; seconds wide, for a busy machine. */
  void assertBefore(double now) {
    double last = times[times.length - 1];
    assertTrue(last < now + 1 && last > now - 30, () -> last + " by LSL's clock, which is " + now);
  }
}
