package org.wetstack.hal;

import java.util.concurrent.CompletionStage;

/** A dose in progress. */
public interface DoseRun {

  OperationId operation();

  /** The dose as the pump quantised it; never more than was asked for. */
  Dose applied();

  /**
   * Completes when flow has ended, for whatever reason; exceptionally with {@link DeviceException}
   * if the fate of the dose cannot be learnt in this session. Not cancelled by anything.
   */
  CompletionStage<DoseReport> report();

  /**
   * Waits for {@link #report()}, at most twice the planned time and 5 s, and what the pump says
   * that it may need to get ready.
   *
   * @throws DeviceException as {@link #report()}, or with TIMEOUT/UNKNOWN
   */
  DoseReport await();
}
