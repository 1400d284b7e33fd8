package org.wetstack.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.Message;
import io.grpc.Status;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.wetstack.api.v1.Access;
import org.wetstack.api.v1.Hold;
import org.wetstack.lab.access.Role;
import org.wetstack.lab.journal.Entry;

/** Who may call what: every method with every role and lease, as the schema says and not else. */
@Timeout(120)
class AccessMatrixTest {

  private static final Set<Status.Code> NOT_LET_THROUGH =
      Set.of(
          Status.Code.UNAUTHENTICATED,
          Status.Code.PERMISSION_DENIED,
          Status.Code.INTERNAL,
          Status.Code.UNIMPLEMENTED);

  /** A stream that is silent for so long was begun; a refusal comes at once, or soon. */
  private static final Duration BEGUN = Duration.ofMillis(300);

  private static final Duration AT_ONCE = Duration.ofSeconds(20);

  @TempDir private Path folder;

  @Test
  void everyMethodSaysWhoMayCallIt() {
    Set<String> mute = new java.util.TreeSet<>();
    Verbs.methods()
        .forEach(
            (name, method) -> {
              Optional<Access> access = Verbs.access(name);
              if (access.isEmpty()
                  || access.get().getRolesList().isEmpty()
                  || access
                      .get()
                      .getRolesList()
                      .contains(org.wetstack.api.v1.Role.ROLE_UNSPECIFIED)) {
                mute.add(name);
              }
            });
    assertEquals(Set.of(), mute);
    assertTrue(Verbs.methods().size() > 30, Verbs.methods().keySet()::toString);
  }

