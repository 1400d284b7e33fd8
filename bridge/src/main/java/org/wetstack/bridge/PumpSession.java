package org.wetstack.bridge;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.wetstack.hal.Ability;
import org.wetstack.hal.DeviceException;
import org.wetstack.hal.DeviceException.Outcome;
import org.wetstack.hal.DeviceException.Reason;
import org.wetstack.hal.Instrument;
import org.wetstack.hal.Pump;
import org.wetstack.hal.SafeState;
import org.wetstack.hal.spi.Timebase;

/** The open pump, or the attempts to open it anew. Guarded by the bridge's lock. */
final class PumpSession {

  private static final Duration COME_BACK = Duration.ofMillis(500);

  private static final class Opened {
    final Instrument instrument;
    final Pump pump;

    Opened(Instrument instrument, Pump pump) {
      this.instrument = instrument;
      this.pump = pump;
    }
  }

  private final PumpBridge bridge;
  private final BridgedPump owner;
  private final Supplier<Instrument> opening;
  private final Timebase time;
  private final Hand hand;
  private volatile @Nullable Opened opened;
  private boolean closing;
  private String lastFailure = "";

  PumpSession(
      PumpBridge bridge,
      BridgedPump owner,
      Supplier<Instrument> opening,
      Timebase time,
      Hand hand) {
    this.bridge = bridge;
    this.owner = owner;
    this.opening = opening;
    this.time = time;
    this.hand = hand;
  }

  boolean there() {
    return opened != null;
  }

  /** Throws {@link DeviceException} if it is lost. From any thread. */
  Instrument instrument() {
    return now().instrument;
  }

  /** Throws {@link DeviceException} if it is lost. From any thread. */
  Pump pump() {
    return now().pump;
  }

  private Opened now() {
    Opened now = opened;
    if (now == null) {
      throw new DeviceException(
          Reason.LINK_LOST, Outcome.NOT_DONE, "the pump is lost, and being opened anew");
    }
    return now;
  }

  Optional<SafeState> safeState() {
    Opened now = opened;
    return now == null ? Optional.empty() : now.instrument.safeState();
  }

  /**
   * Opens and stops the pump. Blocks; not under the lock.
   *
   * @throws IllegalArgumentException if the pump cannot be bridged
   * @throws DeviceException if it does not answer
   */
  void open() {
    Instrument instrument = opening.get();
    try {
      if (!instrument.abilities().contains(Ability.REMEMBERS_OPERATIONS)) {
        throw new IllegalArgumentException(
            "a bridge must know its pump's doses after a restart, and this pump remembers none:"
                + " give it a ledger with the option ledger=FILE of its endpoint");
      }
      Pump pump = instrument.device(Pump.class);
      Limits.check(pump);
      pump.stop();
      bridge.locked(() -> opened(new Opened(instrument, pump)));
    } catch (RuntimeException e) {
      instrument.close();
      throw e;
    }
    if (isClosing()) {
      instrument.close();
    }
  }

  private boolean isClosing() {
    var now = new boolean[1];
    bridge.locked(() -> now[0] = closing);
    return now[0];
  }

  private void opened(Opened now) {
    opened = now;
    lastFailure = "";
    owner.booted();
    var alarms = now.instrument.onAlarm(alarm -> bridge.locked(() -> owner.alarm(alarm)));
    var unused =
        now.instrument
            .ended()
            .thenAccept(
                reason -> {
                  alarms.close();
                  bridge.locked(() -> ended(now, reason));
                });
  }

  private void ended(Opened was, Optional<DeviceException> reason) {
    if (closing || opened != was) {
      return;
    }
    opened = null;
    owner.lost(reason.map(e -> String.valueOf(e.getMessage())).orElse("it was closed"));
    comeBack();
  }

  private void comeBack() {
    var unused =
        time.after(
            COME_BACK,
            () -> {
              if (!hand.offer(this::again)) {
                bridge.locked(this::comeBack);
              }
            });
  }

  private void again() {
    if (isClosing()) {
      return;
    }
    try {
      open();
      bridge.news().accept("the pump is back");
    } catch (DeviceException | IllegalArgumentException e) {
      bridge.locked(() -> failed(String.valueOf(e.getMessage())));
    }
  }

  private void failed(String why) {
    if (!why.equals(lastFailure)) {
      lastFailure = why;
      bridge.news().accept("the pump does not come back: " + why);
    }
    comeBack();
  }

  /** Closing an instrument stops it. Blocks; not under the lock. */
  void close() {
    bridge.locked(() -> closing = true);
    Opened now = opened;
    if (now != null) {
      now.instrument.close();
    }
  }
}
