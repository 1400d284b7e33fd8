package org.wetstack.lab.train;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.wetstack.hal.AppliedStimulus;
import org.wetstack.hal.ArrayLayout;
import org.wetstack.hal.DeviceException;
import org.wetstack.hal.Dose;
import org.wetstack.hal.ElectrodeArray;
import org.wetstack.hal.Instrument;
import org.wetstack.hal.Light;
import org.wetstack.hal.LoadedStimulus;
import org.wetstack.hal.OperationId;
import org.wetstack.hal.Pump;
import org.wetstack.hal.Receipt;
import org.wetstack.hal.SampleHandler;
import org.wetstack.hal.Stimulator;
import org.wetstack.hal.Stimulus;
import org.wetstack.hal.spi.Timebase;
import org.wetstack.hal.spi.Waiting;
import org.wetstack.hal.units.Current;

/**
 * A culture behind an electrode array and a pump or a light of the HAL, in real time or virtual.
 * Its spikes are detected in the samples; nothing is known of it that a real one would not tell.
 * Every pulse and reward is quantised and checked by driver and device, and what they refuse ends
 * the experiment.
 */
public final class HalSubject implements Subject {

  private static final int SAMPLES_PER_BLOCK = 150;

  /** A machine that stands still for a while must not end an experiment of days. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private static final Duration STEP = Duration.ofMillis(1);
  private static final int MOST_STEPS = 5_000;
  private static final Duration AGAIN = Duration.ofMillis(10);
  private static final int MOST_TRIES = 50;

  private final Timebase time;
  private final Procedure procedure;
  private final Optional<Pump> pump;
  private final Rewarder rewarder;
  private final Supplier<OperationId> operations;
  private final AutoCloseable rig;
  private final ArrayLayout layout;
  private final List<LoadedStimulus> pulses = new ArrayList<>();
  private final Ear ear;
  private final Instrument.Subscription stream;
  private final double picocoulombs;
  private final AtomicInteger underWay = new AtomicInteger();
  private long played;

  /**
   * A culture on {@code array}, with what it is rewarded by.
   *
   * @param pump for doses and priming
   * @param light for flashes
   * @param operations fresh names of pulses and doses; never one that a device may remember
   * @param samples also gets all samples, such as a recording
   * @param rig is closed with this
   * @throws DeviceException if the array or the pump refuses the pulse or does not answer
   * @throws IllegalArgumentException if the pulse or the dose is outside the limits of the device
   */
  public HalSubject(
      Timebase time,
      ElectrodeArray array,
      Optional<Pump> pump,
      Optional<Light> light,
      Procedure procedure,
      Supplier<OperationId> operations,
      Optional<SampleHandler> samples,
      AutoCloseable rig) {
    this.time = time;
    this.procedure = procedure;
    this.pump = pump;
    this.operations = operations;
    this.rig = rig;
    rewarder = rewarder(procedure.reward(), pump, light, operations);
    layout = array.layout();
    Stimulator stimulator =
        array
            .stimulator()
            .orElseThrow(() -> new IllegalArgumentException("this array cannot stimulate"));
    for (ArrayLayout.Site site : layout.sites()) {
      pulses.add(
          stimulator.load(
              Stimulus.biphasic(
                  List.of(site.electrode()),
                  Current.nanoamps(-procedure.nanoamps()),
                  procedure.phase())));
    }
    picocoulombs = charge(pulses.get(0).applied());
    ear = new Ear(array, samples);
    stream = array.record(Math.min(SAMPLES_PER_BLOCK, layout.maxSamplesPerBlock()), ear);
  }

  private static Rewarder rewarder(
      Reward reward, Optional<Pump> pump, Optional<Light> light, Supplier<OperationId> names) {
    if (reward instanceof Reward.Lit lit) {
      Light source = light.orElseThrow(() -> new IllegalArgumentException("a flash needs a light"));
      return new Rewarder.ByLight(source, source.limits().quantise(lit.flash()), names);
    }
    Pump source = pump.orElseThrow(() -> new IllegalArgumentException("a dose needs a pump"));
    return new Rewarder.ByPump(source, ((Reward.Dosed) reward).dose(), names);
  }

