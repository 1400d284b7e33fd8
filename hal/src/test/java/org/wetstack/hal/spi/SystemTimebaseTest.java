package org.wetstack.hal.spi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SystemTimebaseTest {

  /** Far longer than anything here takes, so a slow machine does not fail a test. */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final SystemTimebase time = new SystemTimebase("test-timer");

  @AfterEach
  void close() {
    time.close();
  }

  @Test
  void aTaskRunsNotBeforeItsTimeOnTheDaemonThreadOfThatName() throws Exception {
    var ran = new CompletableFuture<Thread>();
    var at = new CompletableFuture<Long>();
    long asked = time.nanoTime();
    time.after(
        Duration.ofMillis(5),
        () -> {
          at.complete(time.nanoTime());
          ran.complete(Thread.currentThread());
        });
    Thread thread = time.await(ran, PATIENCE);
    assertEquals("test-timer", thread.getName());
    assertTrue(thread.isDaemon());
    assertTrue(at.join() - asked >= 5_000_000, "the task ran too early");
  }

  @Test
  void aTaskAskedForLaterDoesNotWaitForOneThatIsDueLater() throws Exception {
    var log = new StringBuilder();
    var done = new CompletableFuture<String>();
    Timebase.Timer late = time.after(Duration.ofHours(1), () -> log.append("late"));
    time.after(Duration.ZERO, () -> log.append("a"));
    time.after(Duration.ofSeconds(-1), () -> log.append("b"));
    time.after(Duration.ZERO, () -> done.complete(log.toString()));
    assertEquals(2, time.await(done, PATIENCE).length());
    late.cancel();
  }

  @Test
  void aCancelledTaskDoesNotRun() throws Exception {
    var ready = new CompletableFuture<String>();
    var ran = new CompletableFuture<String>();
    var last = new CompletableFuture<String>();
    time.after(Duration.ZERO, ready::join);
    Timebase.Timer timer = time.after(Duration.ofNanos(1), () -> ran.complete("ran"));
    timer.cancel();
    timer.cancel();
    time.after(Duration.ofMillis(1), () -> last.complete("last"));
    ready.complete("go");
    assertEquals("last", time.await(last, PATIENCE));
    assertFalse(ran.isDone());
  }

  @Test
  void aTaskThatThrowsIsHeardOfAndTheTimerGoesOn() throws Exception {
    var heard = new CompletableFuture<Throwable>();
    var bug = new IllegalStateException("a bug in a task");
    time.after(
        Duration.ZERO,
        () -> {
          Thread.currentThread().setUncaughtExceptionHandler((thread, e) -> heard.complete(e));
          throw bug;
        });
    assertSame(bug, time.await(heard, PATIENCE));
    var next = new CompletableFuture<String>();
    time.after(Duration.ZERO, () -> next.complete("next"));
    assertEquals("next", time.await(next, PATIENCE));
  }

  @Test
  void waitingHasALimitAndLeavesTheFutureAsItIs() {
    var never = new CompletableFuture<String>();
    assertThrows(TimeoutException.class, () -> time.await(never, Duration.ofMillis(1)));
    assertThrows(TimeoutException.class, () -> time.await(never, Duration.ofMillis(-1)));
    assertFalse(never.isDone());
  }

  @Test
  void aFailureComesWithItsCause() {
    var cause = new IllegalStateException("broken");
    var failed = CompletableFuture.failedFuture(cause).thenApply(x -> x);
    var failure = assertThrows(CompletionException.class, () -> time.await(failed, PATIENCE));
    assertSame(cause, failure.getCause());
  }

  @Test
  void theLongestSpansAreTaken() throws Exception {
    Duration forever = ChronoUnit.FOREVER.getDuration();
    time.after(forever, () -> {}).cancel();
    var answer = new CompletableFuture<String>();
    time.after(Duration.ofMillis(1), () -> answer.complete("soon"));
    assertEquals("soon", time.await(answer, forever));
  }

  @Test
  void anInterruptedWaitSaysSo() {
    Thread.currentThread().interrupt();
    assertThrows(InterruptedException.class, () -> time.await(new CompletableFuture<>(), PATIENCE));
    assertFalse(Thread.currentThread().isInterrupted());
  }

  @Test
  void theProcessSharesOneTimebase() {
    assertSame(SystemTimebase.shared(), SystemTimebase.shared());
  }
}
