package org.wetstack.lab.rig;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.wetstack.lab.rig.RigChange.Difference;

/** A reload makes a rig stricter, never looser, and rewires nothing. */
class RigChangeTest {

  private static final RigSpec FULL = Rigs.parse(Rigs.FULL);

  /** What is changed in full.yaml, the path of the difference, and whether it applies at once. */
  static Stream<Arguments> changes() {
    return Stream.of(
        arguments("name: rig-1\n", "name: rig-2\n", "name", false),
        arguments("every key that", "each key that", "description", true),
        arguments("[::1]:7400", "[::1]:7401", "listen", false),
        arguments("cert.pem", "new.pem", "tls", false),
        arguments("data: /var", "data: /srv", "data", false),
        arguments("Europe/Zurich", "Europe/Paris", "zone", true),
        arguments("driver: firmware", "driver: harp", "instruments.mea.driver", false),
        arguments("10.0.0.7", "10.0.0.8", "instruments.mea.endpoint", false),
        arguments("derate: 25 %", "derate: 24 %", "electrodes.own", false),
        arguments("derate: 25 %", "derate: 26 %", "electrodes.own", false),
        arguments("40 µC", "39 µC", "electrodes.own", false),
        arguments("40 µC", "41 µC", "electrodes.own", false),
        arguments("0.05 mm", "0.04 mm", "electrodes.own", false),
        arguments("0.05 mm", "0.06 mm", "electrodes.own", false),
        arguments("material: carbon", "material: steel", "electrodes.own", false),
        arguments("impedance-age: 7d", "impedance-age: 6d", "electrodes.own", false),
        arguments("impedance-age: 7d", "impedance-age: 8d", "electrodes.own", false),
        arguments(", impedance-age: 7d", "", "electrodes.own", false),
        arguments("diameter: 30 um", "diameter: 30 um, impedance-age: 1d", "electrodes.tin", false),
        arguments("    pump: pump\n", "    pump: mea/p\n", "reservoirs.dopamine.pump", false),
        arguments("substance: d", "substance: D", "reservoirs.dopamine.substance", false),
        arguments("100 uM", "200 uM", "reservoirs.dopamine.concentration", false),
        arguments("vehicle: m", "vehicle: M", "reservoirs.dopamine.vehicle", true),
        arguments("50 mL", "51 mL", "reservoirs.dopamine.content", false),
        arguments("50 mL", "49 mL", "reservoirs.dopamine.content", true),
        arguments("27T08", "27T09", "reservoirs.dopamine.prepared", true),
        arguments("27T08", "27T07", "reservoirs.dopamine.prepared", false),
        arguments("2026-11-29", "2026-11-30", "reservoirs.dopamine.expires", false),
        arguments("2026-11-29", "2026-11-28", "reservoirs.dopamine.expires", true),
        arguments("batch: 17", "batch: 18", "cultures.c1.cells", false),
        arguments("2026-09-01", "2026-09-03", "cultures.c1.plated", false),
        arguments("0-15", "1-15", "cultures.c1.sites", false),
        arguments("array: mea\n", "array: pump\n", "cultures.c2.array", false),
        arguments("electrodes: tin\n", "electrodes: own\n", "cultures.c1.electrodes", false),
        arguments("well: 1 mL", "well: 2 mL", "cultures.c1.well", true),
        arguments("current: 2uA", "current: 1uA", "cultures.c1.limits.stimulation.current", true),
        arguments("current: 2uA", "current: 3uA", "cultures.c1.limits.stimulation.current", false),
        arguments("pause: 20 s", "pause: 21 s", "cultures.c1.limits.dosing.pause", true),
        arguments("pause: 20 s", "pause: 19 s", "cultures.c1.limits.dosing.pause", false),
        arguments("pause: 15 s", "pause: 16 s", "limits.dosing.pause", true),
        arguments("hour: 15 uL", "hour: 14 uL", "limits.dosing.hour", true),
        arguments("hour: 15 uL", "hour: 16 uL", "limits.dosing.hour", false),
        arguments("36 to 38", "36 to 37.9", "interlocks.temperature", true),
        arguments("36 to 38", "36 to 38.1", "interlocks.temperature", false),
        arguments("stale: 30s", "stale: 29s", "interlocks.temperature", true),
        arguments("stale: 30s", "stale: 31s", "interlocks.temperature", false),
        arguments("reads: api", "reads: mea/t", "interlocks.temperature", false),
        arguments("unit: degC", "unit: degF", "interlocks.temperature", false),
        arguments("silence: 5s", "silence: 4s", "leases", false),
        arguments("silence: 5s", "silence: 6s", "leases", false),
        arguments("longest: 12h", "longest: 13h", "leases", false),
        arguments("/etc/rig/tokens", "/etc/rig/t", "users", true),
        arguments("every: 6h", "every: 7h", "schedule", true),
        arguments("https://chat.lab/hooks/1", "https://chat.lab/hooks/2", "alerts", true));
  }

