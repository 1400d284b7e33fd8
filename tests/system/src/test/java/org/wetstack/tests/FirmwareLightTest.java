package org.wetstack.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.wetstack.drivers.firmware.FirmwareDriver;
import org.wetstack.emulator.Cable;
import org.wetstack.emulator.CableFaults;
import org.wetstack.emulator.World;
import org.wetstack.emulator.board.BoardSpec;
import org.wetstack.emulator.board.EmulatedBoard;
import org.wetstack.emulator.board.LightSpec;
import org.wetstack.hal.DeviceException;
import org.wetstack.hal.DeviceException.Outcome;
import org.wetstack.hal.DeviceException.Reason;
import org.wetstack.hal.Flash;
import org.wetstack.hal.FlashReport;
import org.wetstack.hal.FlashReport.End;
import org.wetstack.hal.FlashRun;
import org.wetstack.hal.Instrument;
import org.wetstack.hal.Light;
import org.wetstack.hal.LightLimits;
import org.wetstack.hal.OperationId;
import org.wetstack.hal.spi.Link;
import org.wetstack.hal.spi.VirtualTimebase;
import org.wetstack.hal.units.Energy;
import org.wetstack.hal.units.Power;
import org.wetstack.protocol.v1.DeviceMessage;
import org.wetstack.protocol.v1.FlashStatus;
import org.wetstack.protocol.v1.FlashStatus.State;

/** What the firmware driver makes of a light's answers, of wrong ones and of none. */
class FirmwareLightTest {

  private static final URI ENDPOINT = URI.create("cable:lamp-1");
  private static final OperationId OPERATION = new OperationId(7);
  private static final Flash FLASH = new Flash(Power.microwatts(2_000), Duration.ofSeconds(10));

  private final Random random = new Random(1);
  private final VirtualTimebase time = new VirtualTimebase();
  private final EmulatedBoard board =
      new EmulatedBoard(
          new World(time, 1, 1),
          BoardSpec.of("lamp-1", new LightSpec("uv", 405, 10_000, 10, 60_000_000, 60_000)));
  private final EditedLinks links = links();

  private EditedLinks links() {
    var cable = new Cable(time, 1, Link.Delivery.MESSAGES, CableFaults.none());
    return new EditedLinks(cable.provider(board::plug), time);
  }

  private Light open() {
    return instrument(links).device(Light.class);
  }

  private Instrument instrument(EditedLinks by) {
    return new FirmwareDriver(random::nextLong, 7, Duration.ofSeconds(2)).open(ENDPOINT, by, time);
  }

  private int lit() {
    return board.light("uv").timesBegun(OPERATION.value());
  }

  private void loseFlashesToTheDevice() {
    links.toDevice = message -> message.hasFlash() ? Optional.empty() : now();
  }

  private static Optional<Duration> now() {
    return Optional.of(Duration.ZERO);
  }

  /** Lets the host hear statuses of flashes, answers only or also events, as edited. */
  private static Function<DeviceMessage, Optional<DeviceMessage>> edited(
      UnaryOperator<FlashStatus> edit) {
    return message ->
        Optional.of(
            message.hasFlashStatus()
                ? message.toBuilder().setFlashStatus(edit.apply(message.getFlashStatus())).build()
                : message);
  }

  @Test
  void theLimitsAreThoseThatTheDeviceStates() {
    assertEquals(
        new LightLimits(
            405,
            Power.microwatts(10_000),
            Power.microwatts(10),
            Duration.ofSeconds(60),
            Energy.microjoules(60_000)),
        open().limits());
  }

  @Test
  void limitsThatMakeNoSenseAreAProtocolError() {
    links.toHost =
        message -> {
          DeviceMessage.Builder made = message.toBuilder();
          if (message.hasDescription()) {
            made.getDescriptionBuilder().getLightBuilder().setPowerStepMicrowatts(0);
          }
          return Optional.of(made.build());
        };
    failed(Outcome.NOT_DONE, Reason.PROTOCOL, () -> instrument(links));
  }

  @Test
  void aFlashOtherThanWasAskedForIsPutOutAndAnError() {
    Light light = open();
    links.toHost = edited(status -> status.toBuilder().setPowerMicrowatts(3_000).build());
    failed(Outcome.UNKNOWN, Reason.PROTOCOL, () -> light.flash(OPERATION, FLASH));
    assertEquals(1, lit());
    assertEquals(0, board.light("uv").microwatts(), "it was put out");
  }

