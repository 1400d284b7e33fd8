package org.wetstack.drivers.firmware;

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

/** A waveform in one of the device's slots. */
final class FirmwareStimulus implements LoadedStimulus {

  private final FirmwareStimulator stimulator;
  private final int slot;
  private final AppliedStimulus applied;
  private final int crc;
  private final AtomicBoolean closed = new AtomicBoolean();

  FirmwareStimulus(FirmwareStimulator stimulator, int slot, AppliedStimulus applied, int crc) {
    this.stimulator = stimulator;
    this.slot = slot;
    this.applied = applied;
    this.crc = crc;
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
    stimulator.arm(slot, crc);
  }

  @Override
  public CompletionStage<Receipt> trigger(OperationId operation) {
    return fire(operation, 0);
  }

  @Override
  public CompletionStage<Receipt> triggerAt(OperationId operation, long sample) {
    if (sample <= 0) {
      return refused("sample " + sample + " has passed");
    }
    return fire(operation, sample);
  }

  private CompletionStage<Receipt> fire(OperationId operation, long sample) {
    if (closed.get()) {
      return refused("this stimulus is closed: load it again");
    }
    return stimulator.triggers().trigger(slot, operation, sample).minimalCompletionStage();
  }

  private static CompletionStage<Receipt> refused(String why) {
    var refused = new CompletableFuture<Receipt>();
    refused.completeExceptionally(new DeviceException(Reason.REJECTED, Outcome.NOT_DONE, why));
    return refused.minimalCompletionStage();
  }

  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    if (stimulator.session().inCallback()) {
      stimulator.abandon(slot);
      return;
    }
    try {
      stimulator.session().await(stimulator.unload(slot), Session.CALL_LIMIT);
      stimulator.freeSlot(slot);
    } catch (DeviceException e) {
      // The device may still hold it: then the slot stays taken until the session ends.
      if (!stimulator.session().ended()) {
        throw e;
      }
    }
  }
}
