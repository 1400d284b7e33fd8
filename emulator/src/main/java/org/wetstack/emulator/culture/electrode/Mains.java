package org.wetstack.emulator.culture.electrode;

import org.wetstack.emulator.tissue.Dice;

/**
 * What an array picks up from around it: the mains with odd harmonics, on each electrode with an
 * amplitude and a phase of its own, and noise that all have in common. A function of the sample
 * alone.
 */
final class Mains {

  /** Harmonics seen in public recordings, and their shares of the power. */
  private static final int[] HARMONICS = {1, 5, 7, 13, 15, 17};

  private static final double[] SHARES = {0.5, 0.15, 0.13, 0.08, 0.08, 0.06};
  private static final double AMPLITUDE_SPREAD = 0.2;
  private static final double PHASE_SPREAD = 0.15;

  private final boolean none;
  private final long seed;
  private final float[] inPhase;
  private final float[] ahead;
  private final float[] along;
  private final float[] across;
  private final float[] common;

  Mains(long seed, ElectrodeProfile profile, int channels, int samplesPerSecond) {
    Pickup pickup = profile.pickup();
    none = pickup.mainsMicrovolts == 0 && pickup.commonMicrovolts == 0;
    this.seed = Dice.mix(seed ^ 0x6D61696E73L);
    int length = none ? 0 : samplesPerSecond;
    inPhase = new float[length];
    ahead = new float[length];
    along = new float[channels];
    across = new float[channels];
    common = new float[channels];
    if (!none) {
      tabulate(profile.mainsHertz(), samplesPerSecond);
      settle(pickup);
    }
  }

  /** One second of it, after which it repeats: a whole number of periods. */
  private void tabulate(int hertz, int samplesPerSecond) {
    for (int h = 0; h < HARMONICS.length; h++) {
      long frequency = (long) hertz * HARMONICS[h];
      if (2 * frequency >= samplesPerSecond) {
        continue;
      }
      double amplitude = Math.sqrt(2 * SHARES[h]);
      for (int i = 0; i < samplesPerSecond; i++) {
        double angle = 2 * Math.PI * (frequency * i % samplesPerSecond) / samplesPerSecond;
        inPhase[i] += (float) (amplitude * StrictMath.sin(angle));
        ahead[i] += (float) (amplitude * StrictMath.cos(angle));
      }
    }
  }

  private void settle(Pickup pickup) {
    var dice = new Dice(seed);
    for (int c = 0; c < along.length; c++) {
      double size = StrictMath.exp(AMPLITUDE_SPREAD * dice.gaussian());
      double angle = PHASE_SPREAD * dice.gaussian();
      along[c] = (float) (1_000 * pickup.mainsMicrovolts * size * StrictMath.cos(angle));
      across[c] = (float) (1_000 * pickup.mainsMicrovolts * size * StrictMath.sin(angle));
      common[c] = (float) (1_000 * pickup.commonMicrovolts * size);
    }
  }

  /** Adds what all electrodes pick up in {@code sample} to {@code nanovolts}. */
  void addTo(long sample, float[] nanovolts) {
    if (none) {
      return;
    }
    int i = (int) (sample % inPhase.length);
    float a = inPhase[i];
    float b = ahead[i];
    float n = BackgroundNoise.common(sample, seed);
    add(nanovolts, along, a, across, b, common, n);
  }

  private static void add(
      float[] to, float[] along, float a, float[] across, float b, float[] common, float n) {
    int count = along.length;
    for (int c = 0; c < count; c++) {
      to[c] += along[c] * a + across[c] * b + common[c] * n;
    }
  }
}