  @Test
  void whatActsTakesAKeyAndWhatNeedsALeaseAnEpoch() {
    List<String> wrong = new ArrayList<>();
    Verbs.methods()
        .forEach(
            (name, method) -> {
              Access access = Verbs.access(name).orElseThrow();
              if (access.getActs() && method.getInputType().findFieldByName("key") == null) {
                wrong.add(name + " has no key");
              }
              if (access.getHold() == Hold.LEASE
                  && method.getInputType().findFieldByName("epoch") == null) {
                wrong.add(name + " has no epoch");
              }
            });
    assertEquals(List.of(), wrong);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void whoMayNotCallIsRefusedAndNothingIsDone(boolean json) throws Exception {
    List<String> wrong = new ArrayList<>();
    try (var rig = new ServedRig(folder)) {
      var calls = new Calls(rig);
      List<String> before = rig.effects();
      for (Role role : callers()) {
        int refused = 0;
        for (var one : Verbs.methods().entrySet()) {
          if (mayCall(one.getKey(), role)) {
            continue;
          }
          Optional<Status.Code> code = call(calls, json, token(rig, role), one.getValue(), AT_ONCE);
          if (code.isEmpty()) {
            continue;
          }
          refused++;
          Status.Code right =
              role == null ? Status.Code.UNAUTHENTICATED : Status.Code.PERMISSION_DENIED;
          if (code.get() != right) {
            wrong.add(role + " " + one.getKey() + ": " + code.get());
          }
          // More are not written down within a minute.
          if (refused <= 30) {
            requireNoted(rig, role, one.getKey(), refused);
          }
          if (!before.equals(rig.effects())) {
            wrong.add(one.getKey() + " has done " + rig.effects());
          }
        }
        assertTrue(refused > 0, "nothing is refused to " + role);
      }
      assertEquals(List.of(), wrong);
      assertEquals(List.of(), rig.outputs());
      assertEquals(List.of(), rig.log);
    }
  }

  private static void requireNoted(ServedRig rig, @Nullable Role role, String method, int count)
      throws InterruptedException {
    String who = role == null ? "nobody" : ServedRig.user(role);
    String rule = role == null ? "caller" : "role";
    ServedRig.await(
        "a refusal of " + method + " to " + who,
        () -> {
          List<Entry> his =
              rig.entries("refused").stream().filter(entry -> entry.who().equals(who)).toList();
          return his.size() == count
              && his.get(count - 1).fact("verb").equals(method)
              && his.get(count - 1).fact("rule").equals(rule);
        });
  }

  /** Each role alone, and null for nobody. */
  private static List<@Nullable Role> callers() {
    List<@Nullable Role> all = new ArrayList<>(List.of(Role.values()));
    all.add(null);
    return all;
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void whoMayCallIsLetThrough(boolean json) throws Exception {
    List<String> wrong = new ArrayList<>();
    try (var rig = new ServedRig(folder)) {
      var calls = new Calls(rig);
      for (Role role : Role.values()) {
        for (var one : Verbs.methods().entrySet()) {
          if (!mayCall(one.getKey(), role)) {
            continue;
          }
          Optional<Status.Code> code = call(calls, json, token(rig, role), one.getValue(), BEGUN);
          if (code.isPresent() && NOT_LET_THROUGH.contains(code.get())) {
            wrong.add(role + " " + one.getKey() + ": " + code.get());
          }
        }
      }
      assertEquals(List.of(), wrong);
      assertEquals(List.of(), rig.log);
    }
  }

  private static boolean mayCall(String method, @Nullable Role role) {
    return role != null
        && Verbs.access(method).orElseThrow().getRolesList().stream()
            .anyMatch(one -> one.name().equals(role.name()));
  }

  private static @Nullable String token(ServedRig rig, @Nullable Role role) {
    return role == null ? null : rig.secret(role);
  }

  /** Empty if it is not mapped to JSON. */
  private static Optional<Status.Code> call(
      Calls calls, boolean json, @Nullable String token, MethodDescriptor method, Duration silence)
      throws Exception {
    Message ask = Examples.of(method.getService().getFullName() + "/" + method.getName());
    if (!json) {
      return Optional.of(calls.grpc(token, method, ask, silence).getCode());
    }
    return calls
        .json(token, method, ask)
        .map(
            answer ->
                answer.status() == 200
                    ? Status.Code.OK
                    : Status.fromCodeValue(answer.json().get("code").asInt()).getCode());
  }

  /** How a sender stands to the lease. */
  enum State {
    NONE("lease.none"),
    OTHERS("lease.not-yours"),
    STALE("lease.stale"),
    EXPIRED("lease.expired", "lease.none"),
    OWN;

    private final String rules;

    State(String... rules) {
      this.rules = String.join(" ", rules);
    }

    boolean allows(String rule) {
      return List.of(rules.split(" ")).contains(rule);
    }
  }

  @ParameterizedTest
  @EnumSource(State.class)
  void whatNeedsALeaseIsDoneUnderOnesOwnOnly(State state) throws Exception {
    List<String> wrong = new ArrayList<>();
    Duration silence = Duration.ofSeconds(state == State.EXPIRED ? 1 : 10);
    try (var rig = new ServedRig(folder, ServedRig.Wish.USUAL.silence(silence))) {
      var calls = new Calls(rig);
      String mine = rig.secret(Role.OPERATOR);
      long epoch = epoch(rig, state, mine);
      int seen = 0;
      for (var one : Verbs.methods().entrySet()) {
        if (Verbs.access(one.getKey()).orElseThrow().getHold() != Hold.LEASE) {
          continue;
        }
        seen++;
        List<String> before = rig.effects();
        int refusals = rig.entries("refused").size();
        Message ask = Examples.under(one.getKey(), epoch);
        String why =
            calls
                .json(mine, one.getValue(), ask)
                .map(answer -> answer.status() == 200 ? "" : answer.why())
                .orElseThrow();
        if (state == State.OWN) {
          if (why.startsWith("lease.")) {
            wrong.add(one.getKey() + ": " + why);
          }
          continue;
        }
        if (!state.allows(why)) {
          wrong.add(one.getKey() + " by JSON: " + why);
        }
        Status status =
            calls.grpc(mine, one.getValue(), Examples.under(one.getKey(), epoch), BEGUN);
        if (status.getCode() != Status.Code.FAILED_PRECONDITION) {
          wrong.add(one.getKey() + " by gRPC: " + status);
        }
        List<Entry> told = rig.entries("refused");
        if (told.size() != refusals + 2
            || !state.allows(told.get(refusals).fact("rule"))
            || !told.get(refusals).who().equals("operator")) {
          wrong.add(one.getKey() + " in the journal: " + told);
        }
        if (!before.equals(rig.effects())) {
          wrong.add(one.getKey() + " has done " + rig.effects());
        }
      }
      assertEquals(List.of(), wrong);
      assertTrue(seen >= 6, seen + " methods need a lease");
      assertEquals(state == State.OWN, rig.outputs().contains("dose of 10 nL"));
      assertFalse(state == State.OWN && rig.entries("dose.intended").isEmpty());
    }
  }

  private static long epoch(ServedRig rig, State state, String mine) throws Exception {
    return switch (state) {
      case NONE -> 0;
      case OTHERS ->
          kept(
              rig,
              "other",
              rig.lease(rig.token("other", Set.of(Role.OPERATOR), Duration.ofHours(1)), "l1"));
      case STALE -> kept(rig, ServedRig.user(Role.OPERATOR), rig.lease(mine, "l1")) - 1;
      case OWN -> kept(rig, ServedRig.user(Role.OPERATOR), rig.lease(mine, "l1"));
      case EXPIRED -> {
        long epoch = rig.lease(mine, "l1");
        ServedRig.await("the end of the lease", () -> !rig.entries("lease.ended").isEmpty());
        yield epoch;
      }
    };
  }

  /** The lease must not end while a busy machine goes through all verbs. */
  private static long kept(ServedRig rig, String holder, long epoch) {
    rig.keep(holder, epoch);
    return epoch;
  }
}
