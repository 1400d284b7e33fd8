package org.wetstack.drivers.fluidics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wetstack.drivers.fluidics.Reading.Motion;
import org.wetstack.hal.Ability;
import org.wetstack.hal.Delivered;
import org.wetstack.hal.DeviceException;
import org.wetstack.hal.DeviceException.Outcome;
import org.wetstack.hal.DeviceException.Reason;
import org.wetstack.hal.DeviceInfo;
import org.wetstack.hal.Dose;
import org.wetstack.hal.DoseReport;
import org.wetstack.hal.DoseReport.End;
import org.wetstack.hal.DoseRun;
import org.wetstack.hal.Instrument;
import org.wetstack.hal.OperationId;
import org.wetstack.hal.Pump;
import org.wetstack.hal.PumpLimits;
import org.wetstack.hal.spi.VirtualTimebase;
import org.wetstack.hal.units.FlowRate;
import org.wetstack.hal.units.Volume;

/** What a pump does with answers that do not come, with a machine that says what the test wants. */
class MachinePumpTest {

  private static final PumpLimits LIMITS =
      new PumpLimits(
          Volume.nanoliters(10),
          Volume.nanoliters(10_000),
          Volume.nanoliters(50_000),
          FlowRate.nanolitersPerMinute(10),
          FlowRate.nanolitersPerMinute(60_000),
          FlowRate.nanolitersPerMinute(10));

  private static final Dose DOSE =
      new Dose(Volume.nanoliters(1_000), FlowRate.nanolitersPerMinute(60_000));
  private static final OperationId ONE = new OperationId(1);
  private static final OperationId TWO = new OperationId(2);
  private static final Reading ZERO = Reading.of(Motion.REST, Delivered.NOTHING);

  private final VirtualTimebase time = new VirtualTimebase();
  private final Machine machine = new Machine();

  @TempDir private Path folder;

  private static final class Machine implements PumpMachine {
    Supplier<CompletableFuture<Void>> onStart = Machine::done;
    Supplier<CompletableFuture<Reading>> onRead = () -> CompletableFuture.completedFuture(ZERO);
    Runnable onPrepare = () -> {};
    int starts;
    int halts;

    static CompletableFuture<Void> done() {
      return CompletableFuture.completedFuture(null);
    }

    void says(Reading reading) {
      onRead = () -> CompletableFuture.completedFuture(reading);
    }

    @Override
    public CompletableFuture<DeviceInfo> greet() {
      return CompletableFuture.completedFuture(new DeviceInfo("machine", "1", "1", 0, false));
    }

    @Override
    public PumpLimits limits() {
      return LIMITS;
    }

    @Override
    public Set<Ability> abilities() {
      return EnumSet.noneOf(Ability.class);
    }

    @Override
    public CompletableFuture<Void> prepare(Direction direction, Dose dose) {
      onPrepare.run();
      return done();
    }

    @Override
    public CompletableFuture<Void> start(Direction direction, Dose dose) {
      starts++;
      return onStart.get();
    }

    @Override
    public CompletableFuture<Reading> read() {
      return onRead.get();
    }

    @Override
    public CompletableFuture<Void> halt() {
      halts++;
      return done();
    }

    @Override
    public CompletableFuture<Void> clear() {
      return done();
    }

    @Override
    public CompletableFuture<Void> part() {
      return done();
    }
  }

  private Instrument open() {
    URI endpoint = URI.create("test:pump?ledger=" + folder.resolve("ledger"));
    LineEndpoint parts = LineEndpoint.split(endpoint, PumpOptions.NAMES, 9_600);
    Question barrier = Question.safe(new byte[] {1}, frame -> true);
    Seat seat = Seat.take(parts.link(), new Mute(), time, Mute::new, "one", barrier);
    return MachineInstrument.open(seat, machine, new PumpOptions(parts.options()));
  }

  private static <T> CompletableFuture<T> unanswered() {
    return CompletableFuture.failedFuture(
        new DeviceException(Reason.TIMEOUT, Outcome.UNKNOWN, "no answer"));
  }

  private static Reading reading(Motion motion, long least, long most) {
    return Reading.of(motion, new Delivered(Volume.nanoliters(least), Volume.nanoliters(most)));
  }

  private static Outcome failure(Runnable call) {
    return assertThrows(DeviceException.class, call::run).outcome();
  }

  private void pass() {
    time.advance(Duration.ofMillis(600));
  }

  @Test
  void aStartWithoutAnAnswerThatMovedNothingIsNotDoneAndMayBeRepeated() {
    try (Instrument instrument = open()) {
      Pump pump = instrument.device(Pump.class);
      machine.onStart = MachinePumpTest::unanswered;
      assertEquals(Outcome.NOT_DONE, failure(() -> pump.dispense(ONE, DOSE)));
      assertEquals(Optional.empty(), pump.report(ONE));
      machine.onStart = Machine::done;
      pump.dispense(ONE, DOSE);
      assertEquals(3 + 1, machine.starts, "three attempts the first time");
    }
  }

  @Test
  void aStartWithoutAnAnswerThatMovedSomethingIsNeverRepeated() {
    try (Instrument instrument = open()) {
      Pump pump = instrument.device(Pump.class);
      machine.onStart =
          () -> {
            machine.says(reading(Motion.INFUSING, 0, 20));
            return unanswered();
          };
      DoseRun run = pump.dispense(ONE, DOSE);
      assertSame(run, pump.dispense(ONE, DOSE));
      assertEquals(1, machine.starts);
      machine.says(reading(Motion.REST, 1_000, 1_000));
      assertEquals(End.COMPLETE, run.await().end());
    }
  }

