package org.wetstack.lab.desk;

import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;
import org.wetstack.hal.OperationId;
import org.wetstack.hal.spi.Timebase;
import org.wetstack.lab.journal.Journal;
import org.wetstack.lab.journal.JournalException;
import org.wetstack.lab.lease.Leases;
import org.wetstack.lab.safety.DeadMan;
import org.wetstack.lab.safety.Interlocks;
import org.wetstack.lab.supervise.Station;

/**
 * What everything at the desk works with.
 *
 * @param executor where tasks may block
 * @param names of new operations
 * @param stations by name
 */
record Parts(
    Timebase time,
    Executor executor,
    Journal journal,
    Operations operations,
    Outcomes outcomes,
    Leases leases,
    Interlocks interlocks,
    Latch stop,
    Stops stops,
    DeadMan deadMan,
    Supplier<OperationId> names,
    Map<String, Station> stations) {

  /** Has {@code work} done where it may block, and soon. */
  void later(Runnable work) {
    try {
      executor.execute(
          () -> {
            try {
              work.run();
            } catch (JournalException e) {
              // The vigil stops everything. What was to be told is asked for after the next start.
            }
          });
    } catch (RejectedExecutionException e) {
      // The controller is being closed.
    }
  }
}
