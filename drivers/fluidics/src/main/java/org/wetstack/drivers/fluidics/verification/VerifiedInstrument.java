package org.wetstack.drivers.fluidics.verification;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.wetstack.hal.Ability;
import org.wetstack.hal.Alarm;
import org.wetstack.hal.Device;
import org.wetstack.hal.DeviceClock;
import org.wetstack.hal.DeviceException;
import org.wetstack.hal.DeviceInfo;
import org.wetstack.hal.DoseRun;
import org.wetstack.hal.FlowSensor;
import org.wetstack.hal.Instrument;
import org.wetstack.hal.LinkHealth;
import org.wetstack.hal.Pump;
import org.wetstack.hal.SafeState;
import org.wetstack.hal.SyringePump;
import org.wetstack.hal.spi.Timebase;

/**
 * An instrument whose only pump is watched by the flow sensor of another one. It is the pump's
 * instrument in everything, and carries the sensor beside its own devices. Its alarms are those of
 * both instruments, and {@code under-delivery}, {@code over-delivery}, {@code flow-while-stopped},
 * {@code air-in-line}, {@code sensor-lost}, {@code unverified} and {@code stop-failed}; when they
 * come {@link FlowTolerance} says. After the second and the third the pump is stopped, and refuses
 * doses until {@link #clearSafeState}. Bounds in reports stay the pump's own.
 */
public final class VerifiedInstrument implements Instrument {

  private final Instrument instrument;
  private final Instrument sensing;
  private final FlowVerification verification;
  private final List<Device> devices;

  private VerifiedInstrument(
      Instrument instrument, Instrument sensing, FlowVerification verification) {
    this.instrument = instrument;
    this.sensing = sensing;
    this.verification = verification;
    List<Device> all = new ArrayList<>();
    instrument.devices().forEach(device -> all.add(watched(device)));
    all.add(sensing.device(FlowSensor.class));
    this.devices = List.copyOf(all);
  }

  private Device watched(Device device) {
    if (device instanceof SyringePump syringe) {
      return new VerifiedSyringePump(syringe, verification);
    }
    return device instanceof Pump pump ? new VerifiedPump(pump, verification) : device;
  }

  /**
   * Watches the only pump of {@code instrument} with the only flow sensor of {@code sensing}. Both
   * are closed with what is returned. No dose may be running: it would be flow that nobody ordered.
   *
   * @param worker runs {@link Pump#stop}, which waits for the pump: not on a link's or the timer's
   *     thread
   * @throws IllegalArgumentException if there is no pump or sensor, or more than one
   * @throws DeviceException if the sensor does not answer
   */
  public static Instrument over(
      Instrument instrument,
      Instrument sensing,
      FlowTolerance tolerance,
      Timebase time,
      Executor worker) {
    Pump pump = instrument.device(Pump.class);
    return over(instrument, sensing, tolerance, time, () -> stopped(pump, worker), List.of());
  }

  private static CompletionStage<Void> stopped(Pump pump, Executor worker) {
    var done = new CompletableFuture<Void>();
    try {
      worker.execute(
          () -> {
            try {
              pump.stop();
              done.complete(null);
            } catch (RuntimeException e) {
              done.completeExceptionally(e);
            }
          });
    } catch (RuntimeException e) {
      done.completeExceptionally(e);
    }
    return done;
  }

  /**
   * The same for a pump that can be told to stop without waiting.
   *
   * @param stop begins to stop it; completes when it rests
   * @param running what runs already: its volume is not compared, as an alarm says at its end
   * @throws DeviceException if the sensor does not answer
   */
  public static Instrument over(
      Instrument instrument,
      Instrument sensing,
      FlowTolerance tolerance,
      Timebase time,
      Supplier<CompletionStage<Void>> stop,
      List<DoseRun> running) {
    Pump pump = instrument.device(Pump.class);
    FlowSensor sensor = sensing.device(FlowSensor.class);
    var response = new Response(pump.name(), tolerance.holdUnproven(), time, stop);
    var verification = new FlowVerification(tolerance, time, response);
    running.forEach(verification::adopt);
    verification.measured(sensor.read());
    var verified = new VerifiedInstrument(instrument, sensing, verification);
    var flow = sensor.onFlow(verification::measured);
    sensing
        .ended()
        .thenAccept(
            reason ->
                verification.lost(
                    reason.map(Throwable::getMessage).orElse("its session was closed")));
    instrument
        .ended()
        .thenAccept(
            reason -> {
              flow.close();
              verification.close();
            });
    return verified;
  }

  @Override
  public DeviceInfo info() {
    return instrument.info();
  }

  @Override
  public Set<Ability> abilities() {
    return instrument.abilities();
  }

  @Override
  public boolean renewWhile(BooleanSupplier well) {
    return instrument.renewWhile(well);
  }

  @Override
  public List<Device> devices() {
    return devices;
  }

  @Override
  public CompletionStage<Optional<DeviceException>> ended() {
    return instrument.ended();
  }

  @Override
  public Optional<SafeState> safeState() {
    return instrument.safeState().or(verification.response()::held);
  }

  @Override
  public void clearSafeState() {
    instrument.clearSafeState();
    verification.response().release();
  }

  @Override
  public Subscription onAlarm(Consumer<Alarm> listener) {
    Subscription pumps = instrument.onAlarm(listener);
    Subscription sensors = sensing.onAlarm(listener);
    verification.response().onAlarm(listener);
    return () -> {
      pumps.close();
      sensors.close();
      verification.response().forget(listener);
    };
  }

  @Override
  public DeviceClock clock() {
    return instrument.clock();
  }

  @Override
  public LinkHealth health() {
    return instrument.health();
  }

  @Override
  public void close() {
    try {
      instrument.close();
    } finally {
      sensing.close();
    }
  }
}
