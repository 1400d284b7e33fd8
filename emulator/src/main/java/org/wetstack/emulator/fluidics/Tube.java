package org.wetstack.emulator.fluidics;

import java.util.function.LongConsumer;

/**
 * The fluid between plunger and culture: what is pushed stretches syringe and tube, and leaves them
 * through the outlet. Volumes in nanolitres.
 */
final class Tube {

  private final Mechanics mechanics;
  private LongConsumer onDelivered = nanoliters -> {};
  private double stretch;
  private double passed;
  private double delivered;
  private double leaked;
  private double air;
  private double airPassed;
  private double leak;
  private long told;
  private boolean occluded;

  Tube(Mechanics mechanics) {
    this.mechanics = mechanics;
  }

  /** The plunger has pushed {@code nanoliters}, or drawn where negative, in {@code seconds}. */
  void push(double nanoliters, double seconds) {
    if (nanoliters == 0 && stretch == 0) {
      return;
    }
    if (occluded) {
      stretch += nanoliters;
      return;
    }
    double left = 0;
    double tau = mechanics.tubeSeconds();
    if (tau > 0 && mechanics.complianceNanolitersPerKilopascal() > 0) {
      // Exact for an even flow within this span.
      double fade = Math.exp(-seconds / tau);
      double evenly = seconds > 0 ? tau * (1 - fade) / seconds : 1;
      left = stretch * fade + nanoliters * evenly;
      left = Math.abs(left) < 1e-3 ? 0 : left;
    }
    leave(stretch + nanoliters - left);
    stretch = left;
  }

  private void leave(double nanoliters) {
    double fluid = nanoliters;
    if (nanoliters > 0) {
      double lost = nanoliters * leak;
      leaked += lost;
      fluid -= lost;
      double bubbles = Math.min(air, fluid);
      air -= bubbles;
      airPassed += bubbles;
      fluid -= bubbles;
      delivered += fluid;
    }
    passed += fluid;
    long now = deliveredNanoliters();
    if (now > told) {
      onDelivered.accept(now - told);
      told = now;
    }
  }

  /** Whether something still moves without the motor. */
  boolean relaxing() {
    return stretch != 0 && !occluded;
  }

  /** What syringe and tube hold beyond their size at rest; negative under suction. */
  double stretch() {
    return stretch;
  }

  void occlude(boolean closed) {
    occluded = closed;
  }

  boolean occluded() {
    return occluded;
  }

  void leak(double share) {
    leak = share;
  }

  void air(double nanoliters) {
    air += nanoliters;
  }

  void onDelivered(LongConsumer consumer) {
    onDelivered = consumer;
  }

  /** Fluid that has left for the culture, to the nearest nanolitre. */
  long deliveredNanoliters() {
    return Math.round(delivered);
  }

  /** Fluid through the outlet, what was drawn back taken off: what a flow sensor there meets. */
  double passedNanoliters() {
    return passed;
  }

  double airPassedNanoliters() {
    return airPassed;
  }

  double leakedNanoliters() {
    return leaked;
  }
}
