package org.wetstack.exchange.replay;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.wetstack.hal.Ability;
import org.wetstack.hal.Alarm;
import org.wetstack.hal.Device;
import org.wetstack.hal.DeviceClock;
import org.wetstack.hal.DeviceException;
import org.wetstack.hal.DeviceInfo;
import org.wetstack.hal.Instrument;
import org.wetstack.hal.LinkHealth;
import org.wetstack.hal.SafeState;
import org.wetstack.hal.spi.Timebase;
import org.wetstack.lab.recording.Recording;

/** The instrument of a recording, with the array only: what it did cannot be done again. */
final class ReplayedInstrument implements Instrument {

  private final DeviceInfo info;
  private final ReplayedArray array;
  private final DeviceClock clock;
  private final CompletableFuture<Optional<DeviceException>> ended = new CompletableFuture<>();

  ReplayedInstrument(Recording recording, int speed, Timebase time) {
    DeviceInfo recorded = recording.info().array();
    info =
        new DeviceInfo(
            "recording of " + recorded.model(),
            recorded.serialNumber(),
            recorded.firmwareVersion(),
            recorded.bootId(),
            recorded.verifiedOnHardware());
    array = new ReplayedArray(recording, speed, time, this::requireOpen);
    clock = new DeviceClock(time.nanoTime(), 0, 0, Duration.ZERO);
  }

  private void requireOpen() {
    if (ended.isDone()) {
      throw new DeviceException(
          DeviceException.Reason.LINK_LOST,
          DeviceException.Outcome.NOT_DONE,
          "this recording was closed");
    }
  }

  @Override
  public DeviceInfo info() {
    return info;
  }

  @Override
  public Set<Ability> abilities() {
    return Set.of();
  }

  @Override
  public List<Device> devices() {
    return List.of(array);
  }

  @Override
  public CompletionStage<Optional<DeviceException>> ended() {
    return ended.minimalCompletionStage();
  }

  @Override
  public Optional<SafeState> safeState() {
    return Optional.empty();
  }

  @Override
  public void clearSafeState() {
    requireOpen();
  }

  /** There are none: alarms in a recording are of then, and nobody must act on them now. */
  @Override
  public Subscription onAlarm(Consumer<Alarm> listener) {
    requireOpen();
    return () -> {};
  }

  @Override
  public DeviceClock clock() {
    return clock;
  }

  @Override
  public LinkHealth health() {
    return new LinkHealth(Duration.ZERO, 0, 0, 0, 0);
  }

  @Override
  public void close() {
    if (ended.complete(Optional.empty())) {
      array.close();
    }
  }
}