  /** Charge of all phases of a pulse in pC, without their signs. */
  private static double charge(AppliedStimulus applied) {
    long ticks = applied.phases().stream().mapToLong(each -> Math.abs(each.nanoampTicks())).sum();
    return 1_000.0 * ticks / applied.ticksPerSecond();
  }

  /** Fills the tube, or the medium, with what is in the reservoir, and waits for it. */
  public void prime(Dose amount) {
    Pump source =
        pump.orElseThrow(() -> new IllegalStateException("there is no pump to prime with"));
    Rewarder.ByPump.require(source.dispense(operations.get(), amount).await());
  }

  @Override
  public List<ArrayLayout.Site> sites() {
    return layout.sites();
  }

  @Override
  public Answer probe(List<Integer> electrodes) {
    rewarder.finish();
    // Corrections that came late are not over yet.
    for (int more = 0; underWay.get() > 0 && more < MOST_STEPS; more++) {
      pass(STEP);
    }
    int[] counts = new int[layout.channels()];
    long perMilli = layout.samplesPerSecond() / 1_000;
    long first = 0;
    long end = 0;
    for (int i = 0; i < electrodes.size(); i++) {
      long began = trigger(pulses.get(electrodes.get(i)));
      long from = began + procedure.windowFrom().toMillis() * perMilli;
      end = began + procedure.windowTo().toMillis() * perMilli;
      first = i == 0 ? from : first;
      pass(procedure.pulsePeriod());
      // The last block of the window may be under way.
      for (int more = 0; ear.heardUntil() < end && more < MOST_STEPS; more++) {
        pass(STEP);
      }
      ear.count(from, end, counts);
    }
    return new Answer(counts, first, end);
  }

  private long trigger(LoadedStimulus pulse) {
    CompletableFuture<Receipt> receipt = pulse.trigger(operations.get()).toCompletableFuture();
    played++;
    try {
      return time.await(receipt, PATIENCE).firstSample();
    } catch (TimeoutException e) {
      throw new IllegalStateException("no receipt for a pulse within " + PATIENCE, e);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  @Override
  public void reward() {
    rewarder.finish();
    rewarder.begin();
  }

  @Override
  public void correct(List<Planned> planned) {
    for (Planned each : planned) {
      LoadedStimulus pulse = pulses.get(each.electrode());
      OperationId operation = operations.get();
      played++;
      underWay.incrementAndGet();
      var unused =
          time.after(Duration.ofMillis(each.millis()), () -> fire(pulse, operation, MOST_TRIES));
    }
  }

  /** One that came late may find the next one playing: nothing was done then, and it waits. */
  private void fire(LoadedStimulus pulse, OperationId operation, int tries) {
    var unused =
        pulse
            .trigger(operation)
            .whenComplete(
                (receipt, failure) -> {
                  if (tries > 1 && isRefused(failure)) {
                    time.after(AGAIN, () -> fire(pulse, operation, tries - 1));
                  } else {
                    ear.failed(failure);
                    underWay.decrementAndGet();
                  }
                });
  }

  private static boolean isRefused(@Nullable Throwable failure) {
    if (failure == null) {
      return false;
    }
    DeviceException why = Waiting.failure(failure);
    return why.reason() == DeviceException.Reason.REJECTED
        && why.outcome() == DeviceException.Outcome.NOT_DONE;
  }

  @Override
  public Given given() {
    long nanoliters = pump.map(each -> each.delivered().atMost().nanoliters()).orElse(0L);
    return new Given(played, played * picocoulombs, nanoliters, rewarder.picojoules());
  }

  @Override
  public void pass(Duration span) {
    var over = new CompletableFuture<Void>();
    var unused = time.after(span, () -> over.complete(null));
    try {
      var unusedToo = time.await(over, span.plus(PATIENCE));
    } catch (TimeoutException e) {
      throw new IllegalStateException("the timer is late by " + PATIENCE, e);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
    ear.check();
  }

  private static IllegalStateException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new IllegalStateException("the experiment was interrupted", e);
  }

  /** Waits for a reward that is being given, ends the stream, then closes the rig. */
  @Override
  public void close() {
    try (rig) {
      try {
        rewarder.finish();
      } finally {
        stream.close();
      }
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException("the rig could not be put away: " + e.getMessage(), e);
    }
  }
}
