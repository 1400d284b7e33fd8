package org.wetstack.drivers.fluidics.verification;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.wetstack.hal.Delivered;
import org.wetstack.hal.Dose;
import org.wetstack.hal.OperationId;
import org.wetstack.hal.PumpLimits;
import org.wetstack.hal.units.Volume;

/**
 * Doses that began before the ones before them had settled, most often a single one: what passes is
 * compared with all of them together. The verification's lock guards it. Volumes in nanolitres.
 */
final class Account {

  private final FlowTolerance tolerance;
  private final long startNanos;
  private final long startTotal;
  private final Map<OperationId, Entry> entries = new LinkedHashMap<>();
  private long total;
  private long nowNanos;
  private long endedNanos;
  private boolean shortTold;
  private boolean overTold;
  private boolean overRange;

  private static final class Entry {
    final Dose applied;
    final Delivered whole;
    Delivered bounds;
    boolean begun;
    long begunNanos;
    boolean ended;

    Entry(Dose applied, PumpLimits limits) {
      this.applied = applied;
      this.whole = limits.whole(applied.volume());
      this.bounds = whole;
    }
  }

  Account(FlowTolerance tolerance, long startNanos, long startTotal) {
    this.tolerance = tolerance;
    this.startNanos = startNanos;
    this.startTotal = startTotal;
    this.total = startTotal;
    this.nowNanos = startNanos;
    this.endedNanos = startNanos;
  }

  void add(OperationId operation, Dose applied, PumpLimits limits) {
    entries.putIfAbsent(operation, new Entry(applied, limits));
  }

  /** It never began. */
  void remove(OperationId operation) {
    entries.remove(operation);
  }

  boolean empty() {
    return entries.isEmpty();
  }

  boolean has(OperationId operation) {
    return entries.containsKey(operation);
  }

  void begun(OperationId operation, long atNanos) {
    Entry entry = entries.get(operation);
    if (entry != null && !entry.begun) {
      entry.begun = true;
      entry.begunNanos = atNanos;
    }
  }

  /** The pump says {@code bounds}, and that it rests. */
  void ended(OperationId operation, Delivered bounds, long atNanos) {
    Entry entry = entries.get(operation);
    if (entry != null && !entry.ended) {
      entry.ended = true;
      entry.bounds = bounds;
      endedNanos = atNanos;
    }
  }

  /** It is not known whether the pump has begun it. */
  void unsure(OperationId operation) {
    Entry entry = entries.get(operation);
    if (entry != null && !entry.ended) {
      entry.bounds = new Delivered(Volume.ZERO, entry.whole.atMost());
    }
  }

  /** Nothing is known of how it ended but that it gave no more than all of it. */
  void lost(OperationId operation, long atNanos) {
    unsure(operation);
    Entry entry = entries.get(operation);
    if (entry != null) {
      ended(operation, entry.bounds, atNanos);
    }
  }

  void measured(long newTotal, boolean beyondRange, long atNanos) {
    total = newTotal;
    nowNanos = atNanos;
    overRange |= beyondRange;
  }

  boolean atRest() {
    return entries.values().stream().allMatch(entry -> entry.ended);
  }

  /** Whether all that is to come has come. */
  boolean settled() {
    return atRest() && nowNanos - endedNanos >= tolerance.settling().toNanos();
  }

  /** Whether more has passed than the pump can have delivered; told once. */
  boolean tooMuch() {
    boolean over = !overTold && tolerance.least((double) passed(), nowNanos - startNanos) > most();
    overTold |= over;
    return over;
  }

  /** Whether less has passed by now than must have, also while the pump runs; told once. */
  boolean tooLittle() {
    boolean under = !shortTold && !overRange && enough() < due();
    shortTold |= under;
    return under;
  }

  /** Whether less has passed than the pump says, settled or not. */
  boolean unproven() {
    return !shortTold && (overRange || enough() < least());
  }

  boolean overRange() {
    return overRange;
  }

  /**
   * Whether a dose could be missed: whether the sensor would not notice if the smallest one of
   * these, which {@code last} has joined, did not come at all.
   */
  boolean blind(OperationId last) {
    Entry entry = entries.get(last);
    if (entry == null) {
      return false;
    }
    long planned = entry.applied.rate().timeFor(entry.applied.volume()).toNanos();
    long nanos = nowNanos - startNanos + planned + tolerance.settling().toNanos();
    double smallest =
        entries.values().stream()
            .mapToLong(each -> each.bounds.atLeast().nanoliters())
            .filter(each -> each > 0)
            .min()
            .orElse(0);
    // Were it missing, the sensor could read as much as this.
    double others =
        (least() - smallest) * (1 + tolerance.accuracyPercent() / 100) + tolerance.unseen(nanos);
    return tolerance.most(others, nanos) >= least();
  }

  private double enough() {
    return tolerance.most((double) passed(), nowNanos - startNanos);
  }

  long passed() {
    return total - startTotal;
  }

  long least() {
    return entries.values().stream().mapToLong(e -> e.bounds.atLeast().nanoliters()).sum();
  }

  long most() {
    return entries.values().stream().mapToLong(e -> e.bounds.atMost().nanoliters()).sum();
  }

  /** What must have passed by now. */
  private double due() {
    return entries.values().stream().mapToDouble(this::due).sum();
  }

  private double due(Entry entry) {
    double all = (double) entry.bounds.atLeast().nanoliters();
    if (settled()) {
      return all;
    }
    long until = nowNanos - tolerance.settling().toNanos();
    return entry.begun ? Math.min(all, running(entry, until)) : 0;
  }

  /** What a pump at the slowest that its rate may be has pushed until {@code nanos}. */
  private double running(Entry entry, long nanos) {
    double rate = entry.applied.rate().nanolitersPerMinute() * (1 - tolerance.ratePercent() / 100);
    return FlowTolerance.nanoliters(rate, Math.max(0, nanos - entry.begunNanos));
  }

  @Override
  public String toString() {
    String doses =
        entries.entrySet().stream()
            .map(each -> each.getKey() + " of " + each.getValue().applied.volume())
            .collect(Collectors.joining(", "));
    return "dose "
        + doses
        + ": the sensor measured "
        + passed()
        + " nL, the pump says "
        + least()
        + " to "
        + most()
        + " nL";
  }
}
