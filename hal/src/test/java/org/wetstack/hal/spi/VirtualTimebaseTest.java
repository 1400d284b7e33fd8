package org.wetstack.hal.spi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

class VirtualTimebaseTest {

  private final VirtualTimebase time = new VirtualTimebase();
  private final List<String> log = new ArrayList<>();

  private Timebase.Timer after(long nanos, String what) {
    return time.after(Duration.ofNanos(nanos), () -> log.add(what + "@" + time.nanoTime()));
  }

  @Test
  void tasksRunInOrderOfTimeAndThenOfAsking() {
    after(20, "late");
    after(10, "first");
    after(10, "second");
    after(-5, "overdue");
    time.advance(Duration.ofNanos(30));
    assertEquals(List.of("overdue@0", "first@10", "second@10", "late@20"), log);
    assertEquals(30, time.nanoTime());
  }

  @Test
  void whatATaskAsksForRunsInTheSameAdvanceIfItIsDue() {
    time.after(Duration.ofNanos(10), () -> after(5, "inner"));
    time.after(Duration.ofNanos(10), () -> after(6, "beyond"));
    time.advance(Duration.ofNanos(15));
    assertEquals(List.of("inner@15"), log);
    time.advance(Duration.ofNanos(1));
    assertEquals(List.of("inner@15", "beyond@16"), log);
  }

  @Test
  void aCancelledTaskDoesNotRunAndCancellingAgainIsHarmless() {
    Timebase.Timer timer = after(10, "never");
    after(10, "still");
    timer.cancel();
    timer.cancel();
    time.advance(Duration.ofNanos(20));
    timer.cancel();
    assertEquals(List.of("still@10"), log);
  }

  @Test
  void theSameSeedRunsTheSameWorld() {
    long seed = 5;
    List<String> first = world(seed);
    assertEquals(first, world(seed), "seed " + seed);
    assertTrue(first.size() > 1_000, "seed " + seed + " ran only " + first.size() + " tasks");
    assertFalse(first.equals(world(seed + 1)), "another seed made the same world");
  }

  private static List<String> world(long seed) {
    var random = new Random(seed);
    var world = new VirtualTimebase();
    List<String> log = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      spread(world, random, log, i);
    }
    world.advance(Duration.ofMillis(1));
    return log;
  }

  private static void spread(VirtualTimebase world, Random random, List<String> log, int who) {
    var unused =
        world.after(
            Duration.ofNanos(random.nextInt(20_000)),
            () -> {
              log.add(who + "@" + world.nanoTime());
              spread(world, random, log, who);
            });
  }

  @Test
  void waitingRunsTheWorldUntilTheAnswerAndNoFurther() throws Exception {
    var answer = new CompletableFuture<String>();
    time.after(Duration.ofNanos(10), () -> answer.complete("yes"));
    after(10, "after the answer");
    assertEquals("yes", time.await(answer, Duration.ofNanos(10)));
    assertEquals(10, time.nanoTime());
    assertEquals(List.of(), log);
  }

  @Test
  void waitingEndsExactlyAtItsLimitAndLeavesTheFutureAsItIs() {
    var answer = new CompletableFuture<String>();
    after(100, "at the limit");
    after(101, "beyond");
    var timeout =
        assertThrows(TimeoutException.class, () -> time.await(answer, Duration.ofNanos(100)));
    assertEquals("nothing happened within PT0.0000001S", timeout.getMessage());
    assertEquals(List.of("at the limit@100"), log);
    assertEquals(100, time.nanoTime());
    assertFalse(answer.isDone());
  }

  @Test
  void waitingInAWorldWithoutEventsEndsAtItsLimit() {
    assertThrows(
        TimeoutException.class, () -> time.await(new CompletableFuture<>(), Duration.ofSeconds(3)));
    assertEquals(3_000_000_000L, time.nanoTime());
  }

  @Test
  void aFailureComesWithItsCause() {
    var cause = new IllegalStateException("broken");
    var failure =
        assertThrows(
            CompletionException.class,
            () -> time.await(CompletableFuture.failedFuture(cause), Duration.ZERO));
    assertSame(cause, failure.getCause());
    var cancelled = new CompletableFuture<String>();
    cancelled.cancel(false);
    assertThrows(CancellationException.class, () -> time.await(cancelled, Duration.ZERO));
  }

  @Test
  void timeDoesNotRunBackwardsWhenATaskWaitsPastTheDeadlineOfItsCaller() {
    time.after(
        Duration.ofNanos(10),
        () ->
            assertThrows(
                TimeoutException.class,
                () -> time.await(new CompletableFuture<>(), Duration.ofNanos(500))));
    assertThrows(
        TimeoutException.class, () -> time.await(new CompletableFuture<>(), Duration.ofNanos(20)));
    assertEquals(510, time.nanoTime());
  }

  @Test
  void aNegativeSpanIsNoneAndDoesNotTurnTimeBack() {
    time.advance(Duration.ofNanos(50));
    time.advance(Duration.ofNanos(-20));
    assertThrows(
        TimeoutException.class, () -> time.await(new CompletableFuture<>(), Duration.ofNanos(-20)));
    assertEquals(50, time.nanoTime());
  }

  @Test
  void theLongestSpansDoNotWrapRound() throws Exception {
    time.advance(Duration.ofNanos(50));
    after(Long.MAX_VALUE, "the end of time");
    time.after(ChronoUnit.FOREVER.getDuration(), () -> log.add("forever"));
    var answer = new CompletableFuture<String>();
    time.after(Duration.ofNanos(5), () -> answer.complete("soon"));
    assertEquals("soon", time.await(answer, ChronoUnit.FOREVER.getDuration()));
    time.advance(Duration.ofDays(36_500));
    assertEquals(List.of(), log);
  }
}
