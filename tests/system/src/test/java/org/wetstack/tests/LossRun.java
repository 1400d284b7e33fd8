package org.wetstack.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import java.util.function.IntConsumer;
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
  private long struck;
  private int doses;
  private int repeats;
  private int sessions;
  private int unfinished;
  private long worstNanoliters;

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
      pass(Duration.ofMillis(100));
    }
    instrument.close();
  }

  /** The same, but some messages in turn are lost on purpose before, at or after each start. */
  void aroundStarts(long losses) {
    while (losses() < losses) {
      var unused = rig.time().after(Duration.ofMillis(random.nextInt(900)), this::strike);
      dose(new OperationId(random.nextLong() | 1));
      pass(Duration.ofMillis(100));
    }
    instrument.close();
  }

  private void strike() {
    int count = 1 + random.nextInt(3);
    struck += count;
    if (random.nextBoolean()) {
      rig.links().loseToDevice(count);
    } else {
      rig.links().loseToHost(count);
    }
  }

  /** Gives {@code count} doses, one each {@code every}. */
  void doses(int count, Duration every, IntConsumer before) {
    for (int i = 0; i < count; i++) {
      before.accept(i);
      dose(new OperationId(random.nextLong() | 1));
      pass(every);
    }
    instrument.close();
  }

  long losses() {
    return struck + cable.injected().getOrDefault("loss", 0L);
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
        + " sessions, "
        + unfinished
        + " doses that ended early and said so; the others are at most "
        + worstNanoliters
        + " nL from what was ordered, "
        + rig.beaker().orElseThrow().volume()
        + " in all";
  }

  private void dose(OperationId operation) {
    Volume before = beaker();
    Dose dose = null;
    boolean unclear = false;
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
        unclear |= e.outcome() == Outcome.UNKNOWN;
        if (!unclear) {
          assertEquals(before, beaker(), () -> "it said that nothing was done: " + e.getMessage());
        }
        if (e.outcome() == Outcome.UNKNOWN || ended()) {
          reopenIfEnded();
        }
        clear();
        if (attempt % 5 == 4 && e.outcome() == Outcome.UNKNOWN) {
          stop();
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
        long error = Math.abs(poured - report.get().applied().volume().nanoliters());
        if (report.get().end() == End.COMPLETE) {
          worstNanoliters = Math.max(worstNanoliters, error);
        } else {
          unfinished++;
        }
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

  /** What a pump cannot tell, a stop ends: as given between nothing and all. */
  private void stop() {
    try {
      pump().stop();
    } catch (DeviceException e) {
      reopenIfEnded();
    }
  }

  private void clear() {
    try {
      if (instrument.safeState().isPresent()) {
        instrument.clearSafeState();
      }
    } catch (DeviceException e) {
      // The cause is still there, or the link is gone: the next attempt meets it again.
      pass(Duration.ofSeconds(5));
    }
  }

  private void reopenIfEnded() {
    if (ended()) {
      instrument = reopened();
    }
  }

  private Instrument reopened() {
    DeviceException last = null;
    for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
      try {
        return cleared(rig.open());
      } catch (DeviceException e) {
        last = e;
        pass(Duration.ofMillis(300));
      }
    }
    throw new AssertionError("could not be opened in " + MAX_ATTEMPTS + " attempts", last);
  }

  private Instrument cleared(Instrument opened) {
    sessions++;
    try {
      opened.clearSafeState();
      return opened;
    } catch (DeviceException e) {
      opened.close();
      throw e;
    }
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
