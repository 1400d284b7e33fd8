package org.wetstack.drivers.sensirion;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.wetstack.drivers.fluidics.LineInstrument;
import org.wetstack.drivers.fluidics.Question;
import org.wetstack.drivers.fluidics.Seat;
import org.wetstack.drivers.sensirion.FlowMeter.Polled;
import org.wetstack.hal.Ability;
import org.wetstack.hal.Alarm;
import org.wetstack.hal.Device;
import org.wetstack.hal.DeviceException;
import org.wetstack.hal.DeviceException.Outcome;
import org.wetstack.hal.DeviceException.Reason;
import org.wetstack.hal.DeviceInfo;
import org.wetstack.hal.FlowReading;
import org.wetstack.hal.Instrument;
import org.wetstack.hal.SafeState;
import org.wetstack.hal.spi.Waiting;

/** A session with one sensor on its cable: lets it measure, and fetches what it has measured. */
final class FlowInstrument extends LineInstrument {

  /** Between two readings; the cable measures five times as often. */
  static final Duration INTERVAL = Duration.ofMillis(100);

  static final int SAMPLE_MILLIS = 20;

  private static final Duration LIMIT = Duration.ofSeconds(4);
  private static final int MAX_FETCHES = 8;

  /** An answer of a quick line: one that is lost must not delay the next readings. */
  private static final Duration QUICK = Duration.ofMillis(250);

  /** So many readings without all their answers: it is a slow line rather than one that loses. */
  private static final int SLOW_READINGS = 4;

  /** Samples come five to a reading: so many readings without one are no accident. */
  private static final int EMPTY_READINGS = 3;

  private static final Duration GAPS_TOLD_EVERY = Duration.ofSeconds(60);
  private static final long NEVER = Long.MIN_VALUE;

  private static final int MOST_TICKS = 32_767;

  private final Seat seat;
  private final FlowCable cable;
  private final AtomicReference<@Nullable DeviceException> trouble = new AtomicReference<>();
  private final AtomicLong gaps = new AtomicLong();
  private final AtomicLong gapToldNanos = new AtomicLong(NEVER);
  private final AtomicLong empty = new AtomicLong();
  private final DeviceInfo info;
  private final FlowMeter meter;
  private final AtomicInteger late = new AtomicInteger();

  private FlowInstrument(Seat seat, FlowCable cable, String name, int liquid) {
    super(seat, "sensor");
    this.seat = seat;
    this.cable = cable;
    String firmware = await(cable.version());
    prepare();
    String identity = await(cable.identity());
    FlowScale scale = await(cable.scale(liquid));
    Optional<Product> product = Product.of(identity);
    info =
        new DeviceInfo(
            product.map(Product::partName).orElse("SF06 sensor " + identity),
            Product.serialNumber(identity),
            firmware,
            0,
            false);
    meter =
        new FlowMeter(
            this,
            name,
            scale,
            product
                .map(Product::fullScaleNanolitersPerMinute)
                .orElseGet(() -> scale.nanolitersPerMinute(MOST_TICKS, 1)),
            SAMPLE_MILLIS,
            INTERVAL);
    measure(liquid);
  }

  /**
   * Begins a session: whatever the cable does is stopped, and it measures anew. The seat is given
   * up when the session ends or cannot begin.
   *
   * @param liquid the measurement command that chooses the calibration
   * @throws DeviceException if it does not answer, or cannot measure
   */
  static Instrument open(Seat seat, int address, String name, int liquid) {
    try {
      var instrument = new FlowInstrument(seat, new FlowCable(seat, address), name, liquid);
      instrument.endWithLink();
      instrument.watch();
      return instrument;
    } catch (DeviceException e) {
      seat.leave();
      throw e.reason() == Reason.TIMEOUT ? seat.absent(e) : e;
    } catch (RuntimeException e) {
      seat.leave();
      throw e;
    }
  }

  private void prepare() {
    await(cable.stop());
    if (await(cable.sensorType()) != FlowCable.SF06) {
      await(cable.sensorType(FlowCable.SF06));
    }
  }

  private void measure(int liquid) {
    await(cable.totalize());
    await(cable.start(SAMPLE_MILLIS, liquid));
    int interval = await(cable.interval());
    if (interval != SAMPLE_MILLIS) {
      throw new DeviceException(
          Reason.PROTOCOL,
          Outcome.UNKNOWN,
          "told to measure every " + SAMPLE_MILLIS + " ms, the cable says " + interval);
    }
  }

