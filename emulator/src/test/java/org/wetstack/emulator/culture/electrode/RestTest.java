package org.wetstack.emulator.culture.electrode;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.wetstack.emulator.tissue.Drive;

/** Electrodes that discharge many samples at once do what they do sample by sample. */
class RestTest {

  private static final int CHANNELS = 4;
  private static final int MOST = 31;

  private final Random random = new Random(11);
  private final float[] still = new float[CHANNELS];
  private long sample;

  @ParameterizedTest
  @EnumSource
  void chargeGoesTheSameWayInOneGo(Material material) {
    Bath single = new Bath(leaky(material), CHANNELS);
    Bath atOnce = new Bath(leaky(material), CHANNELS);
    int emptied = 0;
    for (int round = 0; round < 12; round++) {
      for (int samples = 0; samples < 7; samples++) {
        for (Bath each : new Bath[] {single, atOnce}) {
          each.drive.active = true;
          each.drive.nanoamps[round % CHANNELS] = -10_000;
          each.drive.nanoamps[3] = samples < 3 ? 900 : -1_200;
          step(each);
        }
        sample++;
      }
      int[] block = new int[MOST * CHANNELS];
      for (int made = 0; made < 3_000; ) {
        int count = 1 + random.nextInt(MOST);
        quiet(atOnce.drive);
        for (int i = 0; i < count; i++) {
          atOnce.electrodes.rest(sample + i, still, 0, block, i * CHANNELS);
        }
        atOnce.electrodes.discharge(atOnce.drive, count, block, 0);
        for (int i = 0; i < count; i++) {
          quiet(single.drive);
          step(single);
          sample++;
          int at = i * CHANNELS;
          assertArrayEquals(single.nanovolts, Arrays.copyOfRange(block, at, at + CHANNELS));
        }
        assertSame(single, atOnce);
        // So long that in some rounds the last of it goes while somebody looks.
        long unseen = made == 0 ? 30_000L * round * round / 8 : 0;
        single.electrodes.relax(unseen);
        atOnce.electrodes.relax(unseen);
        made += count;
      }
      emptied += single.drive.answered ? 0 : 1;
    }
    assertTrue(emptied > 0, "all charge was gone now and then");
    assertTrue(single.electrodes.lostSurface(0) > 0, "and the surface was harmed");
  }

  private static void assertSame(Bath single, Bath atOnce) {
    assertEquals(single.drive.answered, atOnce.drive.answered);
    assertArrayEquals(single.drive.microvolts, atOnce.drive.microvolts);
    assertArrayEquals(single.drive.exceeded, atOnce.drive.exceeded);
    for (int e = 0; e < CHANNELS; e++) {
      assertEquals(single.electrodes.lostSurface(e), atOnce.electrodes.lostSurface(e));
      assertEquals(
          single.electrodes.largestPhasePicocoulombs(e),
          atOnce.electrodes.largestPhasePicocoulombs(e));
    }
    assertEquals(
        single.electrodes.takeStrainPicocoulombs(), atOnce.electrodes.takeStrainPicocoulombs());
  }

  private void step(Bath bath) {
    bath.electrodes.step(sample, bath.drive, still, 0, bath.nanovolts);
  }

  private static void quiet(Drive drive) {
    drive.active = false;
    Arrays.fill(drive.nanoamps, 0);
  }

  private static ElectrodeProfile leaky(Material material) {
    ElectrodeProfile usual = ElectrodeProfile.usual();
    return new ElectrodeProfile(
        material,
        10,
        0,
        0.72,
        1,
        2_000,
        590,
        0,
        0,
        0,
        0,
        Pickup.GOOD,
        50,
        0.1,
        1,
        usual.harm(),
        usual.driftPerDay(),
        usual.driftPerMillicoulomb());
  }
}
