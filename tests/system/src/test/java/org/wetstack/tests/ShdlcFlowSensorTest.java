package org.wetstack.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.wetstack.emulator.Cable;
import org.wetstack.emulator.CableFaults;
import org.wetstack.emulator.World;
import org.wetstack.emulator.fluidics.Mechanics;
import org.wetstack.emulator.fluidics.Profile;
import org.wetstack.emulator.fluidics.SyringeBench;
import org.wetstack.emulator.fluidics.SyringeDrive;
import org.wetstack.emulator.fluidics.SyringeDrive.Direction;
import org.wetstack.emulator.host.SerialHost;
import org.wetstack.emulator.line.SerialLine;
import org.wetstack.emulator.shdlc.SensorErrors;
import org.wetstack.emulator.shdlc.ShdlcFlowSensor;
import org.wetstack.emulator.shdlc.ShdlcSpec;
import org.wetstack.hal.Alarm;
import org.wetstack.hal.DeviceException;
import org.wetstack.hal.FlowReading;
import org.wetstack.hal.FlowSensor;
import org.wetstack.hal.Instrument;
import org.wetstack.hal.Instruments;
import org.wetstack.hal.spi.Link;
import org.wetstack.hal.spi.LinkHandler;
import org.wetstack.hal.spi.LinkProvider;
import org.wetstack.hal.spi.SystemTimebase;
import org.wetstack.hal.spi.VirtualTimebase;

/** The driver {@code shdlc} on the emulated cable: what flows is what is told. */
class ShdlcFlowSensorTest {

  /** A bore whose step of 1 µm is 1 nL. */
  private static final double BORE = Math.sqrt(4 / Math.PI);

  private final VirtualTimebase time = new VirtualTimebase();
  private final World world = new World(time, 1, 1);
  private final SyringeDrive drive =
      new SyringeDrive(world, Mechanics.ideal(0.001, BORE, 60).worn(0, 10, 0.05));
  private final SyringeBench pump = new SyringeBench(world, drive, false);
  private final ShdlcFlowSensor sensor =
      new ShdlcFlowSensor(world, ShdlcSpec.exact(0).withErrors(new SensorErrors(0, 0, 0, 20)));
  private Cable cable = new Cable(time, 1, Link.Delivery.RAW_BYTES, CableFaults.none());

  private LinkProvider links() {
    var line = new SerialLine(world, List.of(sensor));
    sensor.bench().clampBehind(pump);
    time.advance(Duration.ofMillis(200));
    return cable.provider(line::plug);
  }

  private static URI endpoint(String options) {
    return URI.create("cable:flow" + options);
  }

  private Instrument open(LinkProvider links) {
    return Instruments.driver("shdlc").open(endpoint(""), links, time);
  }

  private void pass(double seconds) {
    time.advance(Duration.ofNanos((long) (seconds * 1e9)));
  }

  private void infuse(long nanoliters, double nanolitersPerSecond) {
    world.run(
        () ->
            drive.move(Direction.INFUSE, nanoliters, Profile.even(nanolitersPerSecond), end -> {}));
  }

  @Test
  void itTellsWhoItIsAndWhatItCanMeasure() {
    try (Instrument instrument = open(links())) {
      assertEquals("SLF3S-0600F", instrument.info().model());
      assertEquals("0000000020240B17", instrument.info().serialNumber());
      assertEquals("1.7", instrument.info().firmwareVersion());
      assertFalse(instrument.info().verifiedOnHardware());
      FlowSensor flow = instrument.device(FlowSensor.class);
      assertEquals("flow", flow.name());
      assertEquals(2_000_000, flow.limits().maxRate().nanolitersPerMinute());
      assertEquals(100, flow.limits().resolution().nanolitersPerMinute());
      assertEquals(Duration.ofMillis(100), flow.limits().interval());
    }
  }

