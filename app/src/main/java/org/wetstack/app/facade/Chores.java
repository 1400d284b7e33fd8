package org.wetstack.app.facade;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.wetstack.emulator.World;

/**
 * What an instrument is asked for and answers in its own time: one thing after the other, apart
 * from the world. Used under the world's lock.
 */
final class Chores {

  /** A client could ask for more than an instrument does in a minute. */
  private static final int MOST_WAITING = 1_024;

  private final World world;
  private final Executor work;
  private final Consumer<String> complaints;
  private CompletableFuture<Void> last = CompletableFuture.completedFuture(null);
  private int waiting;

  /**
   * @param work runs one task at a time, in their order, and refuses none
   * @param complaints takes what went wrong, under the world's lock
   */
  Chores(World world, Executor work, Consumer<String> complaints) {
    this.world = world;
    this.work = work;
    this.complaints = complaints;
  }

  /** Does {@code chore} after those before, unless too many are waiting. */
  void ask(String what, Runnable chore) {
    if (waiting >= MOST_WAITING) {
      complaints.accept(
          "Error - " + what + ": not done, as " + waiting + " requests wait for the array");
    } else {
      must(what, chore);
    }
  }

  /** Does {@code chore} after those before, however many they are. */
  void must(String what, Runnable chore) {
    var done = new CompletableFuture<Void>();
    last = done;
    waiting++;
    work.execute(
        () -> {
          String failure = "";
          try {
            chore.run();
          } catch (RuntimeException e) {
            failure = "Error - " + what + ": " + e.getMessage();
          }
          String told = failure;
          world.run(
              () -> {
                if (!told.isEmpty()) {
                  complaints.accept(told);
                }
                waiting--;
                done.complete(null);
              });
        });
  }

  /** Completes, under the world's lock, when all that was asked so far is done. */
  CompletionStage<Void> settled() {
    return last;
  }
}
