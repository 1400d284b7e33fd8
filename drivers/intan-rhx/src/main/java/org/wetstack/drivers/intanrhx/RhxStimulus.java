package org.wetstack.drivers.intanrhx;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import org.wetstack.hal.AppliedStimulus;
import org.wetstack.hal.DeviceException;
import org.wetstack.hal.DeviceException.Outcome;
import org.wetstack.hal.DeviceException.Reason;
import org.wetstack.hal.LoadedStimulus;
import org.wetstack.hal.OperationId;
import org.wetstack.hal.Receipt;

/**
 * A waveform under one of the function keys F1 to F8 of RHX. A channel holds one waveform: when two
 * stimuli share an electrode, the one that is triggered is uploaded first if the other was last.
 */
final class RhxStimulus implements LoadedStimulus {

  private final RhxStimulator stimulator;
  private final int key;
  private final AppliedStimulus applied;
  private final Map<String, String> parameters;
  private final AtomicBoolean closed = new AtomicBoolean();
  private volatile boolean armed;

  RhxStimulus(
      RhxStimulator stimulator, int key, AppliedStimulus applied, Map<String, String> parameters) {
    this.stimulator = stimulator;
    this.key = key;
    this.applied = applied;
    this.parameters = parameters;
  }

  /** 1 to 8. */
  int key() {
    return key;
  }

  List<Integer> electrodes() {
    return applied.electrodes();
  }

  /** What RHX must hold for each electrode. */
  Map<String, String> parameters() {
    return parameters;
  }

  boolean armed() {
    return armed;
  }

  void armed(boolean now) {
    armed = now;
  }

  boolean closed() {
    return closed.get();
  }

  /** Nobody will have it: it must not be armed any more. */
  void abandon() {
    closed.set(true);
    armed = false;
  }

  @Override
  public AppliedStimulus applied() {
    return applied;
  }

  @Override
  public void arm() {
    if (closed.get()) {
      throw new IllegalStateException("this stimulus is closed: load it again");
    }
    stimulator.arm(this);
  }

  @Override
  public CompletionStage<Receipt> trigger(OperationId operation) {
    return stimulator.trigger(this, operation).minimalCompletionStage();
  }

  @Override
  public CompletionStage<Receipt> triggerAt(OperationId operation, long sample) {
    DeviceException refused =
        stimulator.open()
            ? new DeviceException(
                Reason.REJECTED,
                Outcome.NOT_DONE,
                "RHX cannot play a stimulus at a given sample; trigger it when it is time")
            : Session.lost();
    return CompletableFuture.<Receipt>failedFuture(refused).minimalCompletionStage();
  }

  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      stimulator.unload(this);
    }
  }
}
