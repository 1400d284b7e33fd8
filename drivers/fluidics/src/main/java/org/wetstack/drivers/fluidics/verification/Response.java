package org.wetstack.drivers.fluidics.verification;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.wetstack.hal.Alarm;
import org.wetstack.hal.SafeState;
import org.wetstack.hal.spi.Timebase;

/**
 * What follows from what a verification finds: alarms, a stop of the pump, and no next dose until a
 * person has looked. Thread-safe; never blocks.
 */
final class Response {

  private static final Duration STOP_AGAIN = Duration.ofSeconds(2);

  private final String pump;
  private final boolean holdUnproven;
  private final Timebase time;
  private final Supplier<CompletionStage<Void>> stop;
  private final List<Consumer<Alarm>> listeners = new CopyOnWriteArrayList<>();
  private final AtomicReference<@Nullable SafeState> held = new AtomicReference<>();
  private final AtomicBoolean stopping = new AtomicBoolean();
  private volatile boolean closed;

  /**
   * @param pump its name, for alarms
   * @param holdUnproven whether also what is not proven holds the next dose
   * @param stop begins to stop it, and does not block
   */
  Response(String pump, boolean holdUnproven, Timebase time, Supplier<CompletionStage<Void>> stop) {
    this.pump = pump;
    this.holdUnproven = holdUnproven;
    this.time = time;
    this.stop = stop;
  }

  void onAlarm(Consumer<Alarm> listener) {
    listeners.add(listener);
  }

  void forget(Consumer<Alarm> listener) {
    listeners.remove(listener);
  }

  /** Why the next dose is refused. */
  Optional<SafeState> held() {
    return Optional.ofNullable(held.get());
  }

  void release() {
    held.set(null);
  }

  /** A stop that failed is not tried again any more. */
  void close() {
    closed = true;
  }

  void hold(String code, String detail, boolean stops) {
    boolean safe = stops || holdUnproven;
    if (safe) {
      held.compareAndSet(null, new SafeState(SafeState.Cause.FAULT, code + ": " + detail));
    }
    if (stops) {
      halt();
    }
    alarm(code, detail, safe);
  }

  void halt() {
    if (!stopping.compareAndSet(false, true)) {
      return;
    }
    stop.get()
        .whenComplete(
            (done, failure) -> {
              stopping.set(false);
              if (failure != null) {
                alarm(
                    "stop-failed", "the pump could not be stopped: " + failure.getMessage(), true);
                var unused = time.after(STOP_AGAIN, this::haltAgain);
              }
            });
  }

  private void haltAgain() {
    if (!closed) {
      halt();
    }
  }

  void alarm(String code, String detail, boolean safe) {
    var alarm = new Alarm(pump, code, detail, safe);
    listeners.forEach(listener -> listener.accept(alarm));
  }
}