  @Test
  void anAnswerAboutAnotherOperationOrWithoutStateIsAnErrorAndPutOut() {
    Light light = open();
    links.toHost = edited(status -> status.toBuilder().setOperationId(8).build());
    failed(Outcome.UNKNOWN, Reason.PROTOCOL, () -> light.flash(OPERATION, FLASH));
    assertEquals(0, board.light("uv").microwatts());
    links.toHost = edited(status -> status.toBuilder().setState(State.STATE_UNSPECIFIED).build());
    failed(Outcome.UNKNOWN, Reason.PROTOCOL, () -> light.flash(new OperationId(9), FLASH));
    assertEquals(0, board.light("uv").microwatts());
    links.toHost = edited(status -> status.toBuilder().setState(State.STATE_NEVER_SEEN).build());
    failed(Outcome.UNKNOWN, Reason.PROTOCOL, () -> light.flash(new OperationId(10), FLASH));
    assertEquals(0, board.light("uv").microwatts());
  }

  @Test
  void aFlashLitForLongerThanItLastsOrCompleteTooSoonIsNotBelieved() {
    Light light = open();
    links.toHost = edited(status -> status.toBuilder().setLitMicros(10_000_001).build());
    failed(Outcome.NOT_DONE, Reason.PROTOCOL, () -> seen(light));
    links.toHost = edited(status -> status.toBuilder().setState(State.STATE_COMPLETE).build());
    failed(Outcome.NOT_DONE, Reason.PROTOCOL, () -> light.report(OPERATION));
  }

  private static Optional<FlashReport> seen(Light light) {
    try {
      light.flash(OPERATION, FLASH);
    } catch (DeviceException e) {
      assertEquals(Outcome.UNKNOWN, e.outcome());
    }
    return light.report(OPERATION);
  }

  @Test
  void whenOnlyTheAnswersAreLostTheLedgerTellsThatItWasLit() {
    Light light = open();
    var dropped = new AtomicInteger();
    links.toHost =
        message ->
            message.hasFlashStatus() && dropped.getAndIncrement() < 4
                ? Optional.empty()
                : Optional.of(message);
    FlashRun run = light.flash(OPERATION, FLASH);
    assertEquals(End.COMPLETE, run.await().end());
    assertEquals(1, lit());
  }

  @Test
  void whenEveryCopyIsLostItIsKnownThatNothingShone() {
    Light light = open();
    loseFlashesToTheDevice();
    failed(Outcome.NOT_DONE, Reason.TIMEOUT, () -> light.flash(OPERATION, FLASH));
    links.toDevice = message -> now();
    time.advance(Duration.ofSeconds(5));
    assertEquals(0, lit());
    assertEquals(End.COMPLETE, light.flash(OPERATION, FLASH).await().end());
    assertEquals(1, lit());
  }

  @Test
  void aCopyThatComesAfterTheLedgerWasAskedIsFoundOutBeforeItIsCalledNotDone() {
    Light light = open();
    // The driver asks after 1.9 s; a copy may be obeyed for 2 s.
    var copies = new AtomicInteger();
    links.toDevice =
        message ->
            !message.hasFlash()
                ? now()
                : copies.getAndIncrement() > 0
                    ? Optional.empty()
                    : Optional.of(Duration.ofMillis(1_990));
    FlashRun run = light.flash(OPERATION, FLASH);
    assertEquals(1, lit());
    assertEquals(End.COMPLETE, run.await().end());
  }

  @Test
  void aCopyThatComesAfterItWasCalledNotDoneIsRefused() {
    Light light = open();
    links.toDevice = message -> message.hasFlash() ? Optional.of(Duration.ofMillis(2_600)) : now();
    failed(Outcome.NOT_DONE, Reason.TIMEOUT, () -> light.flash(OPERATION, FLASH));
    time.advance(Duration.ofSeconds(5));
    assertEquals(0, lit());
  }

  @Test
  void withoutAWordOfTheLedgerItIsUnknownAndTryingAgainLightsOnce() {
    Light light = open();
    links.toHost = message -> message.hasFlashStatus() ? Optional.empty() : Optional.of(message);
    failed(Outcome.UNKNOWN, Reason.TIMEOUT, () -> light.flash(OPERATION, FLASH));
    links.toHost = Optional::of;
    Flash other = new Flash(FLASH.power(), Duration.ofSeconds(1));
    failed(Outcome.NOT_DONE, Reason.REJECTED, () -> light.flash(OPERATION, other));
    FlashRun run = light.flash(OPERATION, FLASH);
    assertEquals(End.COMPLETE, run.await().end());
    assertEquals(1, lit());
  }

