package org.wetstack.drivers.sensirion;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.wetstack.drivers.fluidics.Question;
import org.wetstack.drivers.fluidics.Seat;
import org.wetstack.hal.Ability;
import org.wetstack.hal.Alarm;
import org.wetstack.hal.Device;
import org.wetstack.hal.DeviceClock;
import org.wetstack.hal.DeviceException;
import org.wetstack.hal.DeviceException.Outcome;
import org.wetstack.hal.DeviceException.Reason;
import org.wetstack.hal.DeviceInfo;
import org.wetstack.hal.Instrument;
import org.wetstack.hal.LinkHealth;
import org.wetstack.hal.SafeState;
import org.wetstack.hal.spi.Timebase;
import org.wetstack.hal.spi.Waiting;

/**
 * A session with one sensor on its cable: lets it measure, and fetches what it has measured.
 * Listeners run on the link's thread or the timer's; blocking calls from there are refused with
 * {@link IllegalStateException}.
 */
final class FlowInstrument implements Instrument {

  /** Between two readings; the cable measures five times as often. */
  static final Duration INTERVAL = Duration.ofMillis(100);

  static final int SAMPLE_MILLIS = 20;

  private static final Duration LIMIT = Duration.ofSeconds(4);
  private static final Duration CLOSE_LIMIT = Duration.ofMillis(1_200);
  private static final Duration MAX_SILENCE = Duration.ofSeconds(3);
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
  private final long bornNanos;
  private final List<Consumer<Alarm>> listeners = new CopyOnWriteArrayList<>();
  private final CompletableFuture<Optional<DeviceException>> ended = new CompletableFuture<>();
  private final AtomicBoolean closing = new AtomicBoolean();
  private final AtomicBoolean over = new AtomicBoolean();
  private final AtomicReference<@Nullable DeviceException> trouble = new AtomicReference<>();
  private final AtomicLong gaps = new AtomicLong();
  private final AtomicLong gapToldNanos = new AtomicLong(NEVER);
  private final AtomicLong empty = new AtomicLong();
  private final ThreadLocal<Boolean> telling = ThreadLocal.withInitial(() -> false);
  private final DeviceInfo info;
  private final FlowMeter meter;
  private final AtomicInteger late = new AtomicInteger();
  private volatile Duration roundTrip = Duration.ZERO;

  private FlowInstrument(Seat seat, FlowCable cable, String name, int liquid) {
    this.seat = seat;
    this.cable = cable;
    bornNanos = time().nanoTime();
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
      instrument.begin();
      return instrument;
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

  private void begin() {
    seat.onCut(
        cause -> lose(cause == null ? "the link was closed" : String.valueOf(cause.getMessage())));
    schedule();
  }

  private Timebase time() {
    return seat.time();
  }

  <T> T await(CompletableFuture<T> answer) {
    return Waiting.await(time(), answer, LIMIT, "no answer from the cable within " + LIMIT);
  }

  private void schedule() {
    var unused = time().after(INTERVAL, this::tick);
  }

  private void tick() {
    if (over.get()) {
      return;
    }
    if (seat.silence().compareTo(MAX_SILENCE) > 0) {
      lose("nothing heard from the cable for " + seat.silence().toMillis() + " ms");
      return;
    }
    long asked = time().nanoTime();
    var unused =
        poll()
            .whenComplete(
                (polled, failure) -> {
                  if (polled != null) {
                    roundTrip = Duration.ofNanos(time().nanoTime() - asked);
                    meter.tell(polled);
                  }
                  pace(polled != null && polled.samples().complete());
                  // A reading that failed is not missed: the total has it, and silence decides.
                  schedule();
                });
  }

  private void pace(boolean answered) {
    if (!answered) {
      late.incrementAndGet();
    } else if (roundTrip.compareTo(QUICK) < 0) {
      late.set(0);
    }
  }

  private Duration patience() {
    return late.get() < SLOW_READINGS ? QUICK : Question.USUAL_LIMIT;
  }

  /** Fetches what was measured; fails with what is wrong. */
  CompletableFuture<FlowMeter.Polled> poll() {
    if (over.get() || closing.get()) {
      return CompletableFuture.failedFuture(seat.lost(Outcome.NOT_DONE));
    }
    return fetch(Samples.NONE, MAX_FETCHES)
        .thenCompose(this::checked)
        .thenCombine(
            cable.total(patience()),
            (samples, total) -> new FlowMeter.Polled(samples, total, time().nanoTime()));
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
    var alarm = new Alarm(meter.name(), code, detail, false);
    tell(() -> listeners.forEach(listener -> listener.accept(alarm)));
  }

  /** Runs {@code news}, from which blocking calls are refused. */
  void tell(Runnable news) {
    boolean outer = telling.get();
    telling.set(true);
    try {
      news.run();
    } finally {
      telling.set(outer);
    }
  }

  void requireOwnThread() {
    if (telling.get()) {
      throw new IllegalStateException(
          "this call waits for the sensor: call it from a thread of your own, not from a handler");
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
    return List.of(meter);
  }

  @Override
  public CompletionStage<Optional<DeviceException>> ended() {
    return ended.minimalCompletionStage();
  }

  /** It moves nothing, so it has none. */
  @Override
  public Optional<SafeState> safeState() {
    return Optional.empty();
  }

  @Override
  public void clearSafeState() {
    if (over.get() || closing.get()) {
      throw seat.lost(Outcome.NOT_DONE);
    }
  }

  @Override
  public Subscription onAlarm(Consumer<Alarm> listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  /** The host's own, from the beginning of the session: the cable counts whole seconds. */
  @Override
  public DeviceClock clock() {
    return new DeviceClock(bornNanos, 0, 0, Duration.ZERO);
  }

  @Override
  public LinkHealth health() {
    return new LinkHealth(roundTrip, seat.answers(), seat.broken(), seat.repeated(), gaps.get());
  }

  private void lose(String why) {
    end(new DeviceException(Reason.LINK_LOST, Outcome.UNKNOWN, why), closing.get());
  }

  private void end(@Nullable DeviceException reason, boolean wanted) {
    if (over.compareAndSet(false, true)) {
      seat.leave();
      tell(() -> ended.complete(wanted ? Optional.empty() : Optional.ofNullable(reason)));
    }
  }

  @Override
  public void close() {
    if (!closing.compareAndSet(false, true)) {
      return;
    }
    CompletableFuture<Void> farewell =
        over.get() ? CompletableFuture.completedFuture(null) : cable.stop();
    if (telling.get()) {
      var unused = farewell.whenComplete((nothing, failure) -> end(null, true));
      return;
    }
    try {
      Waiting.await(time(), farewell, CLOSE_LIMIT, "no farewell");
    } catch (DeviceException e) {
      // It goes on measuring for nobody; the next session stops it first.
    }
    end(null, true);
  }
}
