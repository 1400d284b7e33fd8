package org.wetstack.app.study;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.wetstack.hal.DeviceException;
import org.wetstack.hal.Dose;
import org.wetstack.hal.ElectrodeArray;
import org.wetstack.hal.Instrument;
import org.wetstack.hal.LoadedStimulus;
import org.wetstack.hal.OperationId;
import org.wetstack.hal.Pump;
import org.wetstack.hal.Receipt;
import org.wetstack.hal.SampleBlock;
import org.wetstack.hal.SampleHandler;
import org.wetstack.hal.Stimulator;
import org.wetstack.hal.Stimulus;
import org.wetstack.hal.units.Current;
import org.wetstack.hal.units.FlowRate;
import org.wetstack.hal.units.Volume;
import org.wetstack.lab.signal.DetectorSettings;
import org.wetstack.lab.signal.SpikeDetector;
import org.wetstack.lab.signal.Spikes;

/**
 * A culture behind an electrode array and a pump of the HAL. Its spikes are detected in the
 * samples; nothing is known of it that a real one would not tell.
 */
final class HalSubject implements Subject {

  private static final int SAMPLES_PER_BLOCK = 150;
  private static final Duration PATIENCE = Duration.ofSeconds(2);
  private static final Duration BLANKED = Duration.ofMillis(5);
  private static final Duration DEAF_AFTER = Duration.ofMillis(1);
  private static final FlowRate DOSE_RATE = FlowRate.microlitersPerMinute(120);

  private final StudyRig rig;
  private final Protocol protocol;
  private final ElectrodeArray array;
  private final Pump pump;
  private final int samplesPerMilli;
  private final List<LoadedStimulus> pulses = new ArrayList<>();
  private final Ear ear;
  private final Instrument.Subscription stream;
  private long operations;

  /**
   * A culture in {@code rig}, which is closed with this.
   *
   * @param deadNanoliters what the tube of the pump holds, and is filled with first
   */
  HalSubject(StudyRig rig, Protocol protocol, long deadNanoliters) {
    this.rig = rig;
    this.protocol = protocol;
    array = rig.array();
    pump = rig.pump();
    samplesPerMilli = array.layout().samplesPerSecond() / 1_000;
    Stimulator stimulator = array.stimulator().orElseThrow();
    for (var site : array.layout().sites()) {
      pulses.add(
          stimulator.load(
              Stimulus.biphasic(
                  List.of(site.electrode()),
                  Current.nanoamps(-protocol.nanoamps()),
                  protocol.phase())));
    }
    ear = new Ear(array);
    int block = Math.min(SAMPLES_PER_BLOCK, array.layout().maxSamplesPerBlock());
    stream = array.record(block, ear);
    if (deadNanoliters > 0) {
      var prime = new Dose(Volume.nanoliters(deadNanoliters), DOSE_RATE);
      var unused = pump.dispense(operation(), prime).await();
    }
  }

  @Override
  public int[] probe() {
    Arrays.fill(ear.counts, 0);
    for (int i = 0; i < protocol.pulses(); i++) {
      long began = trigger(pulses.get(protocol.stimulated()));
      long from = began + protocol.windowFrom().toMillis() * samplesPerMilli;
      long to = began + protocol.windowTo().toMillis() * samplesPerMilli;
      ear.listen(from, to);
      pass(protocol.pulsePeriod());
      // The last block of the window may be under way.
      for (int more = 0; ear.heardUntil < to && more < 100; more++) {
        rig.time().advance(Duration.ofMillis(1));
      }
      if (ear.heardUntil < to) {
        throw new IllegalStateException("the samples of the window did not come");
      }
    }
    return ear.counts.clone();
  }

  private long trigger(LoadedStimulus pulse) {
    CompletableFuture<Receipt> receipt = pulse.trigger(operation()).toCompletableFuture();
    try {
      return rig.time().await(receipt, PATIENCE).firstSample();
    } catch (TimeoutException e) {
      throw new IllegalStateException("no receipt for a pulse within " + PATIENCE, e);
    }
  }

  private OperationId operation() {
    return new OperationId(++operations);
  }

  @Override
  public void reward() {
    var dose = new Dose(Volume.nanoliters(protocol.doseNanoliters()), DOSE_RATE);
    var unused = pump.dispense(operation(), dose);
  }

  @Override
  public void correct(int[] millis, int[] electrodes) {
    for (int i = 0; i < millis.length; i++) {
      LoadedStimulus pulse = pulses.get(electrodes[i]);
      var unused = rig.time().after(Duration.ofMillis(millis[i]), () -> fire(pulse));
    }
  }

  private void fire(LoadedStimulus pulse) {
    var unused = pulse.trigger(operation()).whenComplete((receipt, failure) -> ear.failed(failure));
  }

  @Override
  public void pass(Duration span) {
    rig.time().advance(span);
    ear.check();
  }

  @Override
  public void close() {
    try {
      stream.close();
    } finally {
      rig.close();
    }
  }

  /** Hears the spikes of one window at a time. */
  private static final class Ear implements SampleHandler {

    private final SpikeDetector detector;
    private final int[] counts;
    private long from = Long.MAX_VALUE;
    private long to = Long.MAX_VALUE;
    private long heardUntil;
    private Optional<Throwable> trouble = Optional.empty();

    Ear(ElectrodeArray array) {
      detector =
          new SpikeDetector(
              array.layout(), DetectorSettings.USUAL.withBlanking(BLANKED, DEAF_AFTER));
      counts = new int[array.layout().channels()];
    }

    void listen(long first, long end) {
      if (heardUntil > first) {
        throw new IllegalStateException("the window has begun already");
      }
      from = first;
      to = end;
    }

    @Override
    public void onBlock(SampleBlock block) {
      if (block.missedBefore() > 0) {
        failed(new IllegalStateException(block.missedBefore() + " samples are missing"));
      }
      Spikes found = detector.detect(block);
      found.count(from, to, counts);
      heardUntil = block.firstSample() + block.samples();
    }

    @Override
    public void onEnd(Optional<DeviceException> reason) {
      reason.ifPresent(this::failed);
    }

    void failed(@Nullable Throwable failure) {
      if (failure != null && trouble.isEmpty()) {
        trouble = Optional.of(failure);
      }
    }

    void check() {
      if (trouble.isPresent()) {
        throw new IllegalStateException(
            "the experiment failed: " + trouble.get().getMessage(), trouble.get());
      }
    }
  }
}
