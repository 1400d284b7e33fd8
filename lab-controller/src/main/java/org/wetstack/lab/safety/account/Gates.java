package org.wetstack.lab.safety.account;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.wetstack.lab.journal.Entry;

/** The emergency stop, the interlocks and the leases. */
final class Gates {

  /** How late a device may be heard of what it had begun before. */
  private static final Duration LATE = Duration.ofSeconds(2);

  private static final int MOST_ENDED_LEASES = 1_000;

  private final Map<String, Instant> open = new HashMap<>();

  private record Lease(String resource, String holder, long until) {
    boolean covers(String culture) {
      return resource.equals("rig") || resource.equals("culture:" + culture);
    }
  }

  /** By their epochs, of which no two are the same. */
  private final Map<String, Lease> leases = new HashMap<>();

  private final Map<String, Instant> ended = new LinkedHashMap<>();
  private @Nullable Instant stopped;

  /** Cultures that are leaving, or have left. */
  private final Set<String> away = new HashSet<>();

  /** Whoever is named in a comma-separated list. */
  static Set<String> people(String by) {
    Set<String> people = new HashSet<>();
    for (String name : by.split(",", -1)) {
      if (!name.isBlank()) {
        people.add(name.strip().toLowerCase(Locale.ROOT));
      }
    }
    return people;
  }

  void stopped(Instant at) {
    stopped = stopped == null ? at : stopped;
  }

  void leaves(Entry entry) {
    away.add(entry.fact("culture"));
  }

  void isHere(Entry entry) {
    away.remove(entry.fact("culture"));
  }

  void released(Entry entry, Findings findings) {
    int people = people(entry.fact("by")).size();
    if (people < 2) {
      findings.add("stop.release", "2 people", people + " people", "the stop stays pressed");
    } else {
      stopped = null;
    }
  }

  void opened(Entry entry, Instant at) {
    open.putIfAbsent(entry.fact("interlock"), at);
  }

  void closed(Entry entry, Findings findings) {
    open.remove(entry.fact("interlock"));
    if (people(entry.fact("by")).isEmpty()) {
      findings.add("interlock.close", "1 person", "nobody", "closed by nobody");
    }
  }

  void leased(Entry entry) {
    leases.put(
        entry.fact("epoch"), new Lease(entry.fact("lease"), entry.who(), entry.whole("until")));
    ended.remove(entry.fact("epoch"));
  }

  void leaseEnded(Entry entry, Instant at) {
    if (leases.remove(entry.fact("epoch")) != null) {
      if (ended.size() >= MOST_ENDED_LEASES) {
        ended.remove(ended.keySet().iterator().next());
      }
      ended.put(entry.fact("epoch"), at);
    }
  }

  /** Nothing may be intended while anything is in the way, or without the lease for it. */
  void intent(Entry entry, String culture, Findings findings) {
    if (stopped != null) {
      findings.add("stop.latched", "", "", "intended while the stop was pressed");
    }
    if (!open.isEmpty()) {
      findings.add(
          "interlock", "", open.keySet().toString(), "intended while interlocks were open");
    }
    lease(entry, culture, findings);
  }

  /** That who did it had a lease of {@code culture} or of the rig. */
  void lease(Entry entry, String culture, Findings findings) {
    if (away.contains(culture)) {
      findings.add("culture.away", "", culture, "done to a culture that another rig has");
    }
    String epoch = entry.fact("lease");
    Lease lease = leases.get(epoch);
    if (lease == null) {
      findings.add("lease", "", epoch, "done without a lease that held");
      return;
    }
    if (!lease.holder.equals(entry.who())) {
      findings.add(
          "lease", lease.holder, entry.who(), "the lease " + epoch + " belongs to another");
    }
    if (!lease.covers(culture)) {
      findings.add(
          "lease",
          lease.resource,
          "culture:" + culture,
          "the lease " + epoch + " does not cover the culture");
    }
    Instant until = Instant.ofEpochMilli(lease.until);
    if (isLate(until, entry.at())) {
      findings.add(
          "lease", until.toString(), entry.at().toString(), "the time of the lease was over");
    }
  }

  /** What was asked for before may be heard of a little later, and not after that. */
  void effect(String lease, Instant at, Findings findings) {
    if (stopped != null && isLate(stopped, at)) {
      findings.add("stop.latched", "", "", "it began while the stop was pressed");
    }
    if (open.values().stream().anyMatch(since -> isLate(since, at))) {
      findings.add(
          "interlock", "", open.keySet().toString(), "it began while interlocks were open");
    }
    Instant end = ended.get(lease);
    if (end != null && isLate(end, at)) {
      findings.add("lease", end.toString(), lease, "it began after its lease had ended");
    }
  }

  private static boolean isLate(Instant since, Instant at) {
    return Duration.between(since, at).compareTo(LATE) > 0;
  }
}
