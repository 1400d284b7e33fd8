package org.wetstack.emulator.tissue;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the electronics show of a pulse and of an injected spike, beside an untouched twin. */
class RecordedTest {

  private static final int CHANNELS = 8;
  private static final long SEED = 3;

  private final Observed touched = new Observed(SEED, CHANNELS);
  private final Observed twin = new Observed(SEED, CHANNELS);
  private final int silent = touched.silentChannel();

  /** How channel {@code channel} differs from the twin's in the next samples. */
  private int[] difference(int samples, int channel) {
    short[] here = touched.sense(samples);
    short[] there = twin.sense(samples);
    int[] difference = new int[samples];
    for (int i = 0; i < samples; i++) {
      difference[i] = here[i * CHANNELS + channel] - there[i * CHANNELS + channel];
    }
    return difference;
  }

  @Test
  void theArtefactSaturatesWithTheCurrentsSignAndDiesAwayInMilliseconds() {
    touched.culture.pulse(100, new int[] {silent}, Observed.biphasic(2_000, 200), 0);
    short[] counts = touched.sense(600);
    short[] clean = twin.sense(600);
    for (int i = 0; i < 600; i++) {
      int here = counts[i * CHANNELS + silent];
      int difference = here - clean[i * CHANNELS + silent];
      if (i < 100) {
        assertEquals(0, difference, "sample " + i);
      } else if (i < 106) {
        assertEquals(Short.MIN_VALUE, here, "sample " + i);
      } else if (i < 112) {
        assertEquals(Short.MAX_VALUE, here, "sample " + i);
      } else if (i > 112 + Observed.micros(7_000)) {
        assertEquals(0, difference, "sample " + i);
      } else {
        assertTrue(difference >= 0, "sample " + i + ": " + difference);
      }
    }
    int afterOne = counts[(112 + Observed.micros(1_000)) * CHANNELS + silent];
    int afterFive = counts[(112 + Observed.micros(5_000)) * CHANNELS + silent];
    assertTrue(afterOne > 5_000, "1 ms after the pulse " + afterOne);
    assertTrue(Math.abs(afterFive) < 200, "5 ms after the pulse " + afterFive);
  }

  @Test
  void aNeighbourSeesAFractionOfTheArtefact() {
    int driven = silent == 0 ? 1 : silent - 1;
    touched.culture.pulse(0, new int[] {driven}, Observed.biphasic(200, 200), 0);
    int[] seen = difference(12, silent);
    // 200 to 500 kΩ × 200 nA = 40 to 100 mV on the driven one; 200 µm away 1/320 of that.
    double microvolts = -seen[0] * Observed.NANOVOLTS / 1_000.0;
    assertTrue(microvolts > 120 && microvolts < 320, microvolts + " µV");
    assertEquals(-seen[0], seen[6]);
  }

  @Test
  void aPauseBetweenPhasesShowsTheTailOfTheFirst() {
    int[] pulse = new int[12];
    Arrays.fill(pulse, 0, 3, -2_000);
    Arrays.fill(pulse, 9, 12, 2_000);
    touched.culture.pulse(0, new int[] {silent}, pulse, 0);
    int[] seen = difference(9, silent);
    assertTrue(seen[3] < -10_000 && seen[8] > seen[3], Arrays.toString(seen));
  }

  @Test
  void settledAmplifiersShowNeitherNoiseNorSpikesAndThenGoOnAsIfNothingHadBeen() {
    int settle = Observed.micros(4_000);
    touched.culture.pulse(50, new int[] {silent}, Observed.biphasic(1_000, 200), settle);
    touched.culture.injectSpike(silent, 62 + settle - 50);
    short[] counts = touched.sense(600);
    short[] clean = twin.sense(600);
    for (int i = 62 + Observed.micros(2_500); i < 62 + settle; i++) {
      for (int c = 0; c < CHANNELS; c++) {
        assertEquals(0, counts[i * CHANNELS + c], "sample " + i + ", channel " + c);
      }
    }
    for (int i = 62 + settle; i < 600; i++) {
      assertEquals(clean[i * CHANNELS + silent], counts[i * CHANNELS + silent], "sample " + i);
    }
  }

  @Test
  void aSpikeOnTheEdgeOfSettlingIsOnlyHiddenAsLongAsItLasts() {
    int settle = Observed.micros(4_000);
    int trough = 62 + settle + 2;
    touched.culture.pulse(50, new int[] {silent}, Observed.biphasic(1_000, 200), settle);
    touched.culture.injectSpike(silent, trough);
    twin.culture.injectSpike(silent, trough);
    short[] counts = touched.sense(600);
    short[] clean = twin.sense(600);
    assertEquals(0, counts[(trough - 3) * CHANNELS + silent]);
    assertTrue(counts[trough * CHANNELS + silent] < -800);
    for (int i = 62 + settle; i < 600; i++) {
      assertEquals(clean[i * CHANNELS + silent], counts[i * CHANNELS + silent], "sample " + i);
    }
  }

  @Test
  void settlingShortensTheArtefact() {
    var settled = new Observed(SEED, CHANNELS);
    int settle = Observed.micros(1_500);
    touched.culture.pulse(0, new int[] {silent}, Observed.biphasic(3_000, 200), 0);
    settled.culture.pulse(0, new int[] {silent}, Observed.biphasic(3_000, 200), settle);
    int after = (12 + settle) * CHANNELS + silent;
    short slow = touched.sense(200)[after];
    short fast = settled.sense(200)[after];
    assertTrue(slow > 1_000, slow + " counts without");
    assertTrue(Math.abs(fast) < 200, fast + " counts with settling");
  }

