package org.wetstack.drivers.fluidics.verification;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
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
import org.wetstack.hal.FlowLimits;
import org.wetstack.hal.FlowReading;
import org.wetstack.hal.FlowSensor;
import org.wetstack.hal.Instrument;
import org.wetstack.hal.LinkHealth;
import org.wetstack.hal.SafeState;
import org.wetstack.hal.spi.VirtualTimebase;
import org.wetstack.hal.units.FlowRate;

/** A sensor whose flow a test sets, and an instrument around any device. */
final class Flow implements FlowSensor {

  static final Duration INTERVAL = Duration.ofMillis(100);

  private final VirtualTimebase time;
  private final Random random = new Random(5);
  private final List<Consumer<FlowReading>> listeners = new ArrayList<>();

  private double pushed;
  private double fresh;
  private long pushedNanos;

  /** Of what is pushed, the share that passes. */
  double share = 1;

  /** In which a stretched tube relaxes to 1/e, in s. */
  double tubeSeconds;

  /** What flows beside, in nL/min. */
  double stray;

  double noise;
  double scale = 1;
  boolean air;
  boolean overRange;
  boolean silent;
  double truth;
  private double stretch;
  private double total;
  private double rate;

  Flow(VirtualTimebase time) {
    this.time = time;
    tick();
  }

  /** From now on so much is pushed into the tube, in nL/min. */
  void push(double nanolitersPerMinute) {
    fresh += pushed * (time.nanoTime() - pushedNanos) / 60e9;
    pushedNanos = time.nanoTime();
    pushed = nanolitersPerMinute;
  }

  private void tick() {
    double seconds = INTERVAL.toNanos() / 1e9;
    push(pushed);
    stretch += fresh * share;
    fresh = 0;
    double out = tubeSeconds == 0 ? stretch : stretch * (1 - Math.exp(-seconds / tubeSeconds));
    stretch -= out;
    double passed = out + stray * seconds / 60;
    truth += passed;
    double seen = passed * scale + noise * random.nextGaussian() * seconds / 60;
    total += seen;
    rate = seen * 60 / seconds;
    if (!silent) {
      listeners.forEach(each -> each.accept(read()));
    }
    var unused = time.after(INTERVAL, this::tick);
  }

  @Override
  public String name() {
    return "flow";
  }

  /** Those of an SLF3S-0600F. */
  @Override
  public FlowLimits limits() {
    return new FlowLimits(
        FlowRate.nanolitersPerMinute(2_000_000), FlowRate.nanolitersPerMinute(100), 5, INTERVAL);
  }

  @Override
  public FlowReading read() {
    return new FlowReading(
        Math.round(rate), Math.round(total), 23, air, overRange, time.nanoTime());
  }

  @Override
  public Instrument.Subscription onFlow(Consumer<FlowReading> listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  /** An instrument that carries one device and does nothing. */
  static final class Carrier implements Instrument {
    final CompletableFuture<Optional<DeviceException>> ended = new CompletableFuture<>();
    private final Device device;
    private final VirtualTimebase time;

    Carrier(Device device, VirtualTimebase time) {
      this.device = device;
      this.time = time;
    }

    @Override
    public DeviceInfo info() {
      return new DeviceInfo("scripted", "", "", 0, false);
    }

    @Override
    public Set<Ability> abilities() {
      return Set.of();
    }

    @Override
    public List<Device> devices() {
      return List.of(device);
    }

    @Override
    public CompletionStage<Optional<DeviceException>> ended() {
      return ended;
    }

    @Override
    public Optional<SafeState> safeState() {
      return Optional.empty();
    }

    @Override
    public void clearSafeState() {}

    @Override
    public Subscription onAlarm(Consumer<Alarm> listener) {
      return () -> {};
    }

    @Override
    public DeviceClock clock() {
      return new DeviceClock(time.nanoTime(), 0, 0, Duration.ZERO);
    }

    @Override
    public LinkHealth health() {
      return new LinkHealth(Duration.ZERO, 0, 0, 0, 0);
    }

    @Override
    public void close() {
      ended.complete(Optional.empty());
    }
  }
}
