package org.wetstack.lab.safety;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whatever the envelopes admit, the accountant finds nothing; whatever they refuse and is done all
 * the same, it finds. The two share the journal and the limits, and no code.
 */
class HistoriesTest {

  private static final int HISTORIES = 2_000;
  private static final int REFUSED = 40;

  @Test
  void whatIsAdmittedIsInOrder() {
    int admitted = 0;
    for (int seed = 0; seed < HISTORIES; seed++) {
      History history = new History(seed, seed % 2 == 0);
      for (int step = 0; step < 80; step++) {
        history.step("");
        assertEquals("", history.wrong(), "seed " + seed + ", step " + step);
      }
      admitted += history.admitted();
    }
    assertTrue(admitted > 10 * HISTORIES, "admitted: " + admitted);
  }

  /** Devices answer at once here, so that both know as much of when a train began. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "dose.volume",
        "dose.rate",
        "dose.pause",
        "dose.hour",
        "dose.day",
        "dose.total",
        "dose.substance",
        "dose.content",
        "dose.running",
        "dose.unknown",
        "stimulus.current",
        "stimulus.charge",
        "stimulus.net-charge",
        "stimulus.period",
        "stimulus.rate",
        "stimulus.duty",
        "stimulus.electrodes",
        "stimulus.impedance",
        "train.overlap",
        "stop.latched",
        "interlock"
      })
  void whatIsRefusedAndDoneIsFound(String rule) {
    int found = 0;
    for (int seed = 0; seed < REFUSED; seed++) {
      History history = new History(seed, true);
      boolean done = false;
      for (int step = 0; step < 400 && !done; step++) {
        done = history.step(rule);
      }
      if (done) {
        assertTrue(history.rules().contains(rule), "seed " + seed + ", found " + history.wrong());
        found++;
      }
    }
    assertTrue(found > 0, rule + " was never in the way");
  }
}