  @Test
  void anInjectedSpikeHasItsTroughExactlyThere() {
    for (int channel = 0; channel < CHANNELS; channel++) {
      long sample = touched.now + 40 + 37L * channel;
      touched.culture.injectSpike(channel, sample);
      int at = (int) (sample - touched.now);
      int[] seen = difference(500, channel);
      for (int i = 0; i < 500; i++) {
        assertTrue(i == at || seen[i] > seen[at], "channel " + channel + ", sample " + i);
        assertTrue(seen[i] == 0 || (i > at - 10 && i < at + 37), "sample " + i + ": " + seen[i]);
      }
      assertEquals(-200_000 / Observed.NANOVOLTS, seen[at]);
      assertTrue(touched.spikes.contains(new Observed.Spike(channel, -1, sample, false)));
    }
  }

  @Test
  void aSpikeAskedForAtTheLastMomentBeginsInItsTrough() {
    difference(1_000, 0);
    touched.culture.injectSpike(silent, 1_000);
    int[] seen = difference(60, silent);
    assertEquals(-200_000 / Observed.NANOVOLTS, seen[0]);
    assertTrue(seen[1] > seen[0] && seen[59] == 0);
  }

  @Test
  void anInjectedSpikeChangesNothingElse() {
    touched.culture.injectSpike(silent, 700);
    short[] here = touched.sense(30_000);
    short[] there = twin.sense(30_000);
    for (int i = 0; i < here.length; i++) {
      if (i % CHANNELS != silent) {
        assertEquals(there[i], here[i]);
      }
    }
    assertArrayEquals(twin.sense(3_000), touched.sense(3_000));
  }

  @Test
  void nonsenseIsRefusedAndChangesNothing() {
    Culture culture = touched.culture;
    difference(100, 0);
    int[] one = {1};
    refused(() -> culture.sense(99, 1, new short[CHANNELS]));
    refused(() -> culture.sense(101, 1, new short[CHANNELS]));
    refused(() -> culture.sense(100, 2, new short[2 * CHANNELS - 1]));
    refused(() -> culture.sense(100, -1, new short[CHANNELS]));
    refused(() -> culture.pulse(99, one, one, 0));
    refused(() -> culture.pulse(100, new int[] {CHANNELS}, one, 0));
    refused(() -> culture.pulse(100, new int[] {-1}, one, 0));
    refused(() -> culture.pulse(100, new int[0], one, 0));
    refused(() -> culture.pulse(100, one, new int[0], 0));
    refused(() -> culture.pulse(100, one, one, -1));
    refused(() -> culture.dose(-1));
    refused(() -> culture.injectSpike(0, 99));
    refused(() -> culture.injectSpike(CHANNELS, 200));
    refused(() -> culture.ratesMillihertz(-1));
    assertArrayEquals(twin.sense(3_000), touched.sense(3_000));
  }

  @Test
  void plansHaveABoundAndMakeRoomWhenTheyHaveHappened() {
    Culture culture = touched.culture;
    for (int i = 0; i < 4_096; i++) {
      culture.injectSpike(0, 1_000 + i % 1_000);
    }
    assertThrows(IllegalStateException.class, () -> culture.injectSpike(0, 5_000));
    int[] slow = new int[2_000];
    for (int i = 0; i < 256; i++) {
      culture.pulse(100, new int[] {1}, slow, 0);
    }
    assertThrows(IllegalStateException.class, () -> culture.pulse(100, new int[] {1}, slow, 0));
    touched.pass(2_050);
    assertThrows(
        IllegalStateException.class,
        () -> culture.pulse(2_050, new int[] {1}, slow, 0),
        "they still flow");
    culture.injectSpike(0, 5_000);
    touched.pass(50);
    culture.pulse(2_100, new int[] {1}, slow, 0);
  }

  @Test
  void anImpossibleDishIsRefused() {
    List<Dish.Place> one = List.of(new Dish.Place(0, 0));
    refused(() -> new Dish(999, 195, one));
    refused(() -> new Dish(100_001, 195, one));
    refused(() -> new Dish(30_000, 0, one));
    refused(() -> new Dish(30_000, 195, List.of()));
    refused(() -> new Dish.Place(100_001, 0));
    refused(() -> new Dish.Place(0, Integer.MIN_VALUE));
  }

  @Test
  void theSlowestAndTheFastestDishLiveToo() {
    for (int rate : new int[] {1_000, 1_999, 20_000, 25_000, 100_000}) {
      var dish = new Dish(rate, 1, Observed.dish(5).electrodes());
      var observed = new Observed(9, dish);
      observed.culture.pulse(10, new int[] {0, 4}, new int[] {-5_000, 5_000}, rate / 1_000);
      observed.culture.injectSpike(1, rate);
      observed.pass(3L * rate);
      assertTrue(observed.spikes.contains(new Observed.Spike(1, -1, rate, false)));
      assertTrue(observed.spikes.size() > 3, rate + " Hz: " + observed.spikes.size() + " spikes");
    }
  }

  private static void refused(org.junit.jupiter.api.function.Executable nonsense) {
    String message = assertThrows(IllegalArgumentException.class, nonsense).getMessage();
    assertTrue(message != null && message.length() > 10, message);
  }
}
