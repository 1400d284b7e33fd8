package org.wetstack.drivers.intanrhx;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.wetstack.hal.Alarm;

/** Calls user code, and knows which threads are in it: those must not wait for themselves. */
final class Callbacks {

  private final ThreadLocal<Boolean> inside = ThreadLocal.withInitial(() -> false);
  private final List<Consumer<Alarm>> listeners = new CopyOnWriteArrayList<>();

  /** Whether this thread is in user code that was called here. */
  boolean inside() {
    return inside.get();
  }

  void tell(Runnable news) {
    boolean outer = enter();
    try {
      news.run();
    } finally {
      leave(outer);
    }
  }

  /** From here to {@link #leave} this thread is in user code. Returns what to leave with. */
  boolean enter() {
    boolean outer = inside.get();
    inside.set(true);
    return outer;
  }

  void leave(boolean outer) {
    inside.set(outer);
  }

  /** Has {@code listener} hear alarms until what is returned is run. */
  Runnable onAlarm(Consumer<Alarm> listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  /**
   * Raises an alarm.
   *
   * @param device empty for the whole instrument
   */
  void alarm(String device, String code, String detail) {
    var alarm = new Alarm(device, code, detail, false);
    tell(() -> listeners.forEach(listener -> listener.accept(alarm)));
  }
}