  @Test
  void aRefusalOfASecondAttemptSaysNothingAboutCopiesOfTheFirst() {
    Light light = open();
    // No copy gets through, nor any question: what became of it stays open.
    links.toDevice =
        message -> message.hasQueryFlash() || message.hasFlash() ? Optional.empty() : now();
    failed(Outcome.UNKNOWN, Reason.TIMEOUT, () -> light.flash(OPERATION, FLASH));
    links.toDevice = message -> now();
    board.light("uv").overheat();
    DeviceException refused =
        failed(Outcome.NOT_DONE, Reason.REJECTED, () -> light.flash(OPERATION, FLASH));
    assertTrue(refused.toString().contains("the light did not flash"), refused::toString);
    assertEquals(0, lit());
  }

  @Test
  void aStopWhileAFlashIsAskedForHoldsForThatFlash() {
    Light light = open();
    var copies = new AtomicInteger();
    links.toDevice =
        message -> message.hasFlash() && copies.getAndIncrement() == 0 ? Optional.empty() : now();
    time.after(Duration.ofMillis(100), light::stop);
    FlashRun run = light.flash(OPERATION, FLASH);
    assertEquals(0, board.light("uv").microwatts());
    FlashReport report = run.await();
    assertEquals(End.STOPPED, report.end());
    assertTrue(report.lit().compareTo(Duration.ofMillis(10)) < 0, report::toString);
  }

  @Test
  void aFlashThatTheDeviceNoLongerKnowsOrTellsOtherwiseFailsItsRun() {
    Light light = open();
    FlashRun run = light.flash(OPERATION, FLASH);
    links.toHost = edited(status -> status.toBuilder().setState(State.STATE_NEVER_SEEN).build());
    failed(Outcome.UNKNOWN, Reason.PROTOCOL, run::await);
    links.toHost = Optional::of;
    FlashRun second = light.flash(new OperationId(9), FLASH);
    links.toHost =
        edited(status -> status.toBuilder().setDurationMicros(1).setLitMicros(1).build());
    failed(Outcome.UNKNOWN, Reason.PROTOCOL, second::await);
  }

  @Test
  void anotherSessionFindsTheFlashOfThatNameOrIsInConflictWithIt() {
    open().flash(OPERATION, FLASH);
    Light again = instrument(links()).device(Light.class);
    Flash other = new Flash(FLASH.power(), Duration.ofSeconds(20));
    failed(Outcome.NOT_DONE, Reason.REJECTED, () -> again.flash(OPERATION, other));
    FlashRun run = again.flash(OPERATION, FLASH);
    assertEquals(End.COMPLETE, run.await().end());
    assertEquals(1, lit());
  }

  @Test
  void aGoodbyeThatIsLostIsSaidAgainAndPutsItOut() {
    Instrument instrument = instrument(links);
    instrument.device(Light.class).flash(OPERATION, FLASH);
    var goodbyes = new AtomicInteger();
    links.toDevice =
        message ->
            message.hasGoodbye() && goodbyes.getAndIncrement() == 0 ? Optional.empty() : now();
    instrument.close();
    assertEquals(0, board.light("uv").microwatts());
    Instrument again = instrument(links());
    assertEquals(Optional.empty(), again.safeState(), "closing is no fault");
    assertEquals(
        Optional.of(End.STOPPED),
        again.device(Light.class).report(OPERATION).map(FlashReport::end));
  }

  @Test
  void aSessionThatAnotherHasReplacedLightsNothing() {
    Light first = open();
    instrument(links());
    DeviceException stale =
        assertThrows(DeviceException.class, () -> first.flash(OPERATION, FLASH));
    assertEquals(Outcome.NOT_DONE, stale.outcome(), stale::toString);
    time.advance(Duration.ofSeconds(5));
    assertEquals(0, lit());
  }

  @Test
  void fromAHandlerItIsRefusedBeforeAByteIsSent() {
    Instrument instrument = instrument(links);
    Light light = instrument.device(Light.class);
    var tried = new CompletableFuture<FlashRun>();
    instrument.onAlarm(
        alarm -> {
          try {
            tried.complete(light.flash(OPERATION, FLASH));
          } catch (IllegalStateException e) {
            tried.completeExceptionally(e);
          }
        });
    board.light("uv").overheat();
    time.advance(Duration.ofMillis(50));
    var refused = assertThrows(CompletionException.class, tried::join);
    assertTrue(refused.getCause() instanceof IllegalStateException, refused::toString);
    assertEquals(0, lit());
  }

  private static DeviceException failed(Outcome outcome, Reason reason, Runnable call) {
    DeviceException failed = assertThrows(DeviceException.class, call::run);
    assertEquals(reason, failed.reason(), failed::toString);
    assertEquals(outcome, failed.outcome(), failed::toString);
    return failed;
  }
}
