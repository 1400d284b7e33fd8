package org.wetstack.server;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.wetstack.api.v1.RigEvent;
import org.wetstack.api.v1.RigState;
import org.wetstack.hal.Instrument.Subscription;
import org.wetstack.hal.spi.Timebase;
import org.wetstack.lab.journal.Entry;

/** Hands each new entry of the journal to all who watch the rig. Thread-safe. */
final class Events implements Consumer<Entry> {

  static final int MOST = 128;

  private final CopyOnWriteArrayList<RigWatcher> watchers = new CopyOnWriteArrayList<>();
  private final Places places = new Places("watchers", MOST);
  private final Supplier<RigState> rig;

  /**
   * @param rig how it is, with the number of an entry that this has been told of already
   */
  Events(Supplier<RigState> rig) {
    this.rig = rig;
  }

  @Override
  public void accept(Entry entry) {
    watchers.forEach(watcher -> watcher.accept(entry));
  }

  /**
   * Sends everybody what has happened so far, and away; returns after {@code most} at the latest.
   */
  void end(Duration most, Timebase time) {
    CompletableFuture<?>[] ends =
        watchers.stream().map(RigWatcher::end).toArray(CompletableFuture<?>[]::new);
    try {
      time.await(CompletableFuture.allOf(ends), most);
    } catch (TimeoutException e) {
      // Whoever does not read by then goes without.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Someone who watches; {@code look} is to be run when the client may have room again. */
  record Watching(Subscription subscription, Runnable look) {}

  /**
   * Tells {@code client} of everything from now on.
   *
   * @param executor runs one task at a time
   */
  Watching watch(Client<RigEvent> client, Executor executor) {
    Subscription place = places.take();
    var ending = new Ending();
    var watcher = new RigWatcher(client, rig, executor, ending::end);
    ending.begun(
        () -> {
          watchers.remove(watcher);
          place.close();
        });
    watchers.add(watcher);
    watcher.look();
    return new Watching(ending::end, watcher::look);
  }
}
