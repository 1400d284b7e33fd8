package org.wetstack.lab.safety;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The most that begins on one electrode within a span of time that a new train has a share in. A
 * pulse counts in the span in which it begins; spans hold their beginning and not their end.
 *
 * @param pulses that begin in the worst span
 * @param carryTicks in ticks of the new train, rounded up, for which they carry current
 */
record PulseWindow(long pulses, long carryTicks) {

  private record Pulse(long nanos, long carryTicks, int fresh) {}

  /** With {@code others} being the trains on the same electrode, none of which overlaps it. */
  static PulseWindow worst(Train fresh, Iterable<Train> others, long now, long spanNanos) {
    List<Pulse> pulses = new ArrayList<>();
    long last = fresh.pulseNanos(fresh.pulses() - 1);
    long ticks = fresh.stimulus().ticksPerSecond();
    addEnds(pulses, fresh, last, spanNanos);
    for (Train other : others) {
      long begins = Math.multiplyExact(other.start(now) - fresh.from(), 1_000_000L);
      long carry = StimulusCheck.carryTicks(other.stimulus());
      long perSecond = other.stimulus().ticksPerSecond();
      long carryTicks = (Math.multiplyExact(carry, ticks) + perSecond - 1) / perSecond;
      for (long k = other.pulseBefore(-spanNanos - begins); k < other.pulses(); k++) {
        long at = begins + other.pulseNanos(k);
        if (at >= last + spanNanos) {
          break;
        }
        pulses.add(new Pulse(at, carryTicks, 0));
      }
    }
    pulses.sort(Comparator.comparingLong(Pulse::nanos));
    return worst(pulses, spanNanos);
  }

  /** Of the new train only what can be in one span with something before or after it. */
  private static void addEnds(List<Pulse> pulses, Train fresh, long last, long spanNanos) {
    long carry = StimulusCheck.carryTicks(fresh.stimulus());
    long k = 0;
    while (k < fresh.pulses()) {
      long at = fresh.pulseNanos(k);
      if (at >= spanNanos && at <= last - spanNanos) {
        k = Math.max(k + 1, fresh.pulseBefore(last - spanNanos));
        continue;
      }
      pulses.add(new Pulse(at, carry, 1));
      k++;
    }
  }

  private static PulseWindow worst(List<Pulse> pulses, long spanNanos) {
    long most = 0;
    long mostCarry = 0;
    long carry = 0;
    int fresh = 0;
    int end = 0;
    for (int begin = 0; begin < pulses.size(); begin++) {
      while (end < pulses.size()
          && pulses.get(end).nanos() < pulses.get(begin).nanos() + spanNanos) {
        carry = Math.addExact(carry, pulses.get(end).carryTicks());
        fresh += pulses.get(end).fresh();
        end++;
      }
      if (fresh > 0) {
        most = Math.max(most, end - begin);
        mostCarry = Math.max(mostCarry, carry);
      }
      carry -= pulses.get(begin).carryTicks();
      fresh -= pulses.get(begin).fresh();
    }
    return new PulseWindow(most, mostCarry);
  }
}
