package org.wetstack.server;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.wetstack.lab.access.Principal;
import org.wetstack.lab.journal.Entry;
import org.wetstack.lab.journal.Kinds;

/** How long somebody may listen: until what they have shown expires, or is revoked. */
final class Welcome {

  /** Tokens that were revoked while the controller runs. Thread-safe. */
  static final class Revoked implements Consumer<Entry> {
    private final Set<String> tokens = ConcurrentHashMap.newKeySet();

    @Override
    public void accept(Entry entry) {
      if (entry.what().equals(Kinds.TOKEN_REVOKED)) {
        tokens.add("token " + entry.fact("token"));
      }
    }

    boolean has(Principal who) {
      return tokens.contains(who.how());
    }
  }

  private final Principal who;
  private final InstantSource clock;
  private final Revoked revoked;

  Welcome(Principal who, InstantSource clock, Revoked revoked) {
    this.who = who;
    this.clock = clock;
    this.revoked = revoked;
  }

  boolean isOver() {
    return revoked.has(who) || !clock.instant().isBefore(who.expires());
  }

  StatusRuntimeException goodbye() {
    return Status.UNAUTHENTICATED
        .withDescription("the token of " + who.name() + " is good no more: call with another")
        .asRuntimeException();
  }
}
