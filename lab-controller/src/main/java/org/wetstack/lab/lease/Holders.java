package org.wetstack.lab.lease;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.wetstack.lab.safety.Refusal;

/** The leases in the journal. Under the lock of {@link Leases}. */
final class Holders {

  /** More leases than a controller grants between two backups. */
  private static final long FAR = 1_000_000;

  private final LeaseSettings settings;
  private final Calendar calendar;
  private final Map<String, Held> held = new TreeMap<>();
  private long epoch;

  Holders(LeaseSettings settings, Calendar calendar) {
    this.settings = settings;
    this.calendar = calendar;
  }

  /** Of the latest lease. */
  long epoch() {
    return epoch;
  }

  void granted(Lease lease, long entry, Instant now, long nanos) {
    for (Lease other : meeting(lease.resource())) {
      throw new IllegalStateException(
          "entry "
              + entry
              + " grants "
              + lease.resource()
              + " to "
              + lease.holder()
              + ", but "
              + other.holder()
              + " has "
              + other.resource());
    }
    if (lease.epoch() <= epoch) {
      throw new IllegalStateException(
          "entry " + entry + " grants epoch " + lease.epoch() + " after epoch " + epoch);
    }
    epoch = lease.epoch();
    held.put(lease.resource(), new Held(lease, now, nanos));
  }

  /**
   * Leases were granted of which this journal knows nothing: whoever still has one, or asks for
   * anything under one, is refused.
   */
  void restored() {
    held.clear();
    epoch += FAR;
  }

  void ended(String resource, long ofEpoch) {
    Held there = held.get(resource);
    if (there != null && there.lease.epoch() == ofEpoch) {
      held.remove(resource);
    }
  }

  void renewAll(long nanos) {
    held.values().forEach(each -> each.renew(nanos));
  }

  List<Lease> all() {
    return held.values().stream().map(each -> each.lease).toList();
  }

  /** Leases beside which nobody can have {@code resource}. */
  List<Lease> meeting(String resource) {
    return all().stream().filter(each -> Resource.meet(each.resource(), resource)).toList();
  }

  List<Lease.Ended> over(Instant now, long nanos) {
    List<Lease.Ended> ended = new ArrayList<>();
    for (Held each : held.values()) {
      String over = each.over(now, nanos, calendar, settings);
      if (over != null) {
        ended.add(new Lease.Ended(each.lease, over));
      }
    }
    return List.copyOf(ended);
  }

  /** The lease with which {@code holder} may act on {@code resource}. */
  Held check(String resource, String holder, long ofEpoch, Instant now, long nanos) {
    Resource.check(resource);
    Held there = held.get(resource);
    if (there == null) {
      there = held.get(Resource.RIG);
    }
    if (there == null) {
      throw new Refusal(
          "lease.none", "", resource, "nobody has a lease of " + resource + ": ask for one first");
    }
    Lease lease = there.lease;
    if (lease.epoch() != ofEpoch) {
      throw new Refusal(
          "lease.stale",
          "epoch " + lease.epoch(),
          "epoch " + ofEpoch,
          "this lease of " + resource + " has ended, and there is another: ask for a new one");
    }
    if (!lease.holder().equals(holder)) {
      throw new Refusal(
          "lease.not-yours",
          lease.holder(),
          holder,
          lease.holder() + " has the lease of " + lease.resource() + ": wait, or ask them");
    }
    String over = there.over(now, nanos, calendar, settings);
    if (over != null) {
      throw new Refusal(
          "lease.expired",
          "",
          resource,
          "your lease of " + lease.resource() + " has ended: " + over + "; ask for a new one");
    }
    return there;
  }
}
