package org.wetstack.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.fail;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.function.Executable;
import org.opentest4j.TestAbortedException;
import org.wetstack.hal.Ability;
import org.wetstack.hal.Device;
import org.wetstack.hal.DeviceException;
import org.wetstack.hal.DeviceException.Outcome;
import org.wetstack.hal.DeviceException.Reason;
import org.wetstack.hal.Instrument;
import org.wetstack.hal.spi.Timebase;
import org.wetstack.hal.spi.VirtualTimebase;

/** How a rule is put to the test: a subject per test, sessions with it, and ways to wait. */
abstract class Procedure {

  /** Longer than anything takes, even on a loaded machine. Waiting ends as soon as it can. */
  static final Duration LIMIT = Duration.ofSeconds(30);

  private static final Duration LOOK_AGAIN = Duration.ofMillis(10);

  private @Nullable Subject subject;
  private final Deque<Instrument> opened = new ArrayDeque<>();

  /** A fresh physical instrument with nothing running. */
  protected abstract Subject subject();

  /** The device of {@code instrument} that is tested: the only one, or {@code -Ddevice.name=…}. */
  protected <D extends Device> D device(Instrument instrument, Class<D> type) {
    String name = System.getProperty("device.name");
    return name == null ? instrument.device(type) : instrument.device(type, name);
  }

  @BeforeEach
  void setUp() {
    subject = subject();
  }

  @AfterEach
  void putAway() {
    try {
      while (!opened.isEmpty()) {
        opened.pop().close();
      }
    } finally {
      if (subject != null) {
        subject.close();
      }
    }
  }

  final Instrument open() {
    Instrument instrument = tested().open();
    opened.push(instrument);
    return instrument;
  }

  /**
   * Opens after a loss, as a lab would: again and again until the port is free and the instrument
   * has given up the host it has not heard of.
   */
  final Instrument reopen() {
    long deadline = time().nanoTime() + LIMIT.toNanos();
    while (true) {
      Instrument instrument;
      try {
        instrument = open();
      } catch (DeviceException e) {
        if (time().nanoTime() > deadline) {
          throw e;
        }
        pass(Duration.ofMillis(100));
        continue;
      }
      return instrument;
    }
  }

  final Timebase time() {
    return tested().time();
  }

  final Bench bench() {
    return tested().bench();
  }

  private Subject tested() {
    if (subject == null) {
      throw new IllegalStateException("no subject outside a test");
    }
    return subject;
  }

  /** What the bench has, or else this rule is skipped, saying that {@code what} is missing. */
  static <T> T need(Optional<T> thing, String what) {
    return thing.orElseThrow(() -> new TestAbortedException("the bench lacks " + what));
  }

  /** Skips this rule for an instrument without {@code ability}, which says so itself. */
  static void need(Instrument instrument, Ability ability) {
    Assumptions.assumeTrue(
        instrument.abilities().contains(ability), () -> "the instrument says it lacks " + ability);
  }

  /** Skips this rule in virtual time, which has one thread only. */
  final void needThreads() {
    Assumptions.assumeFalse(isVirtual(), "virtual time has one thread");
  }

  /** Skips this rule if it would take {@code needed} of real time. */
  final void needPatience(Duration needed) {
    Assumptions.assumeTrue(
        isVirtual() || needed.compareTo(Duration.ofSeconds(5)) <= 0,
        () -> "would take " + needed + " of real time");
  }

  final boolean isVirtual() {
    return time() instanceof VirtualTimebase;
  }

  /** Lets {@code span} pass. */
  final void pass(Duration span) {
    try {
      time().await(new CompletableFuture<>(), span);
    } catch (TimeoutException e) {
      return;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    throw new IllegalStateException("interrupted while waiting");
  }

  /** Waits until {@code condition} holds. */
  final void until(String what, BooleanSupplier condition) {
    long deadline = time().nanoTime() + LIMIT.toNanos();
    while (!condition.getAsBoolean()) {
      if (time().nanoTime() > deadline) {
        fail("within " + LIMIT + " it never came to: " + what);
      }
      pass(LOOK_AGAIN);
    }
  }

  /** The value of {@code stage}, or the exception it failed with. */
  final <T> T await(CompletionStage<T> stage) {
    try {
      return time().await(stage.toCompletableFuture(), LIMIT);
    } catch (CompletionException e) {
      if (e.getCause() instanceof DeviceException cause) {
        throw cause;
      }
      throw e;
    } catch (TimeoutException e) {
      return fail("nothing came within " + LIMIT);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return fail("interrupted");
    }
  }

  static DeviceException expect(Reason reason, Outcome outcome, Executable call) {
    DeviceException refused = assertThrows(DeviceException.class, call);
    assertEquals(reason, refused.reason(), refused::getMessage);
    assertEquals(outcome, refused.outcome(), refused::getMessage);
    return refused;
  }

  static DeviceException expectRefusal(Executable call) {
    return expect(Reason.REJECTED, Outcome.NOT_DONE, call);
  }
}
