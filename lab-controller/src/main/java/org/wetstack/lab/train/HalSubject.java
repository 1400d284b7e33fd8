package org.wetstack.lab.train;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.wetstack.hal.AppliedStimulus;
import org.wetstack.hal.ArrayLayout;
import org.wetstack.hal.DeviceException;
import org.wetstack.hal.Dose;
import org.wetstack.hal.DoseReport;
import org.wetstack.hal.DoseRun;
import org.wetstack.hal.ElectrodeArray;
import org.wetstack.hal.Instrument;
import org.wetstack.hal.LoadedStimulus;
import org.wetstack.hal.OperationId;
import org.wetstack.hal.Pump;
import org.wetstack.hal.Receipt;
import org.wetstack.hal.SampleHandler;
import org.wetstack.hal.Stimulator;
import org.wetstack.hal.Stimulus;
import org.wetstack.hal.spi.Timebase;
import org.wetstack.hal.units.Current;

/**
 * A culture behind an electrode array and a pump of the HAL, in real time or virtual. Its spikes
 * are detected in the samples; nothing is known of it that a real one would not tell. Every pulse
 * and dose is quantised and checked by driver and device, and what they refuse ends the experiment.
 */
public final class HalSubject implements Subject {

  private static final int SAMPLES_PER_BLOCK = 150;
  private static final Duration PATIENCE = Duration.ofSeconds(2);
  private static final Duration STEP = Duration.ofMillis(1);
  private static final int MOST_STEPS = 100;

  private final Timebase time;
  private final Procedure procedure;
  private final Pump pump;
  private final Supplier<OperationId> operations;
  private final AutoCloseable rig;
  private final ArrayLayout layout;
  private final List<LoadedStimulus> pulses = new ArrayList<>();
  private final Ear ear;
  private final Instrument.Subscription stream;
  private final double picocoulombs;
  private long played;
  private @Nullable DoseRun dose;

  /**
   * A culture between {@code array} and {@code pump}.
   *
   * @param operations fresh names of pulses and doses; never one that a device may remember
   * @param samples also gets all samples, such as a recording
   * @param rig is closed with this
   * @throws DeviceException if the array or the pump refuses the pulse or does not answer
   * @throws IllegalArgumentException if the pulse or the dose is outside the limits of the device
   */
  public HalSubject(
      Timebase time,
      ElectrodeArray array,
      Pump pump,
      Procedure procedure,
      Supplier<OperationId> operations,
      Optional<SampleHandler> samples,
      AutoCloseable rig) {
    this.time = time;
    this.procedure = procedure;
    this.pump = pump;
    this.operations = operations;
    this.rig = rig;
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

  /** Charge of all phases of a pulse in pC, without their signs. */
  private static double charge(AppliedStimulus applied) {
    long ticks = applied.phases().stream().mapToLong(each -> Math.abs(each.nanoampTicks())).sum();
    return 1_000.0 * ticks / applied.ticksPerSecond();
  }

  /** Fills the tube with what is in the reservoir, and waits for it. */
  public void prime(Dose amount) {
    require(pump.dispense(operations.get(), amount).await());
  }

  @Override
  public List<ArrayLayout.Site> sites() {
    return layout.sites();
  }

  @Override
  public Answer probe(List<Integer> electrodes) {
    finishDose();
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
    finishDose();
    dose = pump.dispense(operations.get(), procedure.dose());
  }

  /** The last dose must be over, and whole: nothing is dosed on top of what nobody knows. */
  private void finishDose() {
    DoseRun last = dose;
    if (last != null) {
      dose = null;
      require(last.await());
    }
  }

  private static void require(DoseReport report) {
    if (report.end() != DoseReport.End.COMPLETE) {
      throw new IllegalStateException(
          "dose %s of %s ended as %s after %s: look at the pump before going on"
              .formatted(report.operation(), report.applied(), report.end(), report.delivered()));
    }
  }

  @Override
  public void correct(List<Planned> planned) {
    for (Planned each : planned) {
      LoadedStimulus pulse = pulses.get(each.electrode());
      OperationId operation = operations.get();
      played++;
      var unused = time.after(Duration.ofMillis(each.millis()), () -> fire(pulse, operation));
    }
  }

  private void fire(LoadedStimulus pulse, OperationId operation) {
    var unused = pulse.trigger(operation).whenComplete((receipt, failure) -> ear.failed(failure));
  }

  @Override
  public Given given() {
    return new Given(played, played * picocoulombs, pump.delivered().atMost().nanoliters());
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

  /** Waits for a dose that flows, ends the stream, then closes the rig. */
  @Override
  public void close() {
    try (rig) {
      try {
        finishDose();
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
