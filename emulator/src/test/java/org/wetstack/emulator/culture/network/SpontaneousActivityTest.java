package org.wetstack.emulator.culture.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What organoids do when they are left alone, against the figures of a public recording. */
class SpontaneousActivityTest {

  private static final int ORGANOIDS = 12;
  private static final int SECONDS = 60;

  @Test
  void ratesIntervalsAndCorrelationsAreThoseOfRecordings() {
    List<Double> rates = new ArrayList<>();
    List<Double> variations = new ArrayList<>();
    List<Double> fanos = new ArrayList<>();
    List<Double> correlations = new ArrayList<>();
    double[] early = new double[ORGANOIDS * Site.ELECTRODES];
    double[] late = new double[early.length];
    for (int o = 0; o < ORGANOIDS; o++) {
      var recording = new Recording(Site.organoid(1_000 + o), Milieu.USUAL, SECONDS);
      for (int e = 0; e < Site.ELECTRODES; e++) {
        rates.add(recording.hertz(e));
        early[o * Site.ELECTRODES + e] = recording.halves(e)[0];
        late[o * Site.ELECTRODES + e] = recording.halves(e)[1];
        if (recording.enough(e)) {
          variations.add(recording.variation(e));
          fanos.add(recording.fano(e));
          for (int other = 0; other < e; other++) {
            if (recording.enough(other)) {
              correlations.add(recording.correlation(e, other));
            }
          }
        }
      }
    }
    double thirtyTwo = rates.stream().mapToDouble(rate -> rate).sum() * 4 / ORGANOIDS;
    between(50, 100, thirtyTwo, "Hz of 32 electrodes");
    double active = rates.stream().filter(rate -> rate > 0.1).count() * 4.0 / ORGANOIDS;
    between(20, 28, active, "active of 32 electrodes");
    between(6, 20, Collections.max(rates), "Hz of the busiest electrode");
    between(0.75, 1.05, median(variations), "variation of intervals");
    between(0.9, 1.25, median(fanos), "Fano factor");
    between(0.005, 0.05, median(correlations), "correlation");
    between(0.95, 1, Recording.correlation(early, late), "stability of rates");
  }

  @Test
  void spikesComeAtAnyMicrosecond() {
    var recording = new Recording(Site.organoid(1_001), Milieu.USUAL, 60);
    int[] tenths = new int[10];
    int spikes = 0;
    for (List<Long> train : recording.trains) {
      for (long at : train) {
        tenths[(int) (at % 1_000 / 100)]++;
        spikes++;
      }
    }
    for (int tenth : tenths) {
      assertTrue(tenth > spikes / 40, "only " + tenth + " of " + spikes + " in one tenth");
    }
  }

  @Test
  void activityGoesWithVigourAndEndsWithIt() {
    double whole = total(new Milieu(0, 1, 1, 1));
    between(0.3, 0.75, total(new Milieu(0, 0.5, 1, 1)) / whole, "of the rate at half the vigour");
    assertEquals(0, total(new Milieu(0, 0, 1, 1)));
  }

  @Test
  void excitationRaisesTheRate() {
    double usual = total(Milieu.USUAL);
    between(1.2, 4, total(new Milieu(0, 1, 1, 1.2)) / usual, "times the rate");
    between(0, 0.7, total(new Milieu(0, 1, 1, 0.8)) / usual, "times the rate");
  }

  private static double total(Milieu milieu) {
    double sum = 0;
    for (long seed = 1_001; seed < 1_005; seed++) {
      var recording = new Recording(Site.organoid(seed), milieu, 15);
      for (int e = 0; e < Site.ELECTRODES; e++) {
        sum += recording.hertz(e);
      }
    }
    return sum;
  }

  private static double median(List<Double> values) {
    Collections.sort(values);
    return values.get(values.size() / 2);
  }

  private static void between(double least, double most, double value, String what) {
    assertTrue(value >= least && value <= most, value + " " + what);
  }
}
