package org.wetstack.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.InvalidProtocolBufferException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.wetstack.drivers.firmware.FirmwareBoard;
import org.wetstack.drivers.firmware.FirmwareDriver;
import org.wetstack.emulator.Cable;
import org.wetstack.emulator.CableFaults;
import org.wetstack.emulator.World;
import org.wetstack.emulator.board.ArraySpec;
import org.wetstack.emulator.board.BoardSpec;
import org.wetstack.emulator.board.EmulatedBoard;
import org.wetstack.emulator.board.LightSpec;
import org.wetstack.emulator.board.PumpSpec;
import org.wetstack.emulator.board.QuietTissue;
import org.wetstack.emulator.board.SensorSpec;
import org.wetstack.hal.Device;
import org.wetstack.hal.DeviceClock;
import org.wetstack.hal.DeviceException;
import org.wetstack.hal.DeviceException.Outcome;
import org.wetstack.hal.DeviceException.Reason;
import org.wetstack.hal.Dose;
import org.wetstack.hal.DoseRun;
import org.wetstack.hal.ElectrodeArray;
import org.wetstack.hal.LoadedStimulus;
import org.wetstack.hal.OperationId;
import org.wetstack.hal.Pump;
import org.wetstack.hal.Receipt;
import org.wetstack.hal.SafeState;
import org.wetstack.hal.Sensor;
import org.wetstack.hal.Stimulus;
import org.wetstack.hal.spi.Link;
import org.wetstack.hal.spi.LinkHandler;
import org.wetstack.hal.spi.LinkProvider;
import org.wetstack.hal.spi.VirtualTimebase;
import org.wetstack.hal.units.Current;
import org.wetstack.hal.units.FlowRate;
import org.wetstack.hal.units.Volume;
import org.wetstack.protocol.v1.DeviceMessage;

/** What the firmware driver does beyond what the rules ask of every instrument. */
class FirmwareBoardTest {

  private static final URI ENDPOINT = URI.create("cable:board-1");

  private static final Volume STEP = Volume.nanoliters(25);
  private static final FlowRate RATE = FlowRate.microlitersPerMinute(60);

  private final VirtualTimebase time = new VirtualTimebase();
  private final EmulatedBoard board =
      new EmulatedBoard(
          new World(time, 1, 1),
          BoardSpec.of(
              "board-1",
              PumpSpec.defaults("dopamine"),
              ArraySpec.fourByEight("mea", new QuietTissue(32)),
              SensorSpec.thermometer("bath"),
              new LightSpec("uv", 405, 10_000, 1, 0, 10_000)));
  private final EmptyAnswers links =
      new EmptyAnswers(
          new Cable(time, 1, Link.Delivery.MESSAGES, CableFaults.none()).provider(board::plug));

  private FirmwareBoard open() {
    return (FirmwareBoard) new FirmwareDriver().seeded(1).open(ENDPOINT, links, time);
  }

  @Test
  void registersAreReadAndWrittenButNotWhileAStimulusIsArmed() {
    FirmwareBoard open = open();
    ElectrodeArray array = open.device(ElectrodeArray.class);
    assertEquals(0x494E, open.readRegister(array, 1, 251));
    assertEquals(99, open.writeRegister(array, 0, 3, 99));
    assertEquals(99, open.readRegister(array, 0, 3));
    assertEquals(0x80, open.readRegister(array, 1, 3), "of the other chip");
    refused(Outcome.NOT_DONE, Reason.REJECTED, () -> open.writeRegister(array, 0, 42, 1));
    LoadedStimulus armed = pulse(open);
    refused(Outcome.NOT_DONE, Reason.REJECTED, () -> open.writeRegister(array, 0, 3, 1));
    armed.close();
    assertEquals(1, open.writeRegister(array, 0, 3, 1));
    Pump pump = open.device(Pump.class);
    refused(Outcome.NOT_DONE, Reason.PROTOCOL, () -> open.readRegister(pump, 0, 0));
  }

  @Test
  void aSensorIsReadInBillionthsOfItsUnit() {
    FirmwareBoard open = open();
    Sensor bath = open.device(Sensor.class);
    assertEquals("bath temperature degC", bath.name() + " " + bath.quantity() + " " + bath.unit());
    assertEquals(37_000_000_000L, bath.read().nanoUnits());
    assertEquals(37.0, bath.read().value());
    board.sensor("bath", -1);
    assertEquals(-10_000_000, bath.read().nanoUnits());
    long then = open.clock().deviceMicrosAt(time.nanoTime());
    assertTrue(Math.abs(bath.read().deviceMicros() - then) < 100_000);
  }

