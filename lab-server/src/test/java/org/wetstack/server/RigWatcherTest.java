package org.wetstack.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;
import org.wetstack.api.v1.RigEvent;
import org.wetstack.api.v1.RigState;
import org.wetstack.lab.journal.Entry;

/** Whoever watches a rig is told of everything, or of how much not. */
class RigWatcherTest {

  private final FakeClient<RigEvent> client = new FakeClient<>();
  private final Deque<Runnable> tasks = new ArrayDeque<>();
  private long latest;
  private int gone;
  private final RigWatcher watcher =
      new RigWatcher(
          client, () -> RigState.newBuilder().setEntry(latest).build(), tasks::add, () -> gone++);

  private void run() {
    while (!tasks.isEmpty()) {
      tasks.remove().run();
    }
  }

  private void happen(long number) {
    latest = number;
    watcher.accept(new Entry(number, Instant.EPOCH, "ada", "test", Map.of()));
  }

  @Test
  void theRigComesFirstAndThenWhatHappensLater() {
    happen(1);
    happen(2);
    run();
    happen(3);
    run();
    assertEquals(2, client.got.get(0).getState().getEntry());
    assertEquals(3, client.got.get(1).getEntry().getNumber());
    assertEquals(2, client.got.size());
  }

  @Test
  void aClientThatDoesNotReadIsToldWhatItMissed() {
    watcher.look();
    run();
    client.ready = false;
    for (int i = 1; i <= RigWatcher.MOST + 50; i++) {
      happen(i);
      run();
    }
    client.ready = true;
    watcher.look();
    run();
    assertEquals(1 + RigWatcher.MOST + 1, client.got.size());
    assertEquals(50, client.got.get(client.got.size() - 1).getMissed());
    happen(5_000);
    run();
    assertEquals(5_000, client.got.get(client.got.size() - 1).getEntry().getNumber());
  }

  @Test
  void toldAndMissedIsAllWhateverTheClientDoes() {
    for (long seed = 1; seed <= 20; seed++) {
      var test = new RigWatcherTest();
      var random = new Random(seed);
      test.watcher.look();
      test.run();
      int calls = 20_000;
      for (int i = 1; i <= calls; i++) {
        test.client.ready = random.nextInt(2_000) == 0;
        test.happen(i);
        if (random.nextBoolean()) {
          test.run();
        }
      }
      test.client.ready = true;
      test.watcher.look();
      test.run();
      long next = 1;
      for (RigEvent event : test.client.got) {
        if (event.hasEntry()) {
          assertEquals(next, event.getEntry().getNumber(), "seed " + seed);
          next++;
        }
        next += event.getMissed();
      }
      assertEquals(calls + 1, next, "seed " + seed);
    }
  }

  @Test
  void oneThatHasGoneIsForgotten() {
    client.gone = true;
    happen(1);
    run();
    assertEquals(1, gone);
    assertTrue(client.got.isEmpty());
  }

  @Test
  void theEndComesAfterAllThatWaits() {
    watcher.look();
    run();
    client.ready = false;
    happen(1);
    CompletableFuture<Void> ended = watcher.end();
    run();
    assertFalse(ended.isDone(), "it has not read yet");
    client.ready = true;
    watcher.look();
    run();
    assertTrue(ended.isDone());
    assertEquals(1, client.got.get(1).getEntry().getNumber());
    assertEquals(
        "UNAVAILABLE: the controller ends", client.ended.orElseThrow().orElseThrow().getMessage());
    assertEquals(1, gone);
  }

  @Test
  void anExecutorThatHasEndedHarmsNobody() {
    var other =
        new RigWatcher(
            client,
            RigState::getDefaultInstance,
            task -> {
              throw new RejectedExecutionException();
            },
            () -> gone++);
    other.accept(new Entry(1, Instant.EPOCH, "ada", "test", Map.of()));
    assertEquals(1, gone);
  }
}
