package org.wetstack.hal;

import java.util.concurrent.CompletionStage;

/** A flash in progress. */
public interface FlashRun {

  OperationId operation();

  /** The flash as the light quantised it; never more than was asked for. */
  Flash applied();

  /**
   * Completes when the light is out, for whatever reason; exceptionally with {@link
   * DeviceException} if what became of it cannot be learnt in this session. Not cancelled by
   * anything.
   */
  CompletionStage<FlashReport> report();

  /**
   * Waits for {@link #report()}, at most twice the flash's duration and 5 s.
   *
   * @throws DeviceException as {@link #report()}, or with TIMEOUT/UNKNOWN
   */
  FlashReport await();
}
