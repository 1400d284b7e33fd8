package org.wetstack.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.wetstack.hal.Delivered;
import org.wetstack.hal.DeviceException;
import org.wetstack.hal.DeviceException.Outcome;
import org.wetstack.hal.Dose;
import org.wetstack.hal.DoseReport;
import org.wetstack.hal.DoseReport.End;
import org.wetstack.hal.DoseRun;
import org.wetstack.hal.OperationId;
import org.wetstack.hal.Pump;

/** Several people at one pump: they dose, stop and ask without minding each other. */
final class Crowd {

  private static final int PEOPLE = 4;
  private static final int ROUNDS = 6;

  private final Pump pump;
  private final Dose dose;
  private final AtomicInteger begun = new AtomicInteger();

  Crowd(Pump pump) {
    this.pump = pump;
    this.dose = Doses.brief(pump.limits());
  }

  /** What all of them together were told was delivered. */
  Delivered run() throws Exception {
    ExecutorService people = Executors.newFixedThreadPool(PEOPLE);
    try {
      List<Callable<Delivered>> visits = new ArrayList<>();
      for (int person = 0; person < PEOPLE; person++) {
        boolean impatient = person == 0;
        visits.add(() -> visit(impatient));
      }
      Delivered sum = Delivered.NOTHING;
      for (Future<Delivered> visit : people.invokeAll(visits, 60, TimeUnit.SECONDS)) {
        sum = sum.plus(visit.get());
      }
      assertTrue(begun.get() > 0, "nobody got a dose");
      return sum;
    } finally {
      people.shutdownNow();
    }
  }

  private Delivered visit(boolean impatient) {
    Delivered sum = Delivered.NOTHING;
    for (int round = 0; round < ROUNDS; round++) {
      if (impatient) {
        pump.stop();
      }
      assertTrue(pump.report(OperationId.random()).isEmpty(), "an answer to somebody else");
      OperationId operation = OperationId.random();
      try {
        DoseRun run = pump.dispense(operation, dose);
        begun.incrementAndGet();
        assertEquals(operation, run.operation(), "an answer to somebody else");
        DoseReport report = run.await();
        assertEquals(operation, report.operation(), "a report to somebody else");
        assertTrue(report.end() == End.COMPLETE || report.end() == End.STOPPED, report::toString);
        sum = sum.plus(report.delivered());
      } catch (DeviceException e) {
        assertEquals(Outcome.NOT_DONE, e.outcome(), e::getMessage);
      }
    }
    return sum;
  }
}
