package org.wetstack.emulator.culture;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.wetstack.emulator.culture.statistics.Detector;
import org.wetstack.emulator.culture.statistics.Statistics;

/**
 * What a plain recording finds in the samples of a culture that nobody stimulates, beside the
 * figures of a published recording of four organoids on 32 electrodes.
 */
class SpontaneousTest {

  private static final int SECONDS = 30;
  private static final long SEED = 1;

  private static void within(double least, double most, double got, String what) {
    assertTrue(got >= least && got <= most, what + ": " + got + ", not " + least + " to " + most);
  }

  @Test
  void aRecordingLooksLikePublishedOnes() {
    var rigged = new Rigged(SEED);
    var detector = new Detector(32, Rigged.RATE, 2);
    rigged.culture.pass(5 * Rigged.RATE);
    for (int i = 0; i < SECONDS * Rigged.RATE; i++) {
      rigged.culture.step(rigged.drive, rigged.nanovolts);
      detector.next(rigged.nanovolts);
    }
    var found =
        Statistics.of(detector.trains(), detector.samples(), rigged.culture.dish().electrodes());
    System.out.println(found);
    within(35, 110, found.populationHertz(), "population rate, published 70 Hz");
    within(18, 28, found.activeElectrodes(), "active electrodes, published 22");
    within(6, 20, found.busiestHertz().get(0), "busiest electrode, published 15.7 Hz");
    within(0.8, 1.1, found.medianIntervalVariation(), "interval variation, published 0.91");
    within(0.95, 1.25, found.medianFano(), "Fano factor, published 1.12");
    within(0.005, 0.04, found.pairwiseCorrelation(), "pairwise correlation, published 0.022");
    within(0.2, 0.5, found.coincidence(), "coincidence, published 0.26 to 0.34");
    within(0.97, 1, found.stability(), "stability, published 0.997");
    double[] microvolts = new double[32];
    for (int c = 0; c < 32; c++) {
      microvolts[c] = detector.microvolts(c);
      within(3.5, 18, microvolts[c], "noise of channel " + c + ", published 4.5 to 15.6 µV");
    }
  }
}