  @Test
  void aHostThatIsNotWellIsSilentAndTheDeviceIsSafeUntilSomebodyClearsIt() {
    FirmwareBoard open = open();
    AtomicBoolean well = new AtomicBoolean(true);
    assertTrue(open.renewWhile(well::get));
    DoseRun run =
        open.device(Pump.class)
            .dispense(new Dose(Volume.microliters(100), FlowRate.microlitersPerMinute(60)));
    time.advance(Duration.ofSeconds(5));
    assertFalse(run.report().toCompletableFuture().isDone());
    well.set(false);
    time.advance(Duration.ofMillis(2_050)); // the lease, and 50 ms to react
    long then = board.pump("dopamine").pumpedNanoliters();
    time.advance(Duration.ofSeconds(60));
    assertEquals(then, board.pump("dopamine").pumpedNanoliters(), "it flows no more");
    assertFalse(open.ended().toCompletableFuture().isDone(), "nobody has spoken to it");
    well.set(true);
    time.advance(Duration.ofSeconds(1));
    assertTrue(open.ended().toCompletableFuture().isDone());
    FirmwareBoard again = open();
    assertEquals(Optional.of(SafeState.Cause.HOST_SILENT), again.safeState().map(SafeState::cause));
  }

  @Test
  void aShortSilenceOfTheHostDisturbsNothing() {
    FirmwareBoard open = open();
    AtomicBoolean well = new AtomicBoolean(true);
    open.renewWhile(
        () -> {
          if (!well.get()) {
            throw new IllegalStateException("an exception is a no");
          }
          return true;
        });
    for (int i = 0; i < 20; i++) {
      well.set(i % 2 == 0);
      time.advance(Duration.ofMillis(400));
    }
    assertFalse(open.ended().toCompletableFuture().isDone());
    assertEquals(Optional.empty(), open.safeState());
  }

  @Test
  void aLightThatTakesNoCommandsIsSkippedAndItsAlarmHeard() {
    FirmwareBoard open = open();
    List<String> alarms = new ArrayList<>();
    open.onAlarm(alarm -> alarms.add(alarm.device() + " " + alarm.code()));
    assertEquals(
        List.of("dopamine", "mea", "bath"), open.devices().stream().map(Device::name).toList());
    board.light("uv").overheat();
    time.advance(Duration.ofMillis(50));
    assertEquals(List.of("uv overheated"), alarms);
    board.light("uv").cool();
    open.clearSafeState();
    open.device(Pump.class).dispense(new Dose(STEP, RATE)).await();
  }

  @Test
  void driftOfTheDeviceClockIsMeasuredAndTimesInTheFarFutureAreRight() {
    board.bench().driftPpm(150);
    FirmwareBoard open = open();
    time.advance(Duration.ofMinutes(3));
    DeviceClock clock = open.clock();
    assertEquals(150, clock.driftPartsPerMillion(), 2);
    long inAMinute = clock.deviceMicrosAt(time.nanoTime() + 60_000_000_000L);
    time.advance(Duration.ofMinutes(1));
    long then = open.clock().deviceMicrosAt(time.nanoTime());
    assertTrue(Math.abs(then - inAMinute) < 1_000, then - inAMinute + " µs off");
  }

  @Test
  void noMoreRequestsAreUnderWayThanTheDeviceTakesAndStopPassesThem() {
    FirmwareBoard open = open();
    LoadedStimulus pulse = pulse(open);
    int window = 4;
    List<CompletableFuture<Receipt>> asked = new ArrayList<>();
    for (int i = 1; i <= window; i++) {
      asked.add(pulse.trigger(new OperationId(i)).toCompletableFuture());
    }
    var beyond = pulse.trigger(new OperationId(99)).toCompletableFuture();
    assertTrue(beyond.isCompletedExceptionally(), "refused before a byte is sent");
    var full = assertThrows(CompletionException.class, beyond::join);
    assertTrue(full.toString().contains("outcome NOT_DONE"), full::toString);
    assertEquals(0, asked.stream().filter(CompletableFuture::isDone).count());
    open.device(Pump.class).stop();
    time.advance(Duration.ofMillis(50));
    assertEquals(window, asked.stream().filter(CompletableFuture::isDone).count());
    assertEquals(1, board.array("mea").totalPulses(), "the others found it busy");
    assertTrue(board.array("mea").pulses(99).isEmpty());
    assertFalse(
        pulse.trigger(new OperationId(5)).toCompletableFuture().isCompletedExceptionally(),
        "there is room again");
  }

