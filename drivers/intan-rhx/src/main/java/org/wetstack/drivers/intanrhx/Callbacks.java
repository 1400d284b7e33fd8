package org.wetstack.drivers.intanrhx;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.wetstack.hal.Alarm;
import org.wetstack.hal.spi.Telling;

/** The listeners of an instrument, and which threads are in user code. */
final class Callbacks {

  private final Telling telling = new Telling();
  private final List<Consumer<Alarm>> listeners = new CopyOnWriteArrayList<>();

  /** Through this all user code is called. */
  Telling telling() {
    return telling;
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
    telling.tell(() -> listeners.forEach(listener -> listener.accept(alarm)));
  }
}