  private <T> T await(CompletableFuture<T> answer) {
    return Waiting.await(time(), answer, LIMIT, "no answer from the cable within " + LIMIT);
  }

  @Override
  protected CompletableFuture<Runnable> ask() {
    long asked = time().nanoTime();
    return measured()
        .whenComplete((polled, failure) -> pace(polled, time().nanoTime() - asked))
        .thenApply(polled -> () -> tell(() -> meter.tell(polled)));
  }

  @Override
  protected Duration interval() {
    return INTERVAL;
  }

  /** Fetches what was measured by now, and waits for what {@code reading} makes of it. */
  FlowReading now(Function<Polled, FlowReading> reading) {
    requireOwnThread();
    return await(measured().thenApply(reading));
  }

  private void pace(@Nullable Polled polled, long nanos) {
    if (polled == null || !polled.samples().complete()) {
      late.incrementAndGet();
    } else if (nanos < QUICK.toNanos()) {
      late.set(0);
    }
  }

  private Duration patience() {
    return late.get() < SLOW_READINGS ? QUICK : Question.USUAL_LIMIT;
  }

  /** Fetches what was measured; fails with what is wrong. */
  private CompletableFuture<Polled> measured() {
    if (!isOpen()) {
      return CompletableFuture.failedFuture(seat.lost(Outcome.NOT_DONE));
    }
    return fetch(Samples.NONE, MAX_FETCHES)
        .thenCompose(this::checked)
        .thenCombine(
            cable.total(patience()),
            (samples, total) -> new Polled(samples, total, time().nanoTime()));
  }

  private CompletableFuture<Samples> fetch(Samples before, int times) {
    return cable
        .samples(patience())
        .handle((found, failure) -> failure == null ? found : missed(failure))
        .thenCompose(
            found -> {
              if (found.isEmpty()) {
                lose("the cable does not measure any more: it has been without power");
                return CompletableFuture.failedFuture(seat.lost(Outcome.UNKNOWN));
              }
              Samples all = before.and(found.get());
              return all.more() && times > 1
                  ? fetch(all, times - 1)
                  : CompletableFuture.completedFuture(all);
            });
  }

  /** An answer that was lost has taken its samples along; the cable's total has them. */
  private Optional<Samples> missed(Throwable failure) {
    DeviceException known = Waiting.failure(failure);
    if (known.reason() != Reason.TIMEOUT) {
      throw known;
    }
    return Optional.of(Samples.LOST);
  }

  private CompletableFuture<Samples> checked(Samples samples) {
    if (!samples.complete()) {
      gap();
    }
    if (samples.count() > 0) {
      empty.set(0);
      trouble.set(null);
      return CompletableFuture.completedFuture(samples);
    }
    if (empty.incrementAndGet() < EMPTY_READINGS) {
      return CompletableFuture.completedFuture(samples);
    }
    return cable
        .last()
        .handle(
            (nothing, failure) -> {
              if (failure == null) {
                return samples;
              }
              DeviceException known = Waiting.failure(failure);
              if (known.reason() == Reason.FAULT && trouble.compareAndSet(null, known)) {
                raise("sensor-fault", String.valueOf(known.getMessage()));
              }
              throw known;
            });
  }

  /** On a line that loses there are many: they are counted, and told now and then. */
  private void gap() {
    gaps.incrementAndGet();
    long now = time().nanoTime();
    long told = gapToldNanos.get();
    boolean due = told == NEVER || now - told >= GAPS_TOLD_EVERY.toNanos();
    if (due && gapToldNanos.compareAndSet(told, now)) {
      raise("flow-gap", "samples were lost on their way; volumes are complete, flags are not");
    }
  }

  private void raise(String code, String detail) {
    raise(new Alarm(meter.name(), code, detail, false));
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
    return List.of(meter);
  }

  /** It moves nothing, so it has none. */
  @Override
  public Optional<SafeState> safeState() {
    return Optional.empty();
  }

  @Override
  public void clearSafeState() {
    requireOpen();
  }

  /** Readings whose samples did not all arrive. */
  @Override
  protected long eventsMissed() {
    return gaps.get();
  }

  /** It goes on measuring for nobody if this is lost; the next session stops it first. */
  @Override
  protected CompletableFuture<Void> farewell() {
    return cable.stop();
  }
}
