package org.wetstack.lab.safety.account;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.wetstack.lab.journal.Entry;

/** A loaded stimulus as its entry tells it. */
final class Waveform {

  final String name;
  final String culture;
  final String instrument;
  final Set<Integer> electrodes = new LinkedHashSet<>();
  final List<BigInteger> currents = new ArrayList<>();
  final List<BigInteger> lengths = new ArrayList<>();
  final BigInteger gap;
  final BigInteger pulses;
  final BigInteger period;
  final BigInteger recovery;
  final BigInteger rate;

  Waveform(Entry entry) {
    name = entry.fact("stimulus");
    culture = entry.fact("culture");
    instrument = entry.fact("instrument");
    for (String number : entry.fact("electrodes").split(",", -1)) {
      electrodes.add(Integer.parseInt(number));
    }
    for (String phase : entry.fact("phases").split(",", -1)) {
      int cross = phase.indexOf('x');
      if (cross < 0) {
        throw new IllegalArgumentException("'" + phase + "' is no phase");
      }
      currents.add(new BigInteger(phase.substring(0, cross)));
      lengths.add(new BigInteger(phase.substring(cross + 1)));
    }
    gap = BigInteger.valueOf(entry.whole("interphaseTicks"));
    pulses = BigInteger.valueOf(entry.whole("pulses"));
    period = BigInteger.valueOf(entry.whole("periodTicks"));
    recovery =
        BigInteger.valueOf(Math.max(entry.whole("settleTicks"), entry.whole("recoveryTicks")));
    rate = BigInteger.valueOf(entry.whole("ticksPerSecond"));
    if (rate.signum() <= 0 || pulses.signum() <= 0) {
      throw new IllegalArgumentException("it has no pulses, or its clock does not tick");
    }
  }

  BigInteger charge(int phase) {
    return currents.get(phase).multiply(lengths.get(phase));
  }

  /** What a pulse leaves, in nA·ticks. */
  BigInteger left() {
    BigInteger sum = BigInteger.ZERO;
    for (int phase = 0; phase < currents.size(); phase++) {
      sum = sum.add(charge(phase));
    }
    return sum;
  }

  BigInteger carrying() {
    return lengths.stream().reduce(BigInteger.ZERO, BigInteger::add);
  }

  BigInteger largestPhase() {
    BigInteger largest = BigInteger.ZERO;
    for (int phase = 0; phase < currents.size(); phase++) {
      largest = largest.max(charge(phase).abs());
    }
    return largest;
  }

  /** The greatest distance between two levels that the charge passes with no turn between. */
  BigInteger largestSwing() {
    BigInteger largest = BigInteger.ZERO;
    for (int from = 0; from < currents.size(); from++) {
      BigInteger sum = BigInteger.ZERO;
      int sign = currents.get(from).signum();
      for (int to = from; to < currents.size() && currents.get(to).signum() == sign; to++) {
        sum = sum.add(charge(to));
      }
      largest = largest.max(sum.abs());
    }
    return largest;
  }

  /** From the beginning of a pulse until its recovery is over. */
  BigInteger busy() {
    return carrying().add(gap.multiply(BigInteger.valueOf(currents.size() - 1L))).add(recovery);
  }

  /** Nanoampere-ticks in picocoulombs, rounded down to a millionth. */
  BigDecimal picocoulombs(BigInteger nanoampTicks) {
    return new BigDecimal(nanoampTicks.multiply(BigInteger.valueOf(1_000)))
        .divide(new BigDecimal(rate), 6, java.math.RoundingMode.DOWN);
  }

  /** Milliseconds from the first pulse until all is over, rounded up. */
  BigInteger millis() {
    BigInteger ticks = period.multiply(pulses.subtract(BigInteger.ONE)).add(busy());
    BigInteger[] parts = ticks.multiply(BigInteger.valueOf(1_000)).divideAndRemainder(rate);
    return parts[1].signum() == 0 ? parts[0] : parts[0].add(BigInteger.ONE);
  }
}
