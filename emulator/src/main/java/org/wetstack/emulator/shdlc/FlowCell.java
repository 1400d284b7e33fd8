package org.wetstack.emulator.shdlc;

import java.time.Duration;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.wetstack.emulator.World;
import org.wetstack.emulator.fluidics.Outlet;
import org.wetstack.hal.spi.Timebase;

/**
 * The channel that fluid flows through, and the chip that feels it. While it measures it follows
 * the flow by itself; each reading is the mean since the reading before. Called under the world's
 * lock.
 */
final class FlowCell {

  private static final Duration LOOK_EVERY = Duration.ofMillis(20);
  private static final double NANOS_PER_SECOND = 1e9;
  private static final double MILLIS_PER_SECOND = 1e3;

  /** The filter of a chip that is not read: 1/80 of the new value every 0.5 ms. */
  private static final double SMOOTHING_SECONDS = 0.04;

  private static final double SECONDS_PER_MINUTE = 60;
  private static final double NANOLITERS_PER_MICROLITER = 1_000;
  private static final int TICKS_PER_DEGREE = 200;

  private final World world;
  private final FlowProduct product;
  private final SensorErrors errors;
  private final Random random;
  private @Nullable Outlet pump;
  private double celsius;
  private boolean airStuck;

  private boolean measuring;
  private Timebase.@Nullable Timer timer;
  private long lookedNanos;
  private long readNanos;
  private double seenNanoliters;
  private double readNanoliters;
  private double readAirNanoliters;
  private double smoothedNanolitersPerSecond;

  FlowCell(World world, ShdlcSpec spec) {
    this.world = world;
    this.product = spec.product();
    this.errors = spec.errors();
    this.celsius = spec.celsius();
    this.random = new Random(world.seedFor("shdlc " + spec.address()));
  }

  /** From now on it sits behind {@code outlet}; behind nothing if that is null. */
  void clamp(@Nullable Outlet outlet) {
    look();
    double unread = seenNanoliters - readNanoliters;
    pump = outlet;
    seenNanoliters = passed();
    readNanoliters = seenNanoliters - unread;
    readAirNanoliters = airPassed();
  }

  void celsius(double now) {
    celsius = now;
  }

  /** Whether a bubble sits on the chip, and stays there. */
  void airStuck(boolean now) {
    airStuck = now;
  }

  void start() {
    look();
    measuring = true;
    seenNanoliters = passed();
    smoothedNanolitersPerSecond = 0;
    restart();
    follow();
  }

  void stop() {
    measuring = false;
    if (timer != null) {
      timer.cancel();
      timer = null;
    }
  }

  /** How long ago it was read, in nanoseconds of world time. */
  long unreadNanos() {
    return world.nanos() - readNanos;
  }

  /**
   * Reads it.
   *
   * @param smoothed the filtered value of this instant instead of the mean since the last reading
   */
  Sample read(boolean smoothed) {
    look();
    double seconds = unreadNanos() / NANOS_PER_SECOND;
    double mean = seconds > 0 ? (seenNanoliters - readNanoliters) / seconds : 0;
    boolean air = airStuck || airPassed() > readAirNanoliters;
    restart();
    int flow = ticks(smoothed ? smoothedNanolitersPerSecond : mean);
    int flags =
        (air ? Sample.AIR_IN_LINE : 0)
            | (Math.abs(flow) > product.fullScaleTicks() ? Sample.HIGH_FLOW : 0)
            | (smoothed ? Sample.SMOOTHED : 0);
    return new Sample(flow, (int) Math.round(celsius * TICKS_PER_DEGREE), flags);
  }

  private int ticks(double nanolitersPerSecond) {
    double wrong =
        errors.offsetMicrolitersPerMinute()
            + errors.noiseMicrolitersPerMinute() * random.nextGaussian();
    double read =
        nanolitersPerSecond * (1 + errors.scaleError())
            + wrong * NANOLITERS_PER_MICROLITER / SECONDS_PER_MINUTE;
    long ticks = Math.round(product.ticks(read));
    // As the chip does: its flag says so.
    return (int) Math.max(-product.limitTicks(), Math.min(product.limitTicks(), ticks));
  }

  private void restart() {
    readNanos = world.nanos();
    readNanoliters = seenNanoliters;
    readAirNanoliters = airPassed();
  }

  private void follow() {
    if (timer != null) {
      timer.cancel();
    }
    timer =
        world.after(
            LOOK_EVERY,
            () -> {
              look();
              follow();
            });
  }

  private double passed() {
    return pump == null ? 0 : pump.passedNanoliters();
  }

  private double airPassed() {
    return pump == null ? 0 : pump.airPassedNanoliters();
  }

  /** Brings what it sees up to this instant. */
  private void look() {
    long now = world.nanos();
    double seconds = (now - lookedNanos) / NANOS_PER_SECOND;
    lookedNanos = now;
    if (!measuring || seconds <= 0) {
      return;
    }
    double before = seenNanoliters;
    seenNanoliters += (passed() - seenNanoliters) * reached(seconds, responseSeconds());
    double flow = (seenNanoliters - before) / seconds;
    smoothedNanolitersPerSecond +=
        (flow - smoothedNanolitersPerSecond) * reached(seconds, SMOOTHING_SECONDS);
  }

  private double responseSeconds() {
    return errors.responseMillis() / MILLIS_PER_SECOND;
  }

  /** The share of a step that a first-order filter has made after {@code seconds}. */
  private static double reached(double seconds, double timeConstant) {
    return timeConstant == 0 ? 1 : -StrictMath.expm1(-seconds / timeConstant);
  }
}
