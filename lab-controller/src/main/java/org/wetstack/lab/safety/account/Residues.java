package org.wetstack.lab.safety.account;

import java.math.BigInteger;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What trains may have left on electrodes: sums of old ones, and all others added up each time. */
final class Residues {

  private record Place(String instrument, int electrode) {}

  /** By ticks per second: least and greatest, in nA·ticks. */
  private final Map<Place, Map<BigInteger, BigInteger[]>> settled = new HashMap<>();

  /** Nothing is known to be left there any more; what is, is told anew. */
  void forget(String instrument, Collection<Integer> electrodes) {
    electrodes.forEach(electrode -> settled.remove(new Place(instrument, electrode)));
  }

  /**
   * What {@code other} knows of an electrode of {@code from} is on that of {@code to} beside it.
   */
  void move(Residues other, String there, List<Integer> from, String here, List<Integer> to) {
    if (from.size() != to.size()) {
      throw new IllegalArgumentException(from.size() + " electrodes became " + to.size());
    }
    for (int i = 0; i < from.size(); i++) {
      Map<BigInteger, BigInteger[]> mine =
          settled.computeIfAbsent(new Place(here, to.get(i)), any -> new TreeMap<>());
      other
          .settled
          .getOrDefault(new Place(there, from.get(i)), Map.of())
          .forEach(
              (rate, bounds) -> {
                BigInteger[] sums =
                    mine.computeIfAbsent(
                        rate, any -> new BigInteger[] {BigInteger.ZERO, BigInteger.ZERO});
                sums[0] = sums[0].add(bounds[0]);
                sums[1] = sums[1].add(bounds[1]);
              });
    }
  }

  /** A fraction. */
  record Charge(BigInteger nanoampTicks, BigInteger ticksPerSecond) {}

  void settle(TrainAccount.Firing firing) {
    if (firing.possible().signum() != 0) {
      for (int electrode : firing.wave.electrodes) {
        add(
            settled.computeIfAbsent(
                new Place(firing.wave.instrument, electrode), any -> new TreeMap<>()),
            firing);
      }
    }
  }

  /** What {@code electrode} may hold at worst after one train of {@code wave}; not negative. */
  Charge worst(Waveform wave, int electrode, Iterable<TrainAccount.Firing> firings) {
    Map<BigInteger, BigInteger[]> sums = new TreeMap<>();
    settled
        .getOrDefault(new Place(wave.instrument, electrode), Map.of())
        .forEach((rate, bounds) -> sums.put(rate, bounds.clone()));
    for (TrainAccount.Firing firing : firings) {
      if (firing.wave.instrument.equals(wave.instrument)
          && firing.wave.electrodes.contains(electrode)) {
        add(sums, firing);
      }
    }
    addBounds(sums, wave.rate, null, wave.left().multiply(wave.pulses));
    BigInteger common = sums.keySet().stream().reduce(BigInteger.ONE, BigInteger::multiply);
    BigInteger least = BigInteger.ZERO;
    BigInteger greatest = BigInteger.ZERO;
    for (var one : sums.entrySet()) {
      BigInteger factor = common.divide(one.getKey());
      least = least.add(one.getValue()[0].multiply(factor));
      greatest = greatest.add(one.getValue()[1].multiply(factor));
    }
    return new Charge(least.abs().max(greatest.abs()), common);
  }

  private static void add(Map<BigInteger, BigInteger[]> sums, TrainAccount.Firing firing) {
    addBounds(sums, firing.wave.rate, firing.certain(), firing.possible());
  }

  private static void addBounds(
      Map<BigInteger, BigInteger[]> sums,
      BigInteger rate,
      @Nullable BigInteger certain,
      BigInteger possible) {
    BigInteger[] bounds =
        sums.computeIfAbsent(rate, any -> new BigInteger[] {BigInteger.ZERO, BigInteger.ZERO});
    BigInteger least = certain == null ? possible.min(BigInteger.ZERO) : certain;
    BigInteger greatest = certain == null ? possible.max(BigInteger.ZERO) : certain;
    bounds[0] = bounds[0].add(least);
    bounds[1] = bounds[1].add(greatest);
  }
}
