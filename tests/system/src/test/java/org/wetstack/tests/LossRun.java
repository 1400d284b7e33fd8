package org.wetstack.tests;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import org.wetstack.emulator.Cable;
import org.wetstack.hal.DeviceException;
import org.wetstack.hal.DeviceException.Outcome;
import org.wetstack.hal.Dose;
import org.wetstack.hal.DoseReport;
import org.wetstack.hal.DoseReport.End;
import org.wetstack.hal.Instrument;
import org.wetstack.hal.OperationId;
import org.wetstack.hal.Pump;
import org.wetstack.hal.PumpLimits;
import org.wetstack.hal.spi.VirtualTimebase;
import org.wetstack.hal.units.Volume;

/**
 * Dose after dose over a cable that loses, by somebody who repeats each under its name until he
 * knows that it is given. What the beaker gets must be what the reports say, dose by dose.
 */
final class LossRun {

  private static final int MAX_ATTEMPTS = 60;
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private final Rig rig;
  private final Cable cable;
  private final Random random;
  private Instrument instrument;
  private int doses;
  private int repeats;
  private int sessions;

  LossRun(Rig rig, Cable cable, long seed) {
    this.rig = rig;
    this.cable = cable;
    this.random = new Random(seed);
    this.instrument = reopened();
  }

  /** Goes on until {@code losses} have struck. */
  void until(long losses) {
    while (losses() < losses) {
      dose(new OperationId(random.nextLong() | 1));
      // So that the hourly limit never has a say.
      pass(Duration.ofMinutes(7));
    }
    instrument.close();
  }

  long losses() {
    return cable.injected().getOrDefault("loss", 0L);
  }

  @Override
  public String toString() {
    return losses()
        + " losses, "
        + doses
        + " doses, "
        + repeats
        + " repeated calls, "
        + sessions
        + " sessions";
  }

  private void dose(OperationId operation) {
    Volume before = beaker();
    Dose dose = null;
    for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
      try {
        if (dose == null) {
          dose = any(pump().limits());
        }
        pump().dispense(operation, dose);
        check(operation, before);
        doses++;
        return;
      } catch (DeviceException e) {
        repeats++;
        assertTrue(e.reason() != DeviceException.Reason.PROTOCOL, e::getMessage);
        if (e.outcome() == Outcome.UNKNOWN || ended()) {
          reopenIfEnded();
        }
      }
    }
    throw new AssertionError("dose " + operation + " was not given in " + MAX_ATTEMPTS + " calls");
  }

  private Dose any(PumpLimits limits) {
    long steps =
        1L
            + random.nextInt(
                (int) Math.min(40, limits.maxVolume().nanoliters() / limits.step().nanoliters()));
    return new Dose(Volume.nanoliters(steps * limits.step().nanoliters()), limits.maxRate());
  }

  /** Waits for the end, and compares what the beaker got. */
  private void check(OperationId operation, Volume before) {
    long deadline = rig.time().nanoTime() + PATIENCE.toNanos();
    while (rig.time().nanoTime() < deadline) {
      Optional<DoseReport> report = report(operation);
      if (report.isPresent() && report.get().end() != End.NOT_YET) {
        long poured = beaker().nanoliters() - before.nanoliters();
        var said = report.get().delivered();
        assertTrue(
            said.atLeast().nanoliters() <= poured && poured <= said.atMost().nanoliters(),
            () -> report.get() + ", but the beaker has " + poured + " nL more");
        long once = pump().limits().whole(report.get().applied().volume()).atMost().nanoliters();
        assertTrue(poured <= once, () -> poured + " nL are more than one dose of " + once);
        return;
      }
      pass(Duration.ofMillis(200));
    }
    throw new AssertionError("dose " + operation + " has no end");
  }

  private Optional<DoseReport> report(OperationId operation) {
    try {
      return pump().report(operation);
    } catch (DeviceException e) {
      reopenIfEnded();
      return Optional.empty();
    }
  }

  private Pump pump() {
    return instrument.device(Pump.class);
  }

  private Volume beaker() {
    return rig.beaker().orElseThrow().volume();
  }

  private boolean ended() {
    return instrument.ended().toCompletableFuture().isDone();
  }

  private void reopenIfEnded() {
    if (ended()) {
      instrument = reopened();
    }
  }

  private Instrument reopened() {
    for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
      try {
        Instrument opened = rig.open();
        sessions++;
        opened.clearSafeState();
        return opened;
      } catch (DeviceException e) {
        pass(Duration.ofMillis(300));
      }
    }
    throw new AssertionError("the pump could not be opened in " + MAX_ATTEMPTS + " attempts");
  }

  private void pass(Duration span) {
    try {
      ((VirtualTimebase) rig.time()).await(new CompletableFuture<>(), span);
    } catch (TimeoutException e) {
      return;
    }
    throw new IllegalStateException("nothing completes that");
  }
}
