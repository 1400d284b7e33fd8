package org.wetstack.lab.rig;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.wetstack.hal.units.Current;
import org.wetstack.hal.units.FlowRate;
import org.wetstack.hal.units.Volume;
import org.wetstack.lab.rig.RigSpec.When;

/** What the controller does by itself is what is written. */
class TaskFileTest {

  static final String LOOK =
      "  - {name: look, every: 1h, do: observe, culture: c2, for: 5 min, sites: [16, 18],"
          + " current: 1 uA, width: 200 us, pulses: 10, period: 1 s}\n";

  /** The full file with one more task. */
  static String observing(String task) {
    String last = "pulses: 10, period: 100 ms}\n";
    return Rigs.full(last, last + task);
  }

  @Test
  void tasks() {
    assertEquals(
        List.of(
            new RigSpec.Task(
                "baseline",
                new When.Every(Duration.ofHours(6)),
                new Action.Recording("c1", Duration.ofMinutes(10)),
                List.of("baseline", "slow")),
            new RigSpec.Task(
                "morning",
                new When.Daily(LocalTime.of(8, 0)),
                new Action.Dose(
                    "c1", "dopamine", Volume.nanoliters(500), FlowRate.microlitersPerMinute(2)),
                List.of()),
            new RigSpec.Task(
                "probe",
                new When.Once(Instant.parse("2026-12-01T12:00:00Z")),
                // The profile 'own' says anodic first.
                new Action.Pulses(
                    "c2",
                    List.of(16, 18),
                    Current.nanoamps(1_000),
                    Duration.ofNanos(200_000),
                    Duration.ofNanos(50_000),
                    10,
                    Duration.ofMillis(100)),
                List.of())),
        Rigs.parse(Rigs.FULL).schedule());
  }

  @Test
  void anObservationMayProbe() {
    assertEquals(
        List.of(
            new RigSpec.Task(
                "look",
                new When.Every(Duration.ofHours(1)),
                new Action.Observation(
                    "c2",
                    Duration.ofMinutes(5),
                    Optional.of(
                        new Action.Pulses(
                            "c2",
                            List.of(16, 18),
                            Current.nanoamps(1_000),
                            Duration.ofNanos(200_000),
                            Duration.ZERO,
                            10,
                            Duration.ofSeconds(1)))),
                List.of())),
        Rigs.parse(observing(LOOK)).schedule().subList(3, 4));
  }

  @Test
  void pulsesAreCathodicFirstUnlessTheElectrodesDemandOtherwise() {
    RigSpec rig = Rigs.parse(Rigs.full("first: anodic, ", ""));
    var pulses = (Action.Pulses) rig.schedule().get(2).action();
    assertEquals(-1_000, pulses.first().nanoamps());
    assertEquals(200, pulses.picocoulombs());
    assertEquals(
        List.of(-1_000, 1_000),
        pulses.stimulus().phases().stream().map(phase -> phase.amplitude().nanoamps()).toList());
    assertEquals(10, pulses.stimulus().pulses());
    assertEquals(Duration.ofMillis(100), pulses.stimulus().period());
  }

  @Test
  void aFractionOfAPicocoulombCountsAsAWholeOne() {
    var pulses =
        new Action.Pulses(
            "c",
            List.of(0),
            Current.nanoamps(-1),
            Duration.ofNanos(1_000),
            Duration.ZERO,
            1,
            Duration.ZERO);
    assertEquals(1, pulses.picocoulombs());
    assertEquals(1, pulses.stimulus().pulses());
  }
}
