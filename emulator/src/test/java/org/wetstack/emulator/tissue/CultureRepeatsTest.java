package org.wetstack.emulator.tissue;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CultureRepeatsTest {

  private static final int CHANNELS = 7;
  private static final int MINUTE_PART = 45_000;
  private static final int[] DOSES = {10_007, 30_000};

  @Test
  void aSeedDecidesEverySample() {
    short[] once = eventful(5, new Random(1), 512).recording;
    assertArrayEquals(once, eventful(5, new Random(1), 512).recording);
    assertFalse(Arrays.equals(once, eventful(6, new Random(1), 512).recording));
  }

  @Test
  void howTheSamplesAreCutMakesNoDifference() {
    long seed = new Random().nextLong();
    System.out.println("chunk seed " + seed);
    Run whole = eventful(42, new Random(0), MINUTE_PART);
    assertTrue(whole.observed.spikes.stream().anyMatch(Observed.Spike::evoked));
    assertTrue(whole.observed.spikes.stream().anyMatch(spike -> spike.neuron() < 0));
    var random = new Random(seed);
    for (int largest : new int[] {1, 2, 30, 77, 512, 5_000}) {
      Run cut = eventful(42, random, largest);
      assertArrayEquals(whole.recording, cut.recording, "chunk seed " + seed + ", to " + largest);
      assertEquals(whole.observed.spikes, cut.observed.spikes, "chunk seed " + seed);
    }
  }

  @SuppressWarnings("ArrayRecordComponent") // A plain carrier; never compared.
  private record Run(Observed observed, short[] recording) {}

  /** Pulses, injected spikes and doses, told just before the chunk that they begin in. */
  private static Run eventful(long seed, Random chunks, int largest) {
    var observed = new Observed(seed, CHANNELS);
    short[] recording = new short[MINUTE_PART * CHANNELS];
    long told = 0;
    while (observed.now < MINUTE_PART) {
      long now = observed.now;
      int count = largest == MINUTE_PART ? largest : 1 + chunks.nextInt(largest);
      long end = Math.min(now + count, MINUTE_PART);
      for (int dose : DOSES) {
        if (now == dose) {
          observed.culture.dose(2_000);
        } else if (now < dose) {
          end = Math.min(end, dose);
        }
      }
      // An injected spike is asked for 500 samples ahead, in whichever chunk that is.
      for (; told < end + 500; told++) {
        happen(observed, told);
      }
      short[] counts = observed.sense((int) (end - now));
      System.arraycopy(counts, 0, recording, (int) now * CHANNELS, counts.length);
    }
    return new Run(observed, recording);
  }

  private static void happen(Observed observed, long sample) {
    if (sample % 997 == 500) {
      observed.culture.injectSpike((int) (sample % CHANNELS), sample);
    }
    if (sample % 1_500 == 700) {
      int[] pulse = Observed.biphasic(1_500, 200);
      observed.culture.pulse(sample, new int[] {1, 4}, pulse, sample % 1_000 == 700 ? 40 : 0);
    }
    if (sample % 4_500 == 720) {
      // A second pulse while the first one's amplifiers are still settled.
      observed.culture.pulse(sample, new int[] {2}, Observed.biphasic(300, 100), 10);
    }
  }
}
