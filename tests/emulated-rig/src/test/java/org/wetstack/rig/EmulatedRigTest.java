package org.wetstack.rig;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.wetstack.emulator.Cable;
import org.wetstack.emulator.board.ArrayBench;
import org.wetstack.emulator.board.BoardBench;
import org.wetstack.emulator.board.EmulatedBoard;
import org.wetstack.emulator.board.PumpBench;
import org.wetstack.emulator.rig.Rig;
import org.wetstack.hal.Device;
import org.wetstack.hal.Dose;
import org.wetstack.hal.ElectrodeArray;
import org.wetstack.hal.Instrument;
import org.wetstack.hal.Pump;
import org.wetstack.hal.spi.SystemTimebase;
import org.wetstack.hal.spi.Timebase;
import org.wetstack.hal.spi.VirtualTimebase;
import org.wetstack.hal.units.FlowRate;
import org.wetstack.hal.units.Volume;

/** What a test can take from its rig, and how often there is a new one. */
@EmulatedRig(time = EmulatedRig.Time.VIRTUAL)
class EmulatedRigTest {

  private static final Dose DOSE =
      new Dose(Volume.nanoliters(500), FlowRate.microlitersPerMinute(600));

  private static final Set<Rig> SEEN = new HashSet<>();

  private final Rig ofConstructor;
  private Rig ofBeforeEach;

  EmulatedRigTest(Rig rig) {
    ofConstructor = rig;
    ofBeforeEach = rig;
  }

  @BeforeEach
  void remember(Rig rig, Pump pump) {
    ofBeforeEach = rig;
    assertEquals("dopamine", pump.name());
  }

  @AfterEach
  void isTheSameToTheEnd(Rig rig) {
    assertSame(ofConstructor, rig);
    assertSame(ofBeforeEach, rig);
    assertTrue(SEEN.add(rig), "a rig that an earlier test has used");
  }

  @Test
  void everythingOfTheUsualRigIsFoundByItsType(
      ElectrodeArray array,
      Pump pump,
      ArrayBench arrayBench,
      PumpBench pumpBench,
      Rig rig,
      Timebase time,
      VirtualTimebase virtual) {
    assertEquals(32, array.layout().channels());
    assertSame(virtual, time);
    long before = pumpBench.pumpedNanoliters();
    assertEquals(Volume.nanoliters(500), pump.dispense(DOSE).await().delivered().atMost());
    assertEquals(500, pumpBench.pumpedNanoliters() - before);
    assertTrue(arrayBench.sampleCounter() > 0);
    assertEquals(List.of("mea", "pump"), List.copyOf(rig.endpoints().keySet()));
  }

  @Test
  void boardsAreFoundByName(
      @Called("mea") Instrument mea,
      @Called("pump") Instrument instrument,
      @Called("pump") EmulatedBoard board,
      @Called("pump") BoardBench bench,
      @Called("pump") Cable cable,
      Rig rig,
      Pump pump) {
    assertNotSame(mea, instrument);
    assertSame(pump, instrument.device(Pump.class), "opened once");
    assertEquals("pump", board.spec().serialNumber());
    assertSame(board, rig.board("pump"));
    assertSame(bench, board.bench());
    assertSame(cable, rig.cable("pump"));
  }

  @Test
  void anyDeviceIsFoundByItsName(@Called("mea") Device array, @Called("pump/dopamine") Device p) {
    assertInstanceOf(ElectrodeArray.class, array);
    assertInstanceOf(Pump.class, p);
  }

  @RepeatedTest(3)
  void everyRepetitionHasAFreshRig(PumpBench bench, Pump pump) {
    assertEquals(0, bench.pumpedNanoliters());
    pump.dispense(DOSE).await();
  }

  @ParameterizedTest
  @ValueSource(longs = {250, 500})
  void argumentsAndTheRigGoTogether(long nanoliters, Pump pump, PumpBench bench) {
    pump.dispense(new Dose(Volume.nanoliters(nanoliters), FlowRate.microlitersPerMinute(600)))
        .await();
    assertEquals(nanoliters, bench.pumpedNanoliters());
  }

  @Test
  @EmulatedRig
  void aMethodMayHaveARigOfItsOwnKind(Timebase time) {
    assertInstanceOf(SystemTimebase.class, time);
  }

  @Nested
  class Inside {

    private final Pump ofConstructor;

    Inside(Pump pump) {
      ofConstructor = pump;
    }

    @Test
    void aNestedTestHasTheRigOfTheClassAround(Pump pump, VirtualTimebase time, Rig rig) {
      assertSame(ofConstructor, pump);
      assertSame(EmulatedRigTest.this.ofConstructor, rig);
    }
  }
}
