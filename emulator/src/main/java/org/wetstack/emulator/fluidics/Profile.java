package org.wetstack.emulator.fluidics;

/**
 * How fast a stepper goes: from {@code startHz} up to {@code topHz} and down to {@code endHz}, in
 * steps per second, changing by {@code hzPerSecond}. With 0 for that it has its top speed at once.
 */
public record Profile(double startHz, double topHz, double endHz, double hzPerSecond) {

  public Profile {
    if (!(topHz > 0 && startHz >= 0 && endHz >= 0 && hzPerSecond >= 0)) {
      throw new IllegalArgumentException(
          "a stepper cannot go from " + startHz + " to " + topHz + " to " + endHz + " Hz");
    }
  }

  /** The same speed all the way. */
  public static Profile even(double hz) {
    return new Profile(hz, hz, hz, 0);
  }

  /** How this goes over {@code steps}. */
  Course over(double steps) {
    double start = Math.min(startHz, topHz);
    double end = Math.min(endHz, topHz);
    if (hzPerSecond == 0) {
      return new Course(topHz, topHz, topHz, 0, 0, steps / topHz);
    }
    double rise = distance(start, topHz);
    double fall = distance(end, topHz);
    double peak = topHz;
    if (rise + fall > steps) {
      peak = Math.sqrt(hzPerSecond * steps + (start * start + end * end) / 2);
      peak = Math.max(peak, Math.max(start, end));
      rise = Math.min(steps, distance(start, peak));
      fall = Math.min(steps - rise, distance(end, peak));
    }
    double cruise = (steps - rise - fall) / peak;
    return new Course(start, peak, end, hzPerSecond, (peak - start) / hzPerSecond, cruise);
  }

  private double distance(double from, double to) {
    return (to * to - from * from) / (2 * hzPerSecond);
  }

  /** A profile laid over a number of steps; times in seconds from its beginning. */
  record Course(
      double startHz,
      double peakHz,
      double endHz,
      double hzPerSecond,
      double riseSeconds,
      double cruiseSeconds) {

    double seconds() {
      double fall = hzPerSecond == 0 ? 0 : (peakHz - endHz) / hzPerSecond;
      return riseSeconds + cruiseSeconds + fall;
    }

    /** Steps made after {@code seconds}. */
    double stepsAfter(double seconds) {
      double rising = Math.min(seconds, riseSeconds);
      double steps = startHz * rising + hzPerSecond * rising * rising / 2;
      double cruising = Math.min(Math.max(0, seconds - riseSeconds), cruiseSeconds);
      steps += peakHz * cruising;
      double falling = Math.min(seconds, seconds()) - riseSeconds - cruiseSeconds;
      if (falling > 0) {
        steps += peakHz * falling - hzPerSecond * falling * falling / 2;
      }
      return steps;
    }

    /** The speed after {@code seconds}, in steps per second. */
    double hzAfter(double seconds) {
      if (seconds < riseSeconds) {
        return startHz + hzPerSecond * seconds;
      }
      double falling = seconds - riseSeconds - cruiseSeconds;
      return falling <= 0 ? peakHz : Math.max(endHz, peakHz - hzPerSecond * falling);
    }
  }
}