  @Test
  void anInstrumentThatAnotherHostUsesIsSaidToBeInUse() {
    FirmwareBoard first = open();
    var cable = new Cable(time, 2, Link.Delivery.MESSAGES, CableFaults.none());
    var second = new FirmwareDriver().seeded(2);
    DeviceException held =
        refused(
            Outcome.NOT_DONE,
            Reason.REJECTED,
            () -> second.open(ENDPOINT, cable.provider(board::plug), time));
    assertTrue(held.toString().contains("another host is using this instrument"), held::toString);
    first.clearSafeState();
  }

  @Test
  void aBoardThatOpeningThePortHasResetIsWaitedFor() {
    board.bench().powerCycle(Duration.ofSeconds(3));
    assertEquals(3, open().devices().size(), "a pump, an array and a sensor");
  }

  @Test
  void anAnswerOfTheWrongKindIsNoAnswer() {
    FirmwareBoard open = open();
    ElectrodeArray array = open.device(ElectrodeArray.class);
    LoadedStimulus pulse = pulse(open);
    links.empty = true;
    refused(Outcome.UNKNOWN, Reason.PROTOCOL, open.device(Pump.class)::stop);
    refused(Outcome.UNKNOWN, Reason.PROTOCOL, open::clearSafeState);
    refused(Outcome.UNKNOWN, Reason.PROTOCOL, pulse::arm);
    refused(Outcome.UNKNOWN, Reason.PROTOCOL, () -> open.readRegister(array, 0, 0));
    refused(Outcome.UNKNOWN, Reason.PROTOCOL, () -> open.device(Sensor.class).read());
    links.empty = false;
    open.device(Pump.class).stop();
  }

  @Test
  void aCommandIsNotRepeatedOnceItHasExpired() {
    var hasty = new FirmwareDriver(new Random(1)::nextLong, 7, Duration.ofSeconds(1));
    Pump pump = hasty.open(ENDPOINT, links, time).device(Pump.class);
    links.mute = true;
    DeviceException silent =
        refused(Outcome.NOT_DONE, Reason.TIMEOUT, () -> pump.dispense(new Dose(STEP, RATE)));
    assertTrue(silent.toString().contains("sent 3 times"), silent::toString);
  }

  private static LoadedStimulus pulse(FirmwareBoard open) {
    return open.device(ElectrodeArray.class)
        .stimulator()
        .orElseThrow()
        .load(Stimulus.biphasic(List.of(3), Current.microamps(-2), Duration.ofNanos(200_000)));
  }

  private static DeviceException refused(Outcome outcome, Reason reason, Runnable call) {
    DeviceException refused = assertThrows(DeviceException.class, call::run);
    assertEquals(reason, refused.reason(), refused::toString);
    assertEquals(outcome, refused.outcome(), refused::toString);
    return refused;
  }

  /** Links on which, if asked to, answers arrive without what is in them, or not at all. */
  private static final class EmptyAnswers implements LinkProvider {

    private final LinkProvider real;
    boolean empty;
    boolean mute;

    EmptyAnswers(LinkProvider real) {
      this.real = real;
    }

    @Override
    public Set<String> schemes() {
      return real.schemes();
    }

    @Override
    public Link open(URI endpoint, LinkHandler handler) {
      return real.open(
          endpoint,
          new LinkHandler() {
            @Override
            public void onBytes(Link link, ByteBuffer bytes) {
              if (!mute || read(bytes).hasHeartbeatReply()) {
                handler.onBytes(link, empty ? emptied(bytes) : bytes);
              }
            }

            @Override
            public void onClosed(@Nullable Throwable cause) {
              handler.onClosed(cause);
            }
          });
    }

    private static ByteBuffer emptied(ByteBuffer bytes) {
      DeviceMessage message = read(bytes);
      boolean answer = message.getInReplyTo() != 0 && !message.hasHeartbeatReply();
      DeviceMessage.Builder made = message.toBuilder();
      return ByteBuffer.wrap((answer ? made.clearBody() : made).build().toByteArray());
    }

    private static DeviceMessage read(ByteBuffer bytes) {
      try {
        return DeviceMessage.parseFrom(bytes.duplicate());
      } catch (InvalidProtocolBufferException e) {
        throw new AssertionError(e);
      }
    }
  }
}
