package org.wetstack.lab.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.wetstack.lab.journal.Entry;
import org.wetstack.lab.journal.Kinds;

class JournalSeriesTest {

  private final JournalSeries series = new JournalSeries();
  private long number;

  private List<Point> tell(String what, String... facts) {
    Map<String, String> map = new HashMap<>();
    for (int i = 0; i < facts.length; i += 2) {
      map.put(facts[i], facts[i + 1]);
    }
    return series
        .take(new Entry(++number, Instant.ofEpochSecond(100), "ada", what, map), true)
        .points();
  }

  private List<Point> load(String name) {
    return tell(
        Kinds.STIMULUS_LOADED,
        "stimulus",
        name,
        "culture",
        "c",
        "instrument",
        "mea",
        "electrodes",
        "3,4",
        "phases",
        "-2000x6,2000x6",
        "interphaseTicks",
        "0",
        "pulses",
        "10",
        "periodTicks",
        "3000",
        "settleTicks",
        "0",
        "recoveryTicks",
        "0",
        "ticksPerSecond",
        "30000");
  }

  private List<Point> intend(String operation) {
    return tell(Kinds.TRAIN_INTENDED, "operation", operation, "stimulus", "s", "culture", "c");
  }

  @Test
  void aTrainHasThePulsesAndTheChargeOfAllItsElectrodes() {
    assertEquals(List.of(), load("s"));
    assertEquals(List.of(), intend("1"));
    // Disarmed before anybody knew that it had begun: it counts all the same.
    tell(Kinds.STIMULUS_UNLOADED, "stimulus", "s");
    List<Point> points = tell(Kinds.TRAIN_BEGUN, "operation", "1", "sample", "5");
    // Two phases of 2 uA for 200 us are 800 pC, of 10 pulses on 2 electrodes.
    assertEquals(
        List.of(
            new Point("culture/c/pulses", "pulses", 100_000, 20),
            new Point("culture/c/charge", "pC", 100_000, 16_000)),
        points);
    assertEquals(List.of(), tell(Kinds.TRAIN_BEGUN, "operation", "1", "sample", "5"));
  }

  @Test
  void whatWasNotDoneIsNotCountedAndWhatMayHaveBeenIs() {
    load("s");
    intend("1");
    intend("2");
    assertEquals(List.of(), tell(Kinds.TRAIN_NOT_DONE, "operation", "1", "reason", "r"));
    assertEquals(List.of(), tell(Kinds.TRAIN_BEGUN, "operation", "1", "sample", "5"));
    assertEquals(2, tell(Kinds.TRAIN_UNKNOWN, "operation", "2", "reason", "r").size());
  }

  @Test
  void aDoseIsItsUpperBoundAndItsAmount() {
    tell(
        Kinds.DOSE_INTENDED,
        "operation",
        "1",
        "culture",
        "c",
        "reservoir",
        "d",
        "nanomolar",
        "100000");
    assertEquals(List.of(), tell(Kinds.DOSE_UNKNOWN, "operation", "1", "reason", "r"));
    assertEquals(
        List.of(
            new Point("culture/c/dose/d", "nL", 100_000, 250),
            new Point("culture/c/amount/d", "pmol", 100_000, 25),
            new Point("reservoir/d/drawn", "nL", 100_000, 250)),
        tell(
            Kinds.DOSE_ENDED,
            "operation",
            "1",
            "atLeast",
            "240",
            "atMost",
            "250",
            "end",
            "COMPLETED"));
  }

  @Test
  void impedancesAreThoseOfTheirCulture() {
    tell(Kinds.IMPEDANCES_BEGUN, "measurement", "m", "culture", "c", "array", "mea");
    assertEquals(
        List.of(
            new Point("culture/c/impedance/3", "ohm", 100_000, 1.5e5),
            new Point("culture/c/impedance/4", "ohm", 100_000, 2e5)),
        tell(
            Kinds.IMPEDANCES_MEASURED,
            "measurement",
            "m",
            "hertz",
            "1000",
            "electrodes",
            "3:150000.0:-40 4:2.0E5:-41"));
  }

  @Test
  void theFirstObservationIsTheReferenceOfVigour() {
    List<Point> points =
        tell(
            Kinds.CULTURE_OBSERVED,
            "culture",
            "c",
            "seconds",
            "10",
            "electrodes",
            "4",
            "active",
            "2",
            "spikes",
            "50",
            "missed",
            "0",
            "pulses",
            "0",
            "answers",
            "0");
    assertEquals(
        List.of(
            new Point("culture/c/observed/spikes-per-second", "1/s", 100_000, 5),
            new Point("culture/c/observed/active-share", "", 100_000, 0.5),
            new Point("culture/c/observed/vigour", "", 100_000, 1)),
        points);
  }

  @Test
  void factsThatAreNoneMakeNothingAndHoldNothingUp() {
    assertEquals(List.of(), tell(Kinds.DOSE_ENDED, "operation", "1"));
    assertEquals(List.of(), tell(Kinds.STIMULUS_LOADED, "stimulus", "s", "culture", "c"));
    assertEquals(List.of(), tell(Kinds.CULTURE_OBSERVED, "culture", "c"));
    assertEquals(List.of(), tell("a.kind.of.tomorrow", "x", "y"));
    assertTrue(
        tell(Kinds.ALARM_RAISED, "alarm", "a", "code", "x".repeat(300), "detail", "d").isEmpty());
    assertEquals(1, tell(Kinds.ALARM_RAISED, "alarm", "a", "code", "x", "detail", "d").size());
  }
}
