package org.wetstack.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.wetstack.emulator.Cable;
import org.wetstack.emulator.CableFaults;
import org.wetstack.emulator.World;
import org.wetstack.emulator.line.SerialLine;
import org.wetstack.emulator.newera.NewEraModel;
import org.wetstack.emulator.newera.NewEraPump;
import org.wetstack.emulator.newera.NewEraSpec;
import org.wetstack.emulator.shdlc.SensorErrors;
import org.wetstack.emulator.shdlc.ShdlcFlowSensor;
import org.wetstack.emulator.shdlc.ShdlcSpec;
import org.wetstack.hal.Alarm;
import org.wetstack.hal.DeviceException;
import org.wetstack.hal.Dose;
import org.wetstack.hal.DoseReport;
import org.wetstack.hal.FlowSensor;
import org.wetstack.hal.Instrument;
import org.wetstack.hal.Instruments;
import org.wetstack.hal.Pump;
import org.wetstack.hal.spi.Link;
import org.wetstack.hal.spi.LinkHandler;
import org.wetstack.hal.spi.LinkProvider;
import org.wetstack.hal.spi.VirtualTimebase;
import org.wetstack.hal.units.FlowRate;
import org.wetstack.hal.units.Volume;

/** A New Era pump with a soft tube and a Sensirion sensor behind it, each on a line of its own. */
class VerifiedDosesTest {

  private static final Set<String> VERDICTS =
      Set.of("under-delivery", "over-delivery", "flow-while-stopped", "unverified");

  private final VirtualTimebase time = new VirtualTimebase();
  private final World world = new World(time, 1, 1);
  private final NewEraPump pump = new NewEraPump(world, softTube());
  private final ShdlcFlowSensor sensor =
      new ShdlcFlowSensor(world, ShdlcSpec.exact(0).withErrors(SensorErrors.typical()));
  private final List<Alarm> alarms = new ArrayList<>();

  /** 10 nL/kPa, relaxing to 1/e in 0.6 s. */
  private static NewEraSpec softTube() {
    NewEraSpec stiff = NewEraSpec.of(NewEraModel.NE_1000, 1.46, 60);
    return stiff.with(stiff.mechanics().worn(0, 10, 0.6));
  }

  private Instrument open(String options) {
    sensor.bench().clampBehind(pump.bench());
    time.advance(Duration.ofSeconds(2));
    LinkProvider links = links();
    URI endpoint =
        URI.create(
            "cable:pump?diameter=1.46&max-dose=5ul&max-per-hour=1ml"
                + "&flow-sensor=cable%3Aflow%3Faddress%3D0"
                + options);
    Instrument opened = Instruments.driver("new-era").open(endpoint, links, time);
    opened.onAlarm(alarms::add);
    return opened;
  }

  /** Two lines under one scheme. */
  private LinkProvider links() {
    var pumps = new SerialLine(world, List.of(pump));
    var sensors = new SerialLine(world, List.of(sensor));
    LinkProvider toPump =
        new Cable(time, 1, Link.Delivery.RAW_BYTES, CableFaults.none()).provider(pumps::plug);
    LinkProvider toSensor =
        new Cable(time, 2, Link.Delivery.RAW_BYTES, CableFaults.none()).provider(sensors::plug);
    return new LinkProvider() {
      @Override
      public Set<String> schemes() {
        return Set.of("cable");
      }

      @Override
      public Link open(URI endpoint, LinkHandler handler) {
        boolean flow = endpoint.toString().startsWith("cable:flow");
        return (flow ? toSensor : toPump).open(endpoint, handler);
      }
    };
  }

  private void pass(double seconds) {
    time.advance(Duration.ofNanos((long) (seconds * 1e9)));
  }

  private List<String> verdicts() {
    return alarms.stream().map(Alarm::code).filter(VERDICTS::contains).toList();
  }

  private DoseReport dose(Instrument instrument, long nanoliters) {
    Pump device = instrument.device(Pump.class);
    return device
        .dispense(new Dose(Volume.nanoliters(nanoliters), FlowRate.nanolitersPerMinute(8_000)))
        .await();
  }

  @Test
  void aGoodDoseIsNoAlarmAndTheSensorIsADeviceOfThePump() {
    try (Instrument instrument = open("")) {
      assertEquals(DoseReport.End.COMPLETE, dose(instrument, 2_000).end());
      pass(30);
      assertEquals(List.of(), alarms);
      long passed = instrument.device(FlowSensor.class).read().totalNanoliters();
      assertTrue(passed > 1_900 && passed < 2_100, () -> passed + " nL");
    }
  }

