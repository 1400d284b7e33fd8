package org.wetstack.emulator.rhx.signal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.wetstack.emulator.culture.Culture;
import org.wetstack.emulator.culture.Profile;
import org.wetstack.emulator.tissue.Dish;
import org.wetstack.emulator.tissue.Drive;

/** What is made in one go is what would have been made sample by sample. */
class AmplifiedTissueTest {

  private static final int CHANNELS = 5;
  private static final int RATE = 30_000;

  @Test
  void blocksShowWhatTheirSamplesWouldHaveShownOneByOne() {
    AmplifiedTissue whole = tissue(culture());
    AmplifiedTissue single = tissue(culture());
    var random = new Random(6);
    long from = 0;
    boolean seen = false;
    for (int block = 0; block < 60; block++) {
      if (random.nextInt(12) == 0) {
        int electrode = random.nextInt(CHANNELS);
        long first = from + random.nextInt(200);
        int[] pulse = {-30_000, -30_000, -30_000, 0, 30_000, 30_000, 30_000};
        boolean recovers = random.nextBoolean();
        for (AmplifiedTissue each : List.of(whole, single)) {
          each.pulse(first, electrode, pulse);
          each.injectSpike((electrode + 1) % CHANNELS, from + 70);
          if (recovers) {
            each.recover(electrode, first + 400);
          }
        }
      }
      seen |= same(whole, single, from);
      from += DataBlock.FRAMES;
    }
    assertTrue(seen, "current was seen by a DC amplifier");
  }

  @Test
  void aCultureThatComesWithChargedElectrodesShowsTheirChargeInEachSample() {
    Culture one = culture();
    Culture other = culture();
    charge(one);
    charge(other);
    assertTrue(same(tissue(one), tissue(other), 0), "the electrode still holds some of it");
  }

  /** Both show the same in the next block; whether any DC amplifier saw anything. */
  private static boolean same(AmplifiedTissue whole, AmplifiedTissue single, long from) {
    var got = new Sensed(CHANNELS);
    var wanted = new Sensed(CHANNELS);
    whole.sense(from, DataBlock.FRAMES, got, 0);
    for (int i = 0; i < DataBlock.FRAMES; i++) {
      single.sense(from + i, 1, wanted, i);
    }
    assertArrayEquals(wanted.counts, got.counts);
    assertArrayEquals(wanted.dc, got.dc);
    assertArrayEquals(wanted.exceeded, got.exceeded);
    return new String(got.dc).chars().anyMatch(word -> word != 512);
  }

  private static void charge(Culture culture) {
    var drive = new Drive(CHANNELS, -5_800_000, 6_400_000);
    drive.active = true;
    drive.nanoamps[2] = 10_000;
    for (int i = 0; i < 6; i++) {
      culture.step(drive, new int[CHANNELS]);
    }
  }

  private static AmplifiedTissue tissue(Culture culture) {
    return AmplifiedTissue.of(AcquisitionSpec.observed(culture).filtered(), RATE, CHANNELS, 7);
  }

  private static Culture culture() {
    List<Dish.Place> places = new ArrayList<>();
    for (int i = 0; i < CHANNELS; i++) {
      places.add(new Dish.Place(i * 200, 0));
    }
    return new Culture(3, Profile.usual(), new Dish(RATE, 195, places));
  }
}
