package org.wetstack.server;

import io.grpc.Status;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.wetstack.api.v1.RigEvent;
import org.wetstack.api.v1.RigState;
import org.wetstack.lab.journal.Entry;

/**
 * Tells one client how the rig is, and then of each entry of the journal. For a client that does
 * not read {@value #MOST} entries wait; what comes then it misses, and is told how much.
 */
final class RigWatcher implements Consumer<Entry> {

  static final int MOST = 1_000;

  private static final Status ENDS = Status.UNAVAILABLE.withDescription("the controller ends");

  private final Client<RigEvent> client;
  private final Supplier<RigState> rig;
  private final Executor executor;
  private final Runnable gone;

  /** Below: under this lock, which nobody holds while sending. */
  private final Object lock = new Object();

  private final Deque<Entry> waiting = new ArrayDeque<>();
  private long missed;
  private boolean due;
  private boolean last;

  /** Below: the executor's, which runs one task at a time. */
  private long told = -1;

  private final CompletableFuture<Void> ended = new CompletableFuture<>();

  /**
   * @param executor of this client, which runs one task at a time
   * @param gone is run when the client is found to have gone
   */
  RigWatcher(Client<RigEvent> client, Supplier<RigState> rig, Executor executor, Runnable gone) {
    this.client = client;
    this.rig = rig;
    this.executor = executor;
    this.gone = gone;
  }

  /** On the thread of whoever appends: must not wait, and must not fail. */
  @Override
  public void accept(Entry entry) {
    synchronized (lock) {
      // Once something is missed, so is all that follows until the client has caught up.
      if (missed > 0 || waiting.size() == MOST) {
        missed++;
      } else {
        waiting.add(entry);
      }
    }
    look();
  }

  /** Nothing more will happen: completes when the client was sent what waits, or has gone. */
  CompletableFuture<Void> end() {
    synchronized (lock) {
      last = true;
    }
    look();
    return ended;
  }

  /** Sends what waits, soon: there may be room again. */
  void look() {
    synchronized (lock) {
      if (due) {
        return;
      }
      due = true;
    }
    try {
      executor.execute(this::send);
    } catch (RejectedExecutionException e) {
      leave();
    }
  }

  private void leave() {
    gone.run();
    ended.complete(null);
  }

  private void send() {
    boolean all;
    synchronized (lock) {
      due = false;
      all = last;
    }
    if (client.isGone()) {
      leave();
      return;
    }
    if (told < 0 && client.isReady()) {
      RigState state = rig.get();
      told = state.getEntry();
      client.send(RigEvent.newBuilder().setState(state).build());
    }
    while (told >= 0 && client.isReady()) {
      RigEvent next = next();
      if (next == null) {
        if (all) {
          client.end(Optional.of(ENDS.asRuntimeException()));
          leave();
        }
        return;
      }
      client.send(next);
    }
  }

  private @Nullable RigEvent next() {
    synchronized (lock) {
      for (Entry entry = waiting.poll(); entry != null; entry = waiting.poll()) {
        if (entry.number() > told) {
          return RigEvent.newBuilder().setEntry(Picture.entry(entry)).build();
        }
      }
      long some = missed;
      missed = 0;
      return some == 0 ? null : RigEvent.newBuilder().setMissed(some).build();
    }
  }
}
