package org.wetstack.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.wetstack.emulator.Cable;
import org.wetstack.emulator.CableFaults;
import org.wetstack.emulator.World;
import org.wetstack.emulator.line.SerialLine;
import org.wetstack.hal.Dose;
import org.wetstack.hal.Instrument;
import org.wetstack.hal.Instruments;
import org.wetstack.hal.Pump;
import org.wetstack.hal.PumpLimits;
import org.wetstack.hal.spi.Link.Delivery;
import org.wetstack.hal.spi.VirtualTimebase;
import org.wetstack.hal.units.Volume;

/** Several pumps on one bus share one link, and never take each other's answers for their own. */
class SharedLineTest {

  private static final List<Integer> ADDRESSES = List.of(1, 7, 12);
  private static final int ROUNDS = 5;

  static Stream<LabPumps.Pump> pumps() {
    return Stream.of(LabPumps.NEW_ERA, LabPumps.HARVARD_ULTRA, LabPumps.CAVRO);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("pumps")
  void eachGivesItsOwnDosesThoughAnswersAreLost(LabPumps.Pump pump) {
    var time = new VirtualTimebase();
    var world = new World(time, 1, 1);
    List<LabPumps.Made> made =
        ADDRESSES.stream().map(address -> pump.maker().make(world, address)).toList();
    var line = new SerialLine(world, made.stream().map(LabPumps.Made::device).toList());
    time.advance(Duration.ofSeconds(2));
    var cable = new Cable(time, 1, Delivery.RAW_BYTES, CableFaults.none());
    var links = new TamperedLinks(cable.provider(line::plug), time);
    List<Instrument> open = new ArrayList<>();
    for (int address : ADDRESSES) {
      URI endpoint = URI.create("cable:bus?" + pump.at(address).options());
      open.add(Instruments.driver(pump.driver()).open(endpoint, links, time));
    }
    for (int round = 1; round <= ROUNDS; round++) {
      for (int i = 0; i < open.size(); i++) {
        Pump one = open.get(i).device(Pump.class);
        one.dispense(dose(one.limits(), i + 1));
      }
      if (round % 2 == 0) {
        links.loseToHost(1);
      }
      time.advance(Duration.ofSeconds(30));
    }
    for (int i = 0; i < open.size(); i++) {
      PumpLimits limits = open.get(i).device(Pump.class).limits();
      Volume ordered = dose(limits, i + 1).volume();
      long given = made.get(i).bench().pumpedNanoliters();
      long most = ROUNDS * limits.whole(ordered).atMost().nanoliters();
      long least = ROUNDS * limits.whole(ordered).atLeast().nanoliters();
      assertTrue(least <= given && given <= most, given + " nL for " + ROUNDS + " x " + ordered);
      assertEquals(Optional.empty(), open.get(i).safeState());
      open.get(i).close();
    }
    world.end();
  }

  private static Dose dose(PumpLimits limits, int share) {
    return new Dose(Volume.nanoliters(share * 10L * limits.step().nanoliters()), limits.maxRate());
  }
}
