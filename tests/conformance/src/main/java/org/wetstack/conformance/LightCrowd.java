package org.wetstack.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.wetstack.hal.DeviceException;
import org.wetstack.hal.DeviceException.Outcome;
import org.wetstack.hal.Flash;
import org.wetstack.hal.FlashReport;
import org.wetstack.hal.FlashReport.End;
import org.wetstack.hal.FlashRun;
import org.wetstack.hal.Light;
import org.wetstack.hal.OperationId;

/** Several people at one light: they flash, stop and ask without minding each other. */
final class LightCrowd {

  private static final int PEOPLE = 4;
  private static final int ROUNDS = 6;

  private final Light light;
  private final Flash flash;

  LightCrowd(Light light) {
    this.light = light;
    this.flash = new Flash(light.limits().step(), Duration.ofMillis(10));
  }

  /** How many flashes all of them together were told had been lit. */
  int run() throws Exception {
    ExecutorService people = Executors.newFixedThreadPool(PEOPLE);
    try {
      List<Callable<Integer>> visits = new ArrayList<>();
      for (int person = 0; person < PEOPLE; person++) {
        boolean impatient = person == 0;
        visits.add(() -> visit(impatient));
      }
      int lit = 0;
      for (Future<Integer> visit : people.invokeAll(visits, 60, TimeUnit.SECONDS)) {
        lit += visit.get();
      }
      assertTrue(lit > 0, "nobody got a flash");
      return lit;
    } finally {
      people.shutdownNow();
    }
  }

  private int visit(boolean impatient) {
    int lit = 0;
    for (int round = 0; round < ROUNDS; round++) {
      if (impatient) {
        light.stop();
      }
      assertTrue(light.report(OperationId.random()).isEmpty(), "an answer to somebody else");
      OperationId operation = OperationId.random();
      try {
        FlashRun run = light.flash(operation, flash);
        assertEquals(operation, run.operation(), "an answer to somebody else");
        FlashReport report = run.await();
        assertEquals(operation, report.operation(), "a report to somebody else");
        assertTrue(report.end() == End.COMPLETE || report.end() == End.STOPPED, report::toString);
        lit++;
      } catch (DeviceException e) {
        assertEquals(Outcome.NOT_DONE, e.outcome(), e::getMessage);
      }
    }
    return lit;
  }
}