  @Test
  void whatTheCounterCannotTellStaysUnknown() {
    try (Instrument instrument = open()) {
      Pump pump = instrument.device(Pump.class);
      machine.onStart =
          () -> {
            machine.says(reading(Motion.REST, 0, 1_000));
            return unanswered();
          };
      assertEquals(Outcome.UNKNOWN, failure(() -> pump.dispense(ONE, DOSE)));
      pass();
      assertEquals(Outcome.UNKNOWN, failure(() -> pump.dispense(ONE, DOSE)));
      assertEquals(Outcome.NOT_DONE, failure(() -> pump.dispense(TWO, DOSE)));
      assertEquals(1, machine.starts);
      assertEquals(Volume.nanoliters(1_000), pump.delivered().atMost());
      pump.stop();
      DoseReport report = pump.report(ONE).orElseThrow();
      assertEquals(End.STOPPED, report.end());
      assertEquals(new Delivered(Volume.ZERO, Volume.nanoliters(1_000)), report.delivered());
      machine.says(ZERO);
      machine.onStart = Machine::done;
      pump.dispense(TWO, DOSE);
      assertEquals(2, machine.starts);
    }
  }

  @Test
  void aLaterReadingSettlesWhatWasLeftUnclearEitherWay() {
    try (Instrument instrument = open()) {
      Pump pump = instrument.device(Pump.class);
      machine.onStart =
          () -> {
            machine.onRead = MachinePumpTest::unanswered;
            return unanswered();
          };
      assertEquals(Outcome.UNKNOWN, failure(() -> pump.dispense(ONE, DOSE)));
      machine.says(ZERO);
      pass();
      assertEquals(Optional.empty(), pump.report(ONE), "it never began");

      assertEquals(Outcome.UNKNOWN, failure(() -> pump.dispense(TWO, DOSE)));
      machine.says(reading(Motion.REST, 1_000, 1_000));
      pass();
      assertEquals(End.COMPLETE, pump.report(TWO).orElseThrow().end());
      assertEquals(End.COMPLETE, pump.dispense(TWO, DOSE).await().end());
      assertEquals(2, machine.starts, "one each");
    }
  }

  @Test
  void aStopDuringThePreparationsKeepsTheDoseFromStarting() {
    try (Instrument instrument = open()) {
      Pump pump = instrument.device(Pump.class);
      machine.onPrepare = pump::stop;
      assertEquals(Outcome.NOT_DONE, failure(() -> pump.dispense(ONE, DOSE)));
      assertEquals(0, machine.starts);
      assertEquals(Optional.empty(), pump.report(ONE));
    }
  }

  @Test
  void aStopWhileALostStartIsSettledKeepsItFromBeingStartedAgain() {
    try (Instrument instrument = open()) {
      machine.onStart =
          () -> {
            var lost = new CompletableFuture<Void>();
            time.after(Duration.ofMillis(10), () -> instrument.device(Pump.class).stop());
            time.after(
                Duration.ofSeconds(1),
                () ->
                    lost.completeExceptionally(
                        new DeviceException(Reason.TIMEOUT, Outcome.UNKNOWN, "no answer")));
            return lost;
          };
      assertEquals(
          Outcome.NOT_DONE, failure(() -> instrument.device(Pump.class).dispense(ONE, DOSE)));
      assertEquals(1, machine.starts);
    }
  }

  @Test
  void aPreparationThatWasNotAnsweredIsMadeAgain() {
    try (Instrument instrument = open()) {
      var asked = new int[1];
      machine.onRead =
          () -> asked[0]++ == 0 ? unanswered() : CompletableFuture.completedFuture(ZERO);
      instrument.device(Pump.class).dispense(ONE, DOSE);
      assertEquals(1, machine.starts);
      assertTrue(asked[0] > 1);
    }
  }

  @Test
  void aHostThatDiedIsFollowedByOneThatKnows() {
    Instrument first = open();
    first.device(Pump.class).dispense(ONE, DOSE);
    machine.says(reading(Motion.INFUSING, 300, 310));
    pass();
    // The host dies: nothing is stopped, and nothing more is written.
    machine.onRead = MachinePumpTest::unanswered;
    time.advance(Duration.ofSeconds(5));
    assertTrue(first.ended().toCompletableFuture().join().isPresent());
    machine.says(reading(Motion.INFUSING, 600, 610));
    try (Instrument second = open()) {
      Pump pump = second.device(Pump.class);
      assertEquals(End.NOT_YET, pump.report(ONE).orElseThrow().end());
      assertEquals(Outcome.NOT_DONE, failure(() -> pump.dispense(TWO, DOSE)), "it is running");
      pump.dispense(ONE, DOSE);
      machine.says(reading(Motion.REST, 700, 710));
      DoseReport report = pump.report(ONE).orElseThrow();
      assertEquals(End.STOPPED, report.end());
      assertEquals(reading(Motion.REST, 700, 710).moved(), report.delivered());
    }
    assertEquals(1, machine.starts);
    assertEquals(0, machine.halts);
  }
}