  @Test
  void flowAndVolumeAreThoseOfThePump() {
    try (Instrument instrument = open(links())) {
      FlowSensor flow = instrument.device(FlowSensor.class);
      List<FlowReading> readings = new ArrayList<>();
      flow.onFlow(readings::add);
      pass(1);
      assertEquals(0, flow.read().nanolitersPerMinute());
      assertEquals(0, flow.read().totalNanoliters());
      infuse(10_000, 1_000);
      pass(5);
      FlowReading during = flow.read();
      assertNear(60_000, during.nanolitersPerMinute(), 300);
      assertEquals(23, during.celsius());
      assertFalse(during.airInLine() || during.overRange());
      assertEquals(time.nanoTime(), during.hostNanos());
      pass(10);
      FlowReading after = flow.read();
      assertNear(10_000, after.totalNanoliters(), 20);
      assertEquals(0, after.nanolitersPerMinute());
      assertEquals(160, readings.size(), 4, "ten a second");
      assertEquals(after.totalNanoliters(), readings.get(readings.size() - 1).totalNanoliters());
    }
  }

  @Test
  void whatFlowsBackIsTakenOff() {
    try (Instrument instrument = open(links())) {
      FlowSensor flow = instrument.device(FlowSensor.class);
      infuse(2_000, 1_000);
      pass(5);
      world.run(() -> drive.move(Direction.WITHDRAW, 1_500, Profile.even(500), end -> {}));
      pass(2);
      assertNear(-30_000, flow.read().nanolitersPerMinute(), 300);
      pass(5);
      assertNear(500, flow.read().totalNanoliters(), 8);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
  void noVolumeIsLostWithAnswersThatAre(int seed) {
    cable =
        new Cable(
            time,
            seed,
            Link.Delivery.RAW_BYTES,
            new CableFaults(500_000, 200_000, 86_806, 24, 300, 60, 0, 0));
    try (Instrument instrument = openOnBadLine(links())) {
      FlowSensor flow = instrument.device(FlowSensor.class);
      long before = read(flow).totalNanoliters();
      infuse(50_000, 500);
      pass(110);
      assertNear(50_000, read(flow).totalNanoliters() - before, 100);
      assertTrue(cable.injected().getOrDefault("loss", 0L) > 10, () -> "" + cable.injected());
      assertTrue(instrument.health().requestsRepeated() > 0);
      assertTrue(instrument.health().eventsMissed() > 0, "and what is lost is counted");
      assertTrue(instrument.ended().toCompletableFuture().getNow(Optional.empty()).isEmpty());
    }
  }

  /** A greeting can fail on such a line; the next one stops what is left of it. */
  private Instrument openOnBadLine(LinkProvider links) {
    DeviceException last = null;
    for (int tries = 0; tries < 20; tries++) {
      try {
        return open(links);
      } catch (DeviceException e) {
        last = e;
      }
    }
    throw new AssertionError("twenty greetings in a row failed", last);
  }

  private static FlowReading read(FlowSensor flow) {
    DeviceException last = null;
    for (int tries = 0; tries < 20; tries++) {
      try {
        return flow.read();
      } catch (DeviceException e) {
        last = e;
      }
    }
    throw new AssertionError("twenty readings in a row failed", last);
  }

  @Test
  void airAndTooMuchFlowAreToldEvenIfTheyWereBrief() {
    try (Instrument instrument = open(links())) {
      FlowSensor flow = instrument.device(FlowSensor.class);
      List<FlowReading> readings = new ArrayList<>();
      flow.onFlow(readings::add);
      infuse(20_000, 1_000);
      pass(1.03);
      pump.air(25);
      pass(1);
      assertNear(1, readings.stream().filter(FlowReading::airInLine).count(), 1);
      assertTrue(readings.stream().anyMatch(FlowReading::airInLine));
      assertFalse(flow.read().airInLine());
      pass(30);
      assertFalse(readings.stream().anyMatch(FlowReading::overRange));
      infuse(20_000, 45_000);
      pass(2);
      assertTrue(readings.stream().anyMatch(FlowReading::overRange));
      assertFalse(flow.read().overRange());
    }
  }

  @Test
  void aSensorThatIsPulledOffIsAFaultAndToldOnce() {
    try (Instrument instrument = open(links())) {
      FlowSensor flow = instrument.device(FlowSensor.class);
      List<Alarm> alarms = new ArrayList<>();
      instrument.onAlarm(alarms::add);
      pass(1);
      sensor.bench().unplug();
      pass(2);
      assertEquals(1, alarms.size());
      assertEquals("sensor-fault", alarms.get(0).code());
      DeviceException failure = assertThrows(DeviceException.class, flow::read);
      assertEquals(DeviceException.Reason.FAULT, failure.reason());
      assertTrue(String.valueOf(failure.getMessage()).contains("plugged into its cable"));
    }
  }

  @Test
  void powerLossEndsTheSessionAndTheNextOneBeginsAnew() {
    LinkProvider links = links();
    Instrument first = open(links);
    infuse(1_000, 1_000);
    pass(3);
    world.run(sensor::cyclePower);
    pass(4);
    Optional<DeviceException> end = first.ended().toCompletableFuture().getNow(Optional.empty());
    assertTrue(end.isPresent(), "it noticed");
    assertEquals(DeviceException.Reason.LINK_LOST, end.get().reason());
    try (Instrument second = open(links)) {
      pass(1);
      assertEquals(0, second.device(FlowSensor.class).read().totalNanoliters());
    }
  }

  @Test
  void aDeadLineEndsTheSession() {
    Instrument instrument = open(links());
    pass(1);
    cable.silence();
    pass(20);
    Optional<DeviceException> end =
        instrument.ended().toCompletableFuture().getNow(Optional.empty());
    assertTrue(end.isPresent());
    assertThrows(DeviceException.class, () -> instrument.device(FlowSensor.class).read());
  }

  @Test
  void whatTheCableWasLeftInIsNoHindrance() {
    LinkProvider links = links();
    Instrument first = open(links);
    pass(1);
    // A host that died: the cable goes on measuring, and its buffer overflows.
    cable.cut();
    pass(600);
    assertTrue(first.ended().toCompletableFuture().isDone());
    try (Instrument second = open(links)) {
      pass(1);
      assertEquals(0, second.device(FlowSensor.class).read().totalNanoliters());
      assertEquals(0, second.health().eventsMissed());
    }
  }

  @Test
  void afterCloseTheCableRestsAndNothingIsAsked() {
    LinkProvider links = links();
    Instrument instrument = open(links);
    pass(1);
    instrument.close();
    assertTrue(instrument.ended().toCompletableFuture().isDone());
    assertThrows(DeviceException.class, () -> instrument.device(FlowSensor.class).read());
    pass(2);
    try (Instrument again = open(links)) {
      assertInstanceOf(FlowSensor.class, again.devices().get(0));
    }
  }

  @Test
  void blockingCallsFromAListenerAreRefused() {
    try (Instrument instrument = open(links())) {
      FlowSensor flow = instrument.device(FlowSensor.class);
      List<RuntimeException> thrown = new ArrayList<>();
      flow.onFlow(
          reading -> {
            try {
              var unused = flow.read();
            } catch (RuntimeException e) {
              thrown.add(e);
            }
          });
      pass(0.5);
      assertInstanceOf(IllegalStateException.class, thrown.get(0));
    }
  }

  @Test
  void wrongOptionsAreRefusedBeforeAnythingIsOpened() {
    LinkProvider none =
        new LinkProvider() {
          @Override
          public Set<String> schemes() {
            return Set.of("cable");
          }

          @Override
          public Link open(URI endpoint, LinkHandler handler) {
            throw new AssertionError("opened");
          }
        };
    for (String options : List.of("?liquid=oil", "?address=255", "?address=x", "?name=")) {
      assertThrows(
          IllegalArgumentException.class,
          () -> Instruments.driver("shdlc").open(endpoint(options), none, time),
          options);
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void overASerialPortInRealTime() throws Exception {
    var real = new World(SystemTimebase.shared(), 1, 1);
    var device = new ShdlcFlowSensor(real, ShdlcSpec.exact(3));
    var line = new SerialLine(real, List.of(device));
    var booted = new CompletableFuture<Void>();
    var unused = real.after(Duration.ofMillis(150), () -> booted.complete(null));
    booted.get(10, TimeUnit.SECONDS);
    try (var host = SerialHost.open(line.plug(), null);
        Instrument instrument =
            Instruments.open("shdlc", host.endpoint() + "?address=3&liquid=ipa&name=outlet")) {
      FlowSensor flow = instrument.device(FlowSensor.class, "outlet");
      var heard = new CompletableFuture<FlowReading>();
      flow.onFlow(heard::complete);
      assertEquals(23, heard.get(10, TimeUnit.SECONDS).celsius());
      assertEquals(0, flow.read().totalNanoliters());
    }
    real.end();
  }

  private static void assertNear(long expected, long actual, long within) {
    assertTrue(
        Math.abs(actual - expected) <= within,
        () -> actual + " is not within " + within + " of " + expected);
  }
}
