package org.wetstack.lab.desk;

import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.wetstack.lab.access.Principal;
import org.wetstack.lab.access.Role;
import org.wetstack.lab.safety.Approval;

/**
 * Who has agreed to what, while they wait for a second person. Kept for ten minutes, and not over a
 * restart: two people who agree know of each other. Not thread-safe.
 */
final class Agreements {

  static final Duration GOOD_FOR = Duration.ofMinutes(10);
  private static final int MOST = 1_000;

  private record Given(Approval by, Request request, String reason, long atNanos) {}

  private record Done(String request, List<String> agreed) {}

  private final Map<String, Map<String, Given>> given = new HashMap<>();

  /** What keys agreed to that is done: when they come again they agree to nothing more. */
  private final Map<String, Done> done = new LinkedHashMap<>();

  /** Everybody who has agreed to {@code what}, now including the sender of {@code request}. */
  Set<Approval> add(String what, Request request, String reason, long nowNanos) {
    Approval by = approval(request.who());
    given.values().forEach(some -> some.values().removeIf(one -> isOld(one, nowNanos)));
    given.values().removeIf(Map::isEmpty);
    if (given.size() >= MOST) {
      throw new IllegalStateException(
          MOST + " things wait for a second person: wait until the first of them have lapsed");
    }
    Map<String, Given> some = given.computeIfAbsent(what, w -> new LinkedHashMap<>());
    some.put(by.name(), new Given(by, request, reason, nowNanos));
    Set<Approval> all = new LinkedHashSet<>();
    some.values().forEach(one -> all.add(one.by()));
    return all;
  }

  /** Who had agreed when that was done which {@code request} has agreed to before. */
  Optional<List<String>> done(Request request) {
    Done before = done.get(name(request));
    if (before == null) {
      return Optional.empty();
    }
    if (!before.request().equals(request.fingerprint())) {
      throw Operations.keyUsed(request.key());
    }
    return Optional.of(before.agreed());
  }

  /** The reasons of those who have agreed to {@code what}. */
  String reasons(String what) {
    return given.getOrDefault(what, Map.of()).values().stream()
        .map(Given::reason)
        .filter(reason -> !reason.isBlank())
        .distinct()
        .collect(Collectors.joining("; "));
  }

  /** {@code what} is done. */
  void finish(String what, List<String> agreed) {
    for (Given one : given.getOrDefault(what, Map.of()).values()) {
      done.put(name(one.request()), new Done(one.request().fingerprint(), agreed));
    }
    while (done.size() > MOST) {
      done.remove(done.keySet().iterator().next());
    }
    forget(what);
  }

  /** {@code what} is wanted no more. */
  void forget(String what) {
    given.remove(what);
  }

  private static Approval approval(Principal who) {
    return new Approval(
        who.name(), who.roles().stream().map(Role::name).collect(Collectors.toSet()));
  }

  private static String name(Request request) {
    return request.who().name() + "\n" + request.key();
  }

  private static boolean isOld(Given one, long nowNanos) {
    return nowNanos - one.atNanos() > GOOD_FOR.toNanos();
  }
}
