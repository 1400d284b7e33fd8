package org.wetstack.emulator.tissue;

/**
 * White noise of amplifier and electrode, nearly Gaussian: a little thin beyond three sigma, with
 * nothing beyond six. A pure function of seed, sample and channel: nothing has to be kept, and any
 * part can be had in any order.
 */
final class Noise {

  private static final int TABLE = 1 << 16;
  private static final int DICE = 12;
  private static final int FACES = 32;
  private static final int FRACTION = 64;

  private static final short[] GAUSS = gauss();
  private static final int TABLE_RMS = rms(GAUSS);

  private final long key;
  private final int pairs;
  private final int[] scales;

  /**
   * @param rmsNanovolts of each channel
   */
  Noise(long seed, int[] rmsNanovolts, int nanovoltsPerCount) {
    // Apart from the streams of the channels, which begin at seed + channel × GOLDEN.
    key = Dice.mix(seed - Dice.GOLDEN);
    pairs = (rmsNanovolts.length + 1) / 2;
    scales = new int[rmsNanovolts.length];
    for (int i = 0; i < scales.length; i++) {
      // Two table values are added, so their rms is √2 of the table's: 92682 / 65536.
      scales[i] =
          (int) (((long) rmsNanovolts[i] << 32) / nanovoltsPerCount / (TABLE_RMS * 92_682L));
    }
  }

  /** Fills {@code frame} with the noise of all channels at {@code sample}, in counts. */
  void at(long sample, int[] frame) {
    long counter = key + sample * pairs * Dice.GOLDEN;
    int last = scales.length - 1;
    for (int c = 0; c < last; c += 2) {
      long h = Dice.mix(counter);
      counter += Dice.GOLDEN;
      frame[c] = value((int) h, c);
      frame[c + 1] = value((int) (h >>> 32), c + 1);
    }
    if ((last & 1) == 0) {
      frame[last] = value((int) Dice.mix(counter), last);
    }
  }

  private int value(int h, int channel) {
    long sum = (long) GAUSS[h & 0xFFFF] + GAUSS[h >>> 16];
    return (int) ((sum * scales[channel] + 0x8000) >> 16);
  }

  /**
   * Quantiles of the sum of twelve dice with 32 faces, which is nearly Gaussian; counted, not
   * computed, so the table is the same on every machine.
   */
  private static short[] gauss() {
    long[] ways = {1};
    for (int die = 0; die < DICE; die++) {
      long[] more = new long[ways.length + FACES - 1];
      for (int sum = 0; sum < ways.length; sum++) {
        for (int face = 0; face < FACES; face++) {
          more[sum + face] += ways[sum];
        }
      }
      ways = more;
    }
    short[] table = new short[TABLE];
    long below = 0;
    int sum = 0;
    for (int i = 0; i < TABLE; i++) {
      // All ways together are 32^12 = 2^60.
      long quantile = (2L * i + 1) << 43;
      while (below + ways[sum] <= quantile) {
        below += ways[sum];
        sum++;
      }
      long fraction =
          Math.min(FRACTION - 1, (quantile - below) / Math.max(1, ways[sum] / FRACTION));
      table[i] = (short) ((2 * sum - ways.length + 1) * FRACTION / 2 - FRACTION / 2 + fraction);
    }
    return table;
  }

  private static int rms(short[] table) {
    long squares = 0;
    for (short value : table) {
      squares += value * value;
    }
    long mean = squares / table.length;
    int root = 0;
    for (int bit = 1 << 15; bit > 0; bit >>= 1) {
      if ((long) (root + bit) * (root + bit) <= mean) {
        root += bit;
      }
    }
    return root;
  }
}
