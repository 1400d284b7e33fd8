package org.wetstack.lab.culture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.wetstack.lab.journal.Entry;
import org.wetstack.lab.journal.Kinds;

/** Lives as a journal tells them. */
class LivesTest {

  private static final Instant PLATED = Instant.parse("2026-01-01T00:00:00Z");

  private final Lives lives = new Lives();
  private long number;
  private Instant now = PLATED;

  private void entry(String what, Map<String, String> facts) {
    lives.accept(new Entry(++number, now, "ada", what, facts));
  }

  private void observe(double days, long spikes) {
    now = PLATED.plus(Duration.ofMinutes(Math.round(days * 24 * 60)));
    entry(Kinds.CULTURE_OBSERVED, new Observation(now, 100, 8, 8, spikes, 0, 0, 0).facts("a"));
  }

  private Life life() {
    return lives.of("a", PLATED);
  }

  @Test
  void whatWasDoneCountsOnceForWhomItWasDone() {
    entry(Kinds.DOSE_INTENDED, Map.of("operation", "1", "culture", "a"));
    entry(Kinds.DOSE_ENDED, Map.of("operation", "1"));
    entry(Kinds.DOSE_ENDED, Map.of("operation", "1"));
    entry(Kinds.DOSE_INTENDED, Map.of("operation", "2", "culture", "b"));
    entry(Kinds.DOSE_ENDED, Map.of("operation", "2"));
    entry(Kinds.DOSE_INTENDED, Map.of("operation", "3", "culture", "a"));
    entry(Kinds.DOSE_NOT_DONE, Map.of("operation", "3"));
    entry(Kinds.TRAIN_INTENDED, Map.of("operation", "4", "culture", "a"));
    entry(Kinds.TRAIN_BEGUN, Map.of("operation", "4"));
    assertEquals(1, life().doses());
    assertEquals(1, life().trains());
    assertEquals(1, lives.of("b", PLATED).doses());
  }

  @Test
  void impedancesAreMediansOfItsElectrodes() {
    entry(Kinds.IMPEDANCES_BEGUN, Map.of("measurement", "m", "culture", "a"));
    entry(
        Kinds.IMPEDANCES_MEASURED,
        Map.of("measurement", "m", "electrodes", "0:100.5:-80 1:300:-70 2:200:-75"));
    assertEquals(200, life().impedances().get(0).ohms());
  }

  @Test
  void vigourIsComparedWithTheFirstDaysAndOneOddDayIsNotBelieved() {
    for (int day = 0; day < 10; day++) {
      observe(day, 1_000);
    }
    observe(10, 10);
    assertEquals(1, life().vigour().orElseThrow(), 1e-9);
    observe(11, 250);
    observe(12, 250);
    assertEquals(0.5, life().vigour().orElseThrow(), 1e-9, "the share of electrodes is as it was");
  }

  @Test
  void theFirstObservationsAreKeptWhateverComes() {
    for (int i = 0; i < Lives.MOST_OBSERVATIONS + 10; i++) {
      observe(i / 24.0, i < Vigour.REFERENCE ? 1_000 : 500);
    }
    assertEquals(Lives.MOST_OBSERVATIONS, life().observations().size());
    assertEquals(Math.sqrt(0.5), life().vigour().orElseThrow(), 1e-9);
  }

  @Test
  void declineIsToldOnceOnTheWayDownAndAgainAfterARecovery() {
    var decline = new Decline();
    for (int day = 0; day < 6; day++) {
      observe(day, 1_000);
    }
    assertEquals(Optional.empty(), decline.look(life(), Optional.empty()));
    fall(decline, 6, 200, true);
    fall(decline, 9, 200, false);
    fall(decline, 12, 20, true);
    fall(decline, 15, 1_000, false);
    fall(decline, 18, 200, true);
    String told = "a has declined to 45 % of its vigour at first";
    assertTrue(toldLast.startsWith(told), toldLast);
    assertTrue(toldLast.contains("80 %"), toldLast);
  }

  private String toldLast = "";

  /** Three observations, so that the median is of them alone. */
  private void fall(Decline decline, int from, long spikes, boolean told) {
    for (int day = from; day < from + 3; day++) {
      observe(day, spikes);
    }
    Optional<String> words = decline.look(life(), life().forecast(now, Life.USUAL_SCALE));
    assertEquals(told, words.isPresent(), () -> from + ": " + words);
    words.ifPresent(each -> toldLast = each);
  }
}
