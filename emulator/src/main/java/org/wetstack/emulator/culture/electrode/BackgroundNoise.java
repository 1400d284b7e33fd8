package org.wetstack.emulator.culture.electrode;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.wetstack.emulator.tissue.Dice;
import org.wetstack.emulator.tissue.Stateful;

/**
 * The noise of all electrodes. For each sample two runs out of one pool of normal numbers are
 * added, beginning wherever seed and sample say: 2^32 different rows, and nothing but additions
 * that a compiler does eight or sixteen at a time. Three low-passes of that white noise and itself,
 * added up, have the spectrum of the electrode: exact at four frequencies, within a decibel
 * between.
 */
final class BackgroundNoise implements Stateful {

  private static final int POOL = 1 << 16;
  private static final int MOST = 1_024;
  private static final float[] NORMAL = pool();

  /** The frequencies at which the spectrum is met; the first three are corners of low-passes. */
  private static final double[] HERTZ = {30, 300, 3_000};

  private static final double HIGHEST = 0.4;
  private static final int FITS = 40;

  private final long key;
  private final int channels;
  private final int samplesPerSecond;
  private final float[] pace = new float[3];
  private final float[] white;
  private final float[][] share = new float[3][];
  private final float[][] slow = new float[3][];
  private final float[] first;
  private final float[] second;
  private final float[] sum;

  BackgroundNoise(long seed, int channels, int samplesPerSecond) {
    key = Dice.mix(seed ^ 0x6E6F697365L);
    this.channels = channels;
    this.samplesPerSecond = samplesPerSecond;
    white = new float[channels];
    first = new float[channels];
    second = new float[channels];
    sum = new float[channels];
    for (int k = 0; k < 3; k++) {
      double corner = Math.min(HERTZ[k], samplesPerSecond * HIGHEST / 2);
      pace[k] = (float) (1 - StrictMath.exp(-2 * Math.PI * corner / samplesPerSecond));
      share[k] = new float[channels];
      slow[k] = new float[channels];
    }
  }

  /** From now on {@code channel} has the noise of {@code spectrum}. */
  void shape(int channel, Spectrum spectrum) {
    double[] hertz = new double[4];
    double[] wanted = new double[4];
    double[] weight = new double[4];
    for (int i = 0; i < 4; i++) {
      double limit = samplesPerSecond * HIGHEST;
      hertz[i] = i == 3 ? limit : Math.min(HERTZ[i], limit / 2);
      // White noise of deviation 1 has 2/fs in each hertz.
      wanted[i] = Math.sqrt(spectrum.at(hertz[i]) * samplesPerSecond / 2);
      weight[i] = i == 3 ? wanted[3] : wanted[i];
    }
    for (int fit = 0; fit < FITS; fit++) {
      for (int i = 0; i < 4; i++) {
        weight[i] *= wanted[i] / magnitude(weight, hertz[i]);
      }
    }
    for (int k = 0; k < 3; k++) {
      share[k][channel] = (float) weight[k];
    }
    white[channel] = (float) weight[3];
  }

  private double magnitude(double[] weight, double hertz) {
    double omega = 2 * Math.PI * hertz / samplesPerSecond;
    double cos = StrictMath.cos(omega);
    double sin = StrictMath.sin(omega);
    double real = weight[3];
    double imaginary = 0;
    for (int k = 0; k < 3; k++) {
      double left = 1 - pace[k];
      double re = 1 - left * cos;
      double im = left * sin;
      double square = re * re + im * im;
      real += weight[k] * pace[k] * re / square;
      imaginary -= weight[k] * pace[k] * im / square;
    }
    return Math.sqrt(real * real + imaginary * imaginary);
  }

  /** Root mean square of the noise of {@code channel} up to half the sampling rate. */
  double rmsNanovolts(int channel) {
    double square = (double) white[channel] * white[channel];
    for (int k = 0; k < 3; k++) {
      square += 2.0 * white[channel] * share[k][channel] * pace[k];
      for (int j = 0; j < 3; j++) {
        double both = (double) pace[k] * pace[j];
        square +=
            share[k][channel] * share[j][channel] * both / (1 - (1.0 - pace[k]) * (1.0 - pace[j]));
      }
    }
    return Math.sqrt(square);
  }

  /**
   * The noise of {@code sample} and what {@code field} has of it, as nanovolts.
   *
   * @param field what else the electrodes feel, in nanovolts, from index {@code from} on
   * @return borrowed until the next call
   */
  float[] add(long sample, float[] field, int from) {
    long h = Dice.mix(key + sample * Dice.GOLDEN);
    System.arraycopy(NORMAL, (int) h & (POOL - 1), first, 0, channels);
    System.arraycopy(NORMAL, (int) (h >>> 16) & (POOL - 1), second, 0, channels);
    System.arraycopy(field, from, sum, 0, channels);
    add(first, second, channels);
    share(sum, white, first, channels);
    for (int k = 0; k < slow.length; k++) {
      follow(sum, share[k], slow[k], first, pace[k], channels);
    }
    return sum;
  }

  // Short loops with one index for all arrays: only such are vectorised; all in one takes four
  // times as long.

  private static void add(float[] to, float[] other, int count) {
    for (int c = 0; c < count; c++) {
      to[c] += other[c];
    }
  }

  private static void share(float[] to, float[] share, float[] of, int count) {
    for (int c = 0; c < count; c++) {
      to[c] += share[c] * of[c];
    }
  }

  private static void follow(
      float[] to, float[] share, float[] slow, float[] of, float pace, int count) {
    for (int c = 0; c < count; c++) {
      float now = slow[c] + pace * (of[c] - slow[c]);
      slow[c] = now;
      to[c] += share[c] * now;
    }
  }

  /** One more number of deviation 1 for {@code sample}, independent of those of the channels. */
  static float common(long sample, long seed) {
    long h = Dice.mix(seed + sample * Dice.GOLDEN);
    return NORMAL[(int) h & (POOL - 1)] + NORMAL[(int) (h >>> 16) & (POOL - 1)];
  }

  /** Normal numbers of variance 1/2; the same for all, as which are taken is what differs. */
  private static float[] pool() {
    var dice = new Dice(1);
    float[] pool = new float[POOL + MOST];
    double squares = 0;
    double mean = 0;
    for (int i = 0; i < POOL; i++) {
      pool[i] = (float) dice.gaussian();
      mean += pool[i] / POOL;
    }
    for (int i = 0; i < POOL; i++) {
      pool[i] -= (float) mean;
      squares += (double) pool[i] * pool[i] / POOL;
    }
    float scale = (float) Math.sqrt(0.5 / squares);
    for (int i = 0; i < pool.length; i++) {
      pool[i] = i < POOL ? pool[i] * scale : pool[i - POOL];
    }
    return pool;
  }

  @Override
  public void save(DataOutput out) throws IOException {
    for (float[] states : slow) {
      for (float state : states) {
        out.writeFloat(state);
      }
    }
  }

  @Override
  public void restore(DataInput in) throws IOException {
    for (float[] states : slow) {
      for (int c = 0; c < channels; c++) {
        states[c] = in.readFloat();
      }
    }
  }
}
