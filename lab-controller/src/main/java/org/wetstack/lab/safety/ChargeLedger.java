package org.wetstack.lab.safety;

import java.math.BigInteger;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What pulses may have left on each electrode. Exact: whole numerators over one denominator, the
 * least common multiple of all tick rates seen; the unit is a nanoampere-second over it. Nothing
 * decays. What is not known to have flowed counts on the side on which it does harm, so each
 * electrode has a least and a greatest charge. Not for several threads.
 */
final class ChargeLedger {

  private static final BigInteger TENTHS = BigInteger.TEN;

  private record Bounds(BigInteger least, BigInteger greatest) {
    static final Bounds NOTHING = new Bounds(BigInteger.ZERO, BigInteger.ZERO);

    Bounds plus(BigInteger low, BigInteger high) {
      return new Bounds(least.add(low), greatest.add(high));
    }

    Bounds times(BigInteger factor) {
      return new Bounds(least.multiply(factor), greatest.multiply(factor));
    }

    /** That of the two which is farther from nothing. */
    BigInteger worst() {
      return least.abs().compareTo(greatest.abs()) > 0 ? least : greatest;
    }
  }

  /** A charge in nanoampere-ticks, either sign. */
  record Parcel(BigInteger nanoampTicks, int ticksPerSecond) {

    private BigInteger low(BigInteger factor) {
      return nanoampTicks.min(BigInteger.ZERO).multiply(factor);
    }

    private BigInteger high(BigInteger factor) {
      return nanoampTicks.max(BigInteger.ZERO).multiply(factor);
    }
  }

  private final Map<Integer, Bounds> electrodes = new HashMap<>();
  private BigInteger perSecond = BigInteger.ONE;

  /** Nothing is known to be on {@code some} any more; what is, is told anew. */
  void forget(Iterable<Integer> some) {
    some.forEach(electrodes::remove);
  }

  /** What {@code other} knows of its electrodes is on those that {@code places} names for them. */
  void add(ChargeLedger other, Map<Integer, Integer> places) {
    BigInteger unit = unitsPer(other.perSecond);
    other.electrodes.forEach(
        (electrode, bounds) -> {
          Integer place = places.get(electrode);
          if (place != null) {
            add(List.of(place), bounds.least().multiply(unit), bounds.greatest().multiply(unit));
          }
        });
  }

  /** It may or may not flow. */
  void mayFlow(Iterable<Integer> on, Parcel charge) {
    BigInteger unit = unitsPerTick(charge.ticksPerSecond());
    add(on, charge.low(unit), charge.high(unit));
  }

  /** What might flow has flowed. */
  void hasFlowed(Iterable<Integer> on, Parcel charge) {
    BigInteger unit = unitsPerTick(charge.ticksPerSecond());
    BigInteger all = charge.nanoampTicks().multiply(unit);
    add(on, all.subtract(charge.low(unit)), all.subtract(charge.high(unit)));
  }

  /** What might flow has not, and will not. */
  void willNotFlow(Iterable<Integer> on, Parcel charge) {
    BigInteger unit = unitsPerTick(charge.ticksPerSecond());
    add(on, charge.low(unit).negate(), charge.high(unit).negate());
  }

  /** What had been taken to flow was cut short, nobody knows where. */
  void wasCut(Iterable<Integer> on, Parcel charge) {
    BigInteger unit = unitsPerTick(charge.ticksPerSecond());
    BigInteger all = charge.nanoampTicks().multiply(unit);
    add(on, charge.low(unit).subtract(all), charge.high(unit).subtract(all));
  }

  /**
   * Whether {@code electrode} stays within a tenth of its charge per phase, and within {@code
   * netPicocoulombs}, if {@code more} flows.
   */
  boolean allows(int electrode, Parcel more, ChargeLimits limits, long netPicocoulombs) {
    BigInteger unit = unitsPerTick(more.ticksPerSecond());
    BigInteger worst = after(electrode, more, unit).worst().abs();
    BigInteger tenthsOfPicocoulombs =
        worst.multiply(Charge.PICOCOULOMBS_PER_NANOAMP_SECOND).multiply(TENTHS);
    return tenthsOfPicocoulombs.compareTo(tenths(limits, netPicocoulombs).multiply(perSecond)) <= 0;
  }

  /** The limit of {@link #allows}, in tenths of a picocoulomb. */
  static BigInteger tenths(ChargeLimits limits, long netPicocoulombs) {
    return BigInteger.valueOf(limits.picocoulombs())
        .min(BigInteger.valueOf(netPicocoulombs).multiply(TENTHS));
  }

  /** What {@code electrode} may hold at worst if {@code more} flows. */
  String text(int electrode, Parcel more) {
    BigInteger unit = unitsPerTick(more.ticksPerSecond());
    return Charge.text(after(electrode, more, unit).worst(), perSecond);
  }

  private Bounds after(int electrode, Parcel more, BigInteger unit) {
    return electrodes.getOrDefault(electrode, Bounds.NOTHING).plus(more.low(unit), more.high(unit));
  }

  private void add(Iterable<Integer> on, BigInteger low, BigInteger high) {
    if (low.signum() == 0 && high.signum() == 0) {
      return;
    }
    for (int electrode : on) {
      electrodes.merge(
          electrode, Bounds.NOTHING.plus(low, high), (old, added) -> old.plus(low, high));
    }
  }

  private BigInteger unitsPerTick(int ticksPerSecond) {
    return unitsPer(BigInteger.valueOf(ticksPerSecond));
  }

  private BigInteger unitsPer(BigInteger rate) {
    BigInteger finer = rate.divide(rate.gcd(perSecond));
    if (!finer.equals(BigInteger.ONE)) {
      electrodes.replaceAll((electrode, bounds) -> bounds.times(finer));
      perSecond = perSecond.multiply(finer);
    }
    return perSecond.divide(rate);
  }
}