  @Test
  void aLeakIsUnderDelivery() {
    try (Instrument instrument = open("&flow-hold=yes")) {
      pump.bench().leak(0.3);
      dose(instrument, 2_000);
      pass(5.2);
      assertEquals(List.of("under-delivery"), verdicts());
      assertThrows(DeviceException.class, () -> dose(instrument, 1_000));
      pump.bench().leak(0);
      instrument.clearSafeState();
      dose(instrument, 1_000);
      pass(30);
      assertEquals(1, verdicts().size());
    }
  }

  @Test
  void anOcclusionThatThePumpDoesNotFeelIsUnderDelivery() {
    try (Instrument instrument = open("")) {
      pump.bench().occlude();
      assertEquals(DoseReport.End.COMPLETE, dose(instrument, 1_000).end(), "the tube gave way");
      pass(5.2);
      assertEquals(List.of("under-delivery"), verdicts());
      assertEquals(0, pump.bench().pumpedNanoliters());
    }
  }

  @Test
  void aBubbleIsToldAndWhatItTakesIsUnderDelivery() {
    try (Instrument instrument = open("")) {
      pump.bench().air(600);
      dose(instrument, 2_000);
      pass(10);
      assertTrue(alarms.stream().anyMatch(alarm -> alarm.code().equals("air-in-line")));
      assertEquals(List.of("under-delivery"), verdicts());
    }
  }

  @Test
  void aPumpThatSomebodyStartsAtItsButtonIsStopped() {
    try (Instrument instrument = open("")) {
      dose(instrument, 2_000);
      pass(10);
      world.run(pump::pressStartStop);
      pass(3.4);
      assertEquals(List.of("flow-while-stopped"), verdicts());
      // The tube relaxes.
      pass(20);
      long stopped = pump.bench().pumpedNanoliters();
      pass(30);
      assertEquals(stopped, pump.bench().pumpedNanoliters());
      assertTrue(stopped < 2_000 + 600, () -> stopped + " nL");
      assertTrue(instrument.safeState().isPresent());
      assertThrows(DeviceException.class, () -> dose(instrument, 1_000));
    }
  }

  @Test
  void aPumpThatRunsOnRightAfterADoseIsOverDeliveryAndStopped() {
    try (Instrument instrument = open("")) {
      dose(instrument, 2_000);
      world.run(pump::pressStartStop);
      pass(4);
      assertEquals(List.of("over-delivery"), verdicts());
      pass(30);
      long pumped = pump.bench().pumpedNanoliters();
      assertTrue(pumped > 2_000 && pumped < 2_000 + 500, () -> pumped + " nL");
      assertEquals(1, verdicts().size());
    }
  }

  @Test
  void aSensorThatIsPulledOffIsNotSilent() {
    try (Instrument instrument = open("")) {
      sensor.bench().unplug();
      pass(4);
      assertTrue(alarms.stream().anyMatch(alarm -> alarm.code().equals("sensor-lost")));
      alarms.clear();
      dose(instrument, 1_000);
      assertEquals(1, alarms.stream().filter(a -> a.code().equals("sensor-lost")).count());
    }
  }

  @Test
  void ofTwoHundredDosesNoneIsShortInSilenceAndNoneIsBlamedWrongly() {
    var random = new Random(11);
    int silent = 0;
    int wrong = 0;
    int faulty = 0;
    try (Instrument instrument = open("")) {
      for (int i = 0; i < 200; i++) {
        alarms.clear();
        boolean fault = random.nextInt(3) == 0;
        pump.bench().leak(fault ? 0.15 + 0.8 * random.nextDouble() : 0);
        long before = pump.bench().pumpedNanoliters();
        long wanted = 500L + random.nextInt(3_000);
        DoseReport report = dose(instrument, wanted);
        pass(20);
        long got = pump.bench().pumpedNanoliters() - before;
        boolean missing = got < 0.88 * report.delivered().atLeast().nanoliters();
        boolean told = verdicts().contains("under-delivery");
        faulty += missing ? 1 : 0;
        silent += missing && verdicts().isEmpty() ? 1 : 0;
        wrong += told && got >= 0.97 * report.delivered().atLeast().nanoliters() ? 1 : 0;
        if (i % 20 == 0) {
          // A person refills it.
          pump.bench().refill();
        }
      }
    }
    assertTrue(faulty > 40, faulty + " were short");
    assertEquals(0, silent, "short in silence, seed 11");
    assertEquals(0, wrong, "blamed wrongly, seed 11");
  }
}
