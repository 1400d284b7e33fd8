package org.wetstack.lab.safety.account;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.wetstack.lab.safety.account.TrainAccount.Firing;

/**
 * What is wrong with a train beside the others: all pulses in one list, and windows slid over it.
 */
final class TrainLimits {

  private static final BigInteger THOUSAND = BigInteger.valueOf(1_000);
  private static final long MARGIN_MILLIS = 10_000;

  private final InForce limits;

  TrainLimits(InForce limits) {
    this.limits = limits;
  }

  void check(Firing fresh, List<Firing> firings, long now, Findings findings) {
    long end = fresh.end(now);
    List<Firing> meanwhile = new ArrayList<>();
    List<Firing> around = new ArrayList<>();
    for (Firing other : firings) {
      if (other.refused || !other.wave.instrument.equals(fresh.wave.instrument)) {
        continue;
      }
      if (other.start(now) < end && other.end(now) > fresh.from) {
        meanwhile.add(other);
      }
      if (other.start(now) < end + MARGIN_MILLIS && other.end(now) > fresh.from - MARGIN_MILLIS) {
        around.add(other);
      }
    }
    checkMeanwhile(fresh, meanwhile, now, findings);
    if (limits.knows(fresh.wave.culture)) {
      checkWindows(fresh, around, now, findings);
    }
  }

  private void checkMeanwhile(Firing fresh, List<Firing> meanwhile, long now, Findings findings) {
    long worst = fresh.wave.electrodes.size();
    for (Firing one : meanwhile) {
      if (one.wave.electrodes.stream().anyMatch(fresh.wave.electrodes::contains)) {
        findings.add("train.overlap", "", one.operation, "two trains on one electrode");
      }
      long at = Math.max(one.start(now), fresh.from);
      long sum = fresh.wave.electrodes.size();
      for (Firing other : meanwhile) {
        if (other.start(now) <= at && at < other.end(now)) {
          sum += other.wave.electrodes.size();
        }
      }
      worst = Math.max(worst, sum);
    }
    if (limits.knows(fresh.wave.culture)) {
      findings.atMost(
          "stimulus.electrodes",
          limits.of(fresh.wave.culture, "stimulus.electrodes"),
          BigInteger.valueOf(worst),
          "electrodes");
    }
  }

  private void checkWindows(Firing fresh, List<Firing> around, long now, Findings findings) {
    Map<List<Firing>, Boolean> seen = new HashMap<>();
    for (int electrode : fresh.wave.electrodes) {
      List<Firing> here =
          around.stream().filter(one -> one.wave.electrodes.contains(electrode)).toList();
      if (!here.isEmpty() && seen.put(here, true) == null) {
        checkElectrode(fresh, here, now, findings);
      }
    }
  }

  private void checkElectrode(Firing fresh, List<Firing> here, long now, Findings findings) {
    BigInteger common = fresh.wave.rate;
    for (Firing one : here) {
      common = common.divide(common.gcd(one.wave.rate)).multiply(one.wave.rate);
    }
    long second = common.multiply(THOUSAND).longValueExact();
    List<long[]> pulses = new ArrayList<>();
    addPulses(fresh, fresh, common, now, pulses);
    for (Firing one : here) {
      addPulses(one, fresh, common, now, pulses);
    }
    long[][] sorted = pulses.toArray(long[][]::new);
    Arrays.sort(sorted, (one, other) -> Long.compare(one[0], other[0]));
    findings.atMost(
        "stimulus.rate",
        limits.of(fresh.wave.culture, "stimulus.rate"),
        BigInteger.valueOf(slide(sorted, second, 2)),
        "pulses in 1 s");
    BigInteger carried = BigInteger.valueOf(slide(sorted, 10 * second, 1));
    findings.atMost(
        "stimulus.duty",
        limits.of(fresh.wave.culture, "stimulus.duty").multiply(common),
        carried.multiply(BigInteger.valueOf(100)),
        "/ " + common + " ‰ of 10 s");
  }

  /** The greatest sum of a column over any half-open span that holds a pulse of the new train. */
  private static long slide(long[][] pulses, long span, int column) {
    long greatest = 0;
    long sum = 0;
    long ofNew = 0;
    int first = 0;
    for (long[] pulse : pulses) {
      sum += pulse[column];
      ofNew += pulse[3];
      while (pulses[first][0] <= pulse[0] - span) {
        sum -= pulses[first][column];
        ofNew -= pulses[first][3];
        first++;
      }
      greatest = ofNew > 0 ? Math.max(greatest, sum) : greatest;
    }
    return greatest;
  }

  /**
   * Adds when pulses begin, in thousandths of the common tick after {@code fresh} does, how many of
   * those ticks they carry current, and a one. Only those that can share a span of ten seconds with
   * an end of {@code fresh}.
   */
  private static void addPulses(
      Firing one, Firing fresh, BigInteger common, long now, List<long[]> pulses) {
    BigInteger scale = common.divide(one.wave.rate);
    long carries = one.wave.carrying().multiply(scale).longValueExact();
    BigInteger step = one.wave.period.multiply(scale).multiply(THOUSAND);
    BigInteger begin = BigInteger.valueOf(one.start(now) - fresh.from).multiply(common);
    BigInteger margin = common.multiply(BigInteger.valueOf(MARGIN_MILLIS));
    BigInteger last =
        fresh
            .wave
            .period
            .multiply(common.divide(fresh.wave.rate))
            .multiply(THOUSAND)
            .multiply(fresh.wave.pulses.subtract(BigInteger.ONE));
    BigInteger until =
        one.until == Long.MAX_VALUE
            ? last.add(margin)
            : BigInteger.valueOf(one.until - fresh.from).multiply(common);
    BigInteger at = begin;
    for (BigInteger k = BigInteger.ZERO; k.compareTo(one.wave.pulses) < 0; ) {
      boolean middle = at.compareTo(margin) > 0 && at.compareTo(last.subtract(margin)) < 0;
      BigInteger goal = middle ? last.subtract(margin) : margin.negate();
      if (at.compareTo(goal) < 0 && step.signum() > 0) {
        BigInteger skip = goal.subtract(at).divide(step).max(BigInteger.ONE);
        k = k.add(skip);
        at = begin.add(step.multiply(k));
        continue;
      }
      if (at.compareTo(until) > 0 || at.compareTo(last.add(margin)) >= 0) {
        return;
      }
      pulses.add(new long[] {at.longValueExact(), carries, 1, one == fresh ? 1 : 0});
      k = k.add(BigInteger.ONE);
      at = at.add(step);
    }
  }
}
