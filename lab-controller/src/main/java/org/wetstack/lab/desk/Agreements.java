package org.wetstack.lab.desk;

import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.wetstack.lab.safety.Approval;

/**
 * Who has agreed to what, while they wait for a second person. Kept for ten minutes, and not over a
 * restart: two people who agree know of each other. Not thread-safe.
 */
final class Agreements {

  static final Duration GOOD_FOR = Duration.ofMinutes(10);
  private static final int MOST = 1_000;

  private record Given(Approval by, long atNanos) {}

  private final Map<String, Map<String, Given>> given = new HashMap<>();

  /** Everybody who has agreed to {@code what}, now including {@code by}. */
  Set<Approval> add(String what, Approval by, long nowNanos) {
    given.values().forEach(some -> some.values().removeIf(one -> isOld(one, nowNanos)));
    given.values().removeIf(Map::isEmpty);
    if (given.size() >= MOST) {
      throw new IllegalStateException(
          MOST + " things wait for a second person: wait until the first of them have lapsed");
    }
    Map<String, Given> some = given.computeIfAbsent(what, w -> new java.util.LinkedHashMap<>());
    some.put(by.name(), new Given(by, nowNanos));
    Set<Approval> all = new LinkedHashSet<>();
    some.values().forEach(one -> all.add(one.by()));
    return all;
  }

  /** {@code what} is done, or wanted no more. */
  void forget(String what) {
    given.remove(what);
  }

  private static boolean isOld(Given one, long nowNanos) {
    return nowNanos - one.atNanos() > GOOD_FOR.toNanos();
  }
}