  @ParameterizedTest
  @MethodSource("changes")
  void aDifferenceAppliesAtOnceOrNeedsARestart(
      String old, String by, String path, boolean appliesNow) {
    RigChange change = RigChange.between(FULL, Rigs.parse(Rigs.full(old, by)));
    Difference difference =
        change.differences().stream()
            .filter(each -> each.path().equals(path))
            .findAny()
            .orElseThrow(() -> new AssertionError("no " + path + " in " + change));
    assertEquals(appliesNow, difference.appliesNow(), difference::toString);
    assertEquals(appliesNow, change.appliesNow(), change::toString);
    assertTrue(difference.what().contains(" → "), difference::toString);
  }

  @Test
  void otherWordsForTheSameAreNoDifference() {
    RigSpec same = Rigs.parse(Rigs.full("hour: 15 uL", "hour: 15000 nL") + "# written later\n");
    assertFalse(same.sha256().equals(FULL.sha256()));
    assertEquals(List.of(), RigChange.between(FULL, same).differences());
    assertTrue(RigChange.between(FULL, same).appliesNow());
  }

  @Test
  void whatComesAndWhatGoesNeedsARestart() {
    RigSpec more =
        Rigs.parse(
            Rigs.full(
                "electrodes:\n  tin",
                "  spare: {driver: harp, endpoint: \"tcp://h:2\"}\nelectrodes:\n  tin"));
    List<Difference> came = RigChange.between(FULL, more).differences();
    assertEquals(1, came.size());
    assertEquals("instruments.spare", came.get(0).path());
    assertEquals("nothing → there", came.get(0).what());
    assertFalse(came.get(0).appliesNow());
    List<Difference> went = RigChange.between(more, FULL).differences();
    assertEquals("there → nothing", went.get(0).what());
    assertFalse(went.get(0).appliesNow());
  }

  @Test
  void usersMayNotGoAwayWhileTheRigRuns() {
    RigSpec locked = Rigs.parse(Rigs.SHORTEST + "users: {tokens: t}");
    RigSpec open = Rigs.parse(Rigs.SHORTEST);
    assertFalse(RigChange.between(locked, open).appliesNow());
    assertTrue(RigChange.between(open, locked).appliesNow());
  }

  @Test
  void aLimitIsToldWithItsUnit() {
    RigSpec lower = Rigs.parse(Rigs.full("net-charge: 200 pC", "net-charge: 150 pC"));
    assertEquals("0.2 nC → 0.15 nC", RigChange.between(FULL, lower).differences().get(0).what());
  }

  @Test
  void aRefilledReservoirMayBeAnother() {
    RigSpec refilled =
        Rigs.parse(
            Rigs.full("27T08", "27T09")
                .replace("50 mL", "60 mL")
                .replace("100 uM", "50 uM")
                .replace("2026-11-29", "2026-11-30"));
    RigChange change = RigChange.between(FULL, refilled);
    assertEquals(4, change.differences().size(), change::toString);
    assertTrue(change.appliesNow(), change::toString);
  }

  @Test
  void nobodyIsToldAnAddressOfAnAlert() {
    RigSpec other = Rigs.parse(Rigs.full("https://chat.lab/hooks/1", "https://chat.lab/hooks/2"));
    assertFalse(RigChange.between(FULL, other).toString().contains("hooks"));
  }

  @Test
  void aDifferenceIsFoundInTheFile() {
    RigFile.Version full = Rigs.version(Rigs.FULL);
    List<String> lines = Rigs.FULL.lines().toList();
    for (String path :
        List.of("disk", "cultures.c1.limits.dosing.pause", "limits.dosing.hour", "schedule")) {
      String line = lines.get(full.line(path) - 1);
      String key = path.substring(path.lastIndexOf('.') + 1);
      assertTrue(line.contains(key + ":"), path + ": " + line);
    }
    assertEquals(full.line("cultures.c1"), full.line("cultures.c1.gone.long-ago"));
    assertEquals(1, full.line("gone"));
  }
}
