package org.wetstack.lsl;

/**
 * When each sample was taken, in the host's time: a line through the device's sample counter, bent
 * a little each second so that the blocks of that second that came soonest lie on it. Blocks that
 * come late therefore change nothing, and neither do samples that are lost. What every block takes
 * on its way cannot be seen from here: times are late by that much.
 *
 * <p>Fed by the stream's thread, without waiting or allocating but for once a second; read by any.
 */
final class SampleClock {

  /** Of the pull on phase and rate: critically damped, settled within half a minute. */
  private static final double PHASE_GAIN = 0.2;

  private static final double RATE_GAIN = 0.01;

  /**
   * More than this is not answered at once: a second in which all came late is no error of ours.
   */
  private static final double MOST_NANOS = 2e6;

  /** Crystals are within a tenth of a thousandth. */
  private static final double MOST_RATE = 2e-4;

  private static final double STEP_NANOS = 20e6;

  /** Windows that have to come late before it is believed that they are in time. */
  private static final int LATE_WINDOWS = 10;

  /** The first second of a stream often comes late as a whole, while much begins. */
  private static final int FIRST_WINDOWS = 2;

  /** Seconds that a late reader may lag behind. */
  private static final int KEPT = 16;

  private static final double NANOS_PER_SECOND = 1e9;

  /** From sample {@code from} on; times in nanoseconds after the first arrival. */
  private record Line(long from, double nanos, double nanosPerSample) {
    double at(long sample) {
      return nanos + (sample - from) * nanosPerSample;
    }
  }

  /** A jump of the line, which only a clock that was stopped or set should need. */
  record Step(long sample, double seconds) {}

  private final double nominal;
  private final long windowSamples;
  private boolean begun;
  private long originNanos;
  private long windowFrom;
  private double least = Double.MAX_VALUE;
  private double rate;
  private int late;
  private double latest = Double.MAX_VALUE;

  private volatile Line[] lines = {};
  private volatile Step step = new Step(0, 0);
  private volatile double residualNanos;

  /** For an array that takes so many samples a second. */
  SampleClock(int samplesPerSecond) {
    nominal = NANOS_PER_SECOND / samplesPerSecond;
    windowSamples = samplesPerSecond;
  }

  /** A block that ends with sample {@code last} came at {@code nowNanos}. */
  void arrived(long last, long nowNanos) {
    if (!begun) {
      begun = true;
      originNanos = nowNanos;
      windowFrom = last;
    }
    double now = nowNanos - originNanos;
    Line line = lines.length == 0 ? new Line(windowFrom, 0, nominal) : lines[lines.length - 1];
    least = Math.min(least, now - line.at(last));
    if (last - windowFrom >= (lines.length == 0 ? FIRST_WINDOWS : 1) * windowSamples) {
      close(line, last);
    }
  }

  private void close(Line line, long last) {
    double off = least;
    double seconds = (last - windowFrom) * nominal / NANOS_PER_SECOND;
    least = Double.MAX_VALUE;
    windowFrom = last;
    if (lines.length == 0) {
      lines = new Line[] {new Line(last, line.at(last) + off, nominal)};
      return;
    }
    residualNanos = Math.abs(off);
    late = off > STEP_NANOS ? late + 1 : 0;
    latest = late == 0 ? Double.MAX_VALUE : Math.min(latest, off);
    if (off < -STEP_NANOS || late == LATE_WINDOWS) {
      double by = off < 0 ? off : latest;
      late = 0;
      latest = Double.MAX_VALUE;
      rate = 0;
      add(new Line(last, line.at(last) + by, nominal));
      step = new Step(last, by / NANOS_PER_SECOND);
      return;
    }
    // Per second of this window: a gap may have made it long.
    double pull = within(off, MOST_NANOS) / NANOS_PER_SECOND / Math.max(1, seconds);
    rate = within(rate + RATE_GAIN * pull, MOST_RATE);
    add(new Line(last, line.at(last), nominal * (1 + rate + PHASE_GAIN * pull)));
  }

  private static double within(double value, double most) {
    return Math.max(-most, Math.min(most, value));
  }

  private void add(Line line) {
    Line[] before = lines;
    int kept = Math.min(before.length, KEPT - 1);
    Line[] after = new Line[kept + 1];
    System.arraycopy(before, before.length - kept, after, 0, kept);
    after[kept] = line;
    lines = after;
  }

  /** Whether it can tell the time yet: after the first two seconds of samples. */
  boolean isSet() {
    return lines.length > 0;
  }

  /** The host's {@code Timebase.nanoTime()} of {@code sample}, in seconds. Once it is set. */
  double seconds(long sample) {
    Line[] all = lines;
    int i = all.length - 1;
    while (i > 0 && all[i].from() > sample) {
      i--;
    }
    return (originNanos + all[i].at(sample)) / NANOS_PER_SECOND;
  }

  /** The latest jump; of 0 s if there was none. */
  Step step() {
    return step;
  }

  /** By how much the line and the soonest block of the latest second differ. */
  double residualSeconds() {
    return residualNanos / NANOS_PER_SECOND;
  }
}
