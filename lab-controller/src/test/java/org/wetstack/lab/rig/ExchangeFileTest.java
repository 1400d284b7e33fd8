package org.wetstack.lab.rig;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.wetstack.hal.units.FlowRate;
import org.wetstack.hal.units.Volume;

class ExchangeFileTest {

  private static final String RIG =
      """
      name: r
      instruments:
        toy: {driver: firmware, endpoint: "tcp://h:1"}
        drain: {driver: firmware, endpoint: "tcp://h:2"}
      electrodes: {tin: {material: titanium-nitride, diameter: 30 um}}
      reservoirs:
        fresh: {pump: toy, substance: medium, concentration: 0 nM, vehicle: m, content: 50 mL, prepared: 1999-01-01, expires: 2099-01-01}
        spent: {pump: drain, substance: spent medium, concentration: 0 nM, vehicle: m, content: 50 mL, prepared: 1999-01-01, expires: 2099-01-01}
        other: {pump: drain/b, substance: s, concentration: 0 nM, vehicle: m, content: 50 mL, prepared: 1999-01-01, expires: 2099-01-01}
      cultures:
        a:
          cells: {batch: b}
          medium: m
          plated: 1999-12-01
          array: toy
          sites: 1-2
          electrodes: tin
          reservoirs: [fresh, spent]
          well: 1 mL
          exchange: {EXCHANGE}
      limits:
        dosing: {dose: 100 uL, hour: 200 uL, day: 300 uL, rate: 100 uL/min}
      """;

  private static String rig(String exchange) {
    return RIG.replace("pump: drain,", "pump: drain/a,").replace("EXCHANGE", exchange);
  }

  @Test
  void byPumpsItIsATask() {
    RigSpec rig =
        Rigs.parse(rig("every: 2d, volume: 100 uL, in: fresh, out: spent, rate: 50 uL/min"));
    assertEquals(
        List.of(
            new RigSpec.Task(
                "exchange-a",
                new RigSpec.When.Every(Duration.ofDays(2)),
                new Action.Exchange(
                    "a",
                    "fresh",
                    "spent",
                    Volume.nanoliters(100_000),
                    FlowRate.microlitersPerMinute(50)),
                List.of())),
        rig.schedule());
  }

  @Test
  void byHandItIsNoTaskAndAQuarterLateUnlessSaidOtherwise() {
    RigSpec rig = Rigs.parse(rig("every: 2d, volume: 100 uL, by: hand"));
    assertEquals(List.of(), rig.schedule());
    assertEquals(
        Optional.of(
            new RigSpec.Exchange(
                Duration.ofDays(2),
                Volume.nanoliters(100_000),
                Optional.empty(),
                Duration.ofHours(12))),
        rig.cultures().values().iterator().next().exchange());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "every: 2d, volume: 100 uL | by: hand",
        "every: 2d, volume: 100 uL, by: hand, in: fresh | by: hand",
        "every: 2d, volume: 100 uL, by: foot | hand",
        "every: 2d, volume: 100 uL, in: fresh, out: fresh, rate: 1 uL/min | are two reservoirs",
        "every: 2d, volume: 100 uL, in: fresh, out: other, rate: 1 uL/min | has no reservoir 'other'",
        "every: 2d, volume: 101 uL, in: fresh, out: spent, rate: 50 uL/min | has 100 µL at most",
        "every: 2d, volume: 100 uL, in: fresh, out: spent, rate: 101 uL/min | at most",
        "every: 1h, volume: 100 uL, in: fresh, out: spent, rate: 1 uL/min | too often",
        "every: 10 min, volume: 1 uL, by: hand | out of range",
        "every: 2d, volume: 100 nL, by: hand | out of range",
      })
  void whatCannotBeDoneIsAMistakeInTheFile(String exchange, String words) {
    String told = String.join("\n", Rigs.errors(rig(exchange)));
    assertTrue(told.contains(words.strip()), told);
  }
}
