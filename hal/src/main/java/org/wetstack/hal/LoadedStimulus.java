package org.wetstack.hal;

import java.util.concurrent.CompletionStage;

/** A waveform held by the device, ready to fire. */
public interface LoadedStimulus extends AutoCloseable {

  /** The waveform as the hardware quantised it. */
  AppliedStimulus applied();

  /**
   * Arms again after {@link Stimulator#stop} or a safe state. Idempotent.
   *
   * @throws DeviceException if the device refused or did not answer
   */
  void arm();

  /**
   * Fires now, under a name that the device remembers: the same {@code operation} never fires
   * twice, and {@link Stimulator#receipt} tells later what became of it. Never blocks and never
   * throws, so it may be called from a {@link SampleHandler}. The stage completes with the receipt,
   * or exceptionally with {@link DeviceException}.
   */
  CompletionStage<Receipt> trigger(OperationId operation);

  /** Fires now, under a fresh random name. */
  default CompletionStage<Receipt> trigger() {
    return trigger(OperationId.random());
  }

  /**
   * Fires when the device's sample counter reaches {@code sample}. As {@link #trigger}; refused if
   * that sample has passed or is further ahead than the device can schedule.
   */
  CompletionStage<Receipt> triggerAt(OperationId operation, long sample);

  /** Fires at {@code sample}, under a fresh random name. */
  default CompletionStage<Receipt> triggerAt(long sample) {
    return triggerAt(OperationId.random(), sample);
  }

  /** Disarms and frees the slot. Idempotent. */
  @Override
  void close();
}
