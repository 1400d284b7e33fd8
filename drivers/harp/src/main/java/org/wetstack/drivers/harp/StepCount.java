package org.wetstack.drivers.harp;

/**
 * How many steps of a protocol are made, as far as it is known: the pump has no counter, but its
 * steps come one each period, and each says so in an event with its time. A step that was heard of
 * is certain, and so are those before it in time; steps for which there was time are possible.
 * Times are of the device's clock in microseconds and of the host's in nanoseconds: where a
 * synchroniser sets the device's, the host's counts. Not thread-safe.
 */
final class StepCount {

  /** What a timestamp may be off: the firmware works in ticks of half a millisecond. */
  private static final long SLACK_MICROS = 1_000;

  /** How late the host may hear; beyond this, and a drift of 0.1 %, the device's clock was set. */
  private static final long LATENCY_MICROS = 3_000_000;

  private static final long DRIFT = 1_000;
  private static final long UNKNOWN = -1;

  /** A moment by both clocks. */
  record Moment(long deviceMicros, long hostNanos) {}

  private final long steps;
  private final long periodMicros;
  private long sentNanos = UNKNOWN;
  private long begunMicros = UNKNOWN;
  private long possible = UNKNOWN;
  private long heard;
  private long certain;
  private boolean lasted;

  /** A protocol of {@code steps}, one each {@code periodMillis}. */
  StepCount(long steps, long periodMillis) {
    this.steps = steps;
    this.periodMicros = periodMillis * 1_000;
  }

  /** Its start is sent. */
  void sent(long hostNanos) {
    sentNanos = hostNanos;
  }

  boolean wasSent() {
    return sentNanos != UNKNOWN;
  }

  /** It began then, by the device's clock. */
  void begun(Moment at) {
    if (wasSent() && begunMicros == UNKNOWN) {
      begunMicros = at.deviceMicros();
    }
  }

  /** A step was made. */
  void step(Moment at) {
    heard++;
    long inTime = agree(at) ? (deviceElapsed(at) + SLACK_MICROS / 2) / periodMicros : 0;
    certain = Math.min(steps, Math.max(certain, Math.max(heard, inTime)));
  }

  /** It has ended, at the latest {@code at}. */
  void over(Moment at) {
    if (possible == UNKNOWN) {
      possible = inTime(at);
    }
  }

  /** It says that it ended then: {@link #lasted} tells whether that was its own end. */
  void ended(Moment at) {
    lasted |=
        possible == UNKNOWN
            && agree(at)
            && deviceElapsed(at) + SLACK_MICROS >= (steps + 1) * periodMicros;
    over(at);
  }

  /** Whether it ended after all its steps, if its motor followed. */
  boolean lasted() {
    return lasted;
  }

  /** Every step was made, whatever events were lost. */
  void whole() {
    certain = steps;
  }

  boolean allMade() {
    return certain >= steps;
  }

  long atLeast() {
    return certain;
  }

  long atMost(Moment at) {
    return Math.max(certain, possible == UNKNOWN ? inTime(at) : possible);
  }

  private long inTime(Moment at) {
    if (!wasSent()) {
      return steps;
    }
    long elapsed = agree(at) ? deviceElapsed(at) : hostElapsed(at);
    return Math.min(steps, (elapsed + SLACK_MICROS) / periodMicros);
  }

  private long deviceElapsed(Moment at) {
    return at.deviceMicros() - begunMicros;
  }

  private long hostElapsed(Moment at) {
    return (at.hostNanos() - sentNanos) / 1_000;
  }

  private boolean agree(Moment at) {
    if (!wasSent() || begunMicros == UNKNOWN) {
      return false;
    }
    long host = hostElapsed(at);
    long device = deviceElapsed(at);
    long late = host - device;
    return device >= 0
        && late >= -SLACK_MICROS - host / DRIFT
        && late <= LATENCY_MICROS + host / DRIFT;
  }
}
