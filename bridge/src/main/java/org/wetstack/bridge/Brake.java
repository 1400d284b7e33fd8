package org.wetstack.bridge;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.wetstack.hal.DeviceException;
import org.wetstack.hal.spi.Timebase;

/**
 * Stops the pump on a hand of its own, again and again until it has answered. Guarded by the
 * bridge's lock.
 */
final class Brake {

  private static final int MAX_WAITING = 32;
  private static final Duration AGAIN = Duration.ofMillis(250);

  private final PumpBridge bridge;
  private final PumpSession session;
  private final Timebase time;
  private final Hand hand;

  /** Who is to be told when the pump rests. */
  private final List<Runnable> waiting = new ArrayList<>();

  /** Whether a dose is being started, which a stop may come before. */
  private boolean starting;

  private boolean working;
  private boolean falling;

  Brake(PumpBridge bridge, PumpSession session, Timebase time, Hand hand) {
    this.bridge = bridge;
    this.session = session;
    this.time = time;
    this.hand = hand;
  }

  /**
   * Stops the pump. {@code done} is called under the lock when it has answered and no dose is being
   * started; never, if the pump is lost meanwhile or too many wait already.
   */
  void pull(Runnable done) {
    if (!session.there() || waiting.size() >= MAX_WAITING) {
      return;
    }
    waiting.add(done);
    work();
  }

  private void work() {
    if (!working && !waiting.isEmpty()) {
      working = hand.offer(this::stop);
      if (!working) {
        later();
      }
    }
  }

  private void later() {
    working = true;
    var unused =
        time.after(
            AGAIN,
            () ->
                bridge.locked(
                    () -> {
                      working = false;
                      work();
                    }));
  }

  private void stop() {
    List<Runnable> told = new ArrayList<>();
    bridge.locked(() -> told.addAll(waiting));
    try {
      session.pump().stop();
      bridge.locked(() -> stopped(told));
    } catch (DeviceException e) {
      bridge.news().accept("the pump does not stop: " + e.getMessage());
      bridge.locked(this::later);
    }
  }

  private void stopped(List<Runnable> told) {
    working = false;
    if (starting) {
      // The start may come after this stop: starting(false) stops once more.
      return;
    }
    waiting.removeAll(told);
    told.forEach(Runnable::run);
    work();
  }

  /** Whether a dose is being started. */
  void starting(boolean now) {
    starting = now;
    if (!now) {
      work();
    }
  }

  /** The pump is lost: nobody can say that it rests. The next opening stops it. */
  void lost() {
    waiting.clear();
    falling = false;
  }

  /** Stops the pump for nobody, until {@link #falling} is over. */
  void fall() {
    falling = session.there();
    if (falling) {
      waiting.add(() -> falling = false);
      work();
    }
  }

  boolean falling() {
    return falling;
  }
}
