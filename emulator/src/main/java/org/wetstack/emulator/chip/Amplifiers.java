package org.wetstack.emulator.chip;

import java.util.Arrays;
import org.wetstack.emulator.chip.ChipParameters.Amplifier;

/**
 * The AC amplifiers of one chip or of many, with their converter: nanovolts at the electrodes in,
 * codes of 195 nV out, once for each sampling period.
 *
 * <p>With {@link Amplifier#BANDPASS} an amplifier is the capacitor of its high-pass, w += c (x - w)
 * and y = (1 - c / 2) (x - w), with c from the bilinear transform; then saturation; then a
 * Butterworth low-pass of three poles, also by bilinear transform. Both corners are prewarped, so
 * that they lie where they are set; a low-pass from 0.45 of the sampling rate on is transparent. To
 * settle an amplifier charges the capacitor to its input at once, gives the low-pass 0 and holds
 * the output at the baseline; so what the low-pass still had shows after a release that comes
 * before about 2.5 / fH. With {@link Amplifier#FLAT} there are only saturation and settling.
 *
 * <p>Structure of arrays: nothing is allocated after construction. Not thread-safe.
 */
public final class Amplifiers {

  /** One code of the converter. */
  public static final int NANOVOLTS_PER_CODE = 195;

  private static final double CODES_PER_NANOVOLT = 1.0 / NANOVOLTS_PER_CODE;

  /** The bits of 2^52, of which the last mantissa bit is 1. */
  private static final long UNITS = 0x4330_0000_0000_0000L;

  // Keeps what decays from becoming denormal, which would be slow; far below a code.
  private static final double TINY = 1e-25;

  private final int channels;
  private final int perChip;
  private final double samplesPerSecond;
  private final boolean flat;
  private final int clipNanovolts;
  private final int noiseNanovolts;
  private final long seed;
  private final int[] offsetNanovolts;

  private final double[] lowHertz;
  private final boolean[] settled;
  private final boolean[] off;

  // Of the high-pass: what its capacitor has, how much of the difference it takes in a sample, how
  // much of it passes. Then codes for each nanovolt, 0 if nothing shows, and the code of 0 V.
  private final double[] baseline;
  private final double[] charging;
  private final double[] passing;
  private final double[] showing;
  private final double[] middle;

  private final LowPasses low;

  // What is on its way through one sample.
  private final double[] input;
  private final double[] output;
  private long sample;

  /** Those of one chip, all powered, with a bandwidth of 1 Hz to 7.5 kHz. */
  public Amplifiers(int channels, double samplesPerSecond, ChipParameters parameters, long seed) {
    this(1, channels, samplesPerSecond, parameters, seed);
  }

  /**
   * Those of several chips, which are made together.
   *
   * @param seed of the first chip; that of the next is one more
   */
  public Amplifiers(
      int chips, int perChip, double samplesPerSecond, ChipParameters parameters, long seed) {
    if (chips < 1 || perChip < 1 || (long) chips * perChip > 65_536) {
      throw new IllegalArgumentException(
          "there are 1 to 65536 amplifiers, not " + (long) chips * perChip);
    }
    if (!(samplesPerSecond >= 100 && samplesPerSecond <= 1e6)) {
      throw new IllegalArgumentException(
          "samples per second must be 100 to 1000000, not " + samplesPerSecond);
    }
    this.perChip = perChip;
    channels = chips * perChip;
    this.samplesPerSecond = samplesPerSecond;
    this.seed = seed;
    flat = parameters.amplifier() == Amplifier.FLAT;
    clipNanovolts = parameters.clipMicrovolts() * 1_000;
    noiseNanovolts = parameters.noiseNanovolts();
    offsetNanovolts = new int[channels];
    lowHertz = new double[channels];
    settled = new boolean[channels];
    off = new boolean[channels];
    baseline = new double[channels];
    charging = new double[channels];
    passing = new double[channels];
    showing = new double[channels];
    middle = new double[channels];
    input = new double[channels];
    output = new double[channels];
    low = new LowPasses(chips, perChip, samplesPerSecond);
    Arrays.fill(lowHertz, 1);
    for (int channel = 0; channel < channels; channel++) {
      if (!flat) {
        double part = (Seeds.at(seed + channel / perChip, channel % perChip) >> 11) * 0x1p-52;
        offsetNanovolts[channel] = (int) (part * parameters.offsetMicrovolts() * 1_000);
      }
      refresh(channel);
    }
    for (int chip = 0; chip < chips; chip++) {
      highHertz(chip, 7_500);
    }
  }

  /** The upper corner of the amplifiers of one chip, from 0 on; above 0. */
  public void highHertz(int chip, double hertz) {
    low.highHertz(chip, hertz);
  }

  /** The lower corner of one. */
  public void lowHertz(int channel, double hertz) {
    if (!(hertz > 0 && hertz < samplesPerSecond / 2)) {
      throw new IllegalArgumentException(
          "a lower corner must be above 0 and below half the sampling rate, not " + hertz + " Hz");
    }
    if (lowHertz[channel] != hertz) {
      lowHertz[channel] = hertz;
      refresh(channel);
    }
  }

  /** Whether an amplifier is held at its baseline. */
  public void settle(int channel, boolean hold) {
    if (settled[channel] != hold) {
      settled[channel] = hold;
      refresh(channel);
    }
  }

  /** What one shows that is held. */
  int baseline(int channel) {
    return (int) Math.floor(offsetNanovolts[channel] * CODES_PER_NANOVOLT + 0.5);
  }

  /** Whether an amplifier has power; without, it shows its baseline. */
  public void power(int channel, boolean on) {
    if (off[channel] == on) {
      off[channel] = !on;
      refresh(channel);
    }
  }

  /**
   * So many sampling periods.
   *
   * @param nanovolts what the electrodes show, sample by sample, channel by channel
   * @param codes filled in the same order with -32768 to 32767
   */
  public void amplify(int[] nanovolts, short[] codes, int samples) {
    for (int at = 0; at < samples * channels; at += channels) {
      if (flat) {
        amplifyFlat(nanovolts, codes, at);
      } else {
        amplifyBand(nanovolts, codes, at);
      }
      if (noiseNanovolts != 0) {
        addNoise(codes, at);
      }
      sample++;
    }
  }

  private void amplifyFlat(int[] nanovolts, short[] codes, int at) {
    for (int i = 0; i < channels; i++) {
      int clipped = Math.max(-clipNanovolts, Math.min(clipNanovolts, nanovolts[at + i]));
      int code = Math.floorDiv(clipped + NANOVOLTS_PER_CODE / 2, NANOVOLTS_PER_CODE);
      boolean held = settled[i] || off[i];
      codes[at + i] = (short) (held ? 0 : Math.max(-32_768, Math.min(32_767, code)));
    }
  }

  private void amplifyBand(int[] nanovolts, short[] codes, int at) {
    take(nanovolts, at, input);
    highPass(input, baseline, charging, passing, output);
    clip(output, clipNanovolts, input);
    low.pass(input, output);
    convert(output, showing, middle);
    give(output, codes, at);
  }

  // Short loops with one index and one result: only such are turned into vector instructions.

  private static void take(int[] nanovolts, int from, double[] input) {
    for (int i = 0; i < input.length; i++) {
      input[i] = toDouble(nanovolts[from + i]) + TINY;
    }
  }

  /** A cast, which the compiler makes wait for the one before it, is twice as slow. */
  private static double toDouble(int n) {
    long unsigned = (n ^ Integer.MIN_VALUE) & 0xFFFF_FFFFL;
    return Double.longBitsToDouble(UNITS | unsigned) - (0x1p52 + 0x1p31);
  }

  private static void highPass(
      double[] input, double[] baseline, double[] charging, double[] passing, double[] output) {
    for (int i = 0; i < input.length; i++) {
      output[i] = passing[i] * (input[i] - baseline[i]);
    }
    for (int i = 0; i < input.length; i++) {
      baseline[i] += charging[i] * (input[i] - baseline[i]);
    }
  }

  private static void clip(double[] from, double most, double[] to) {
    for (int i = 0; i < to.length; i++) {
      to[i] = Math.max(-most, Math.min(most, from[i])) + TINY;
    }
  }

  /** Above 0 within the converter's range, so that to cut off is to round. */
  private static void convert(double[] y, double[] showing, double[] middle) {
    for (int i = 0; i < y.length; i++) {
      y[i] = Math.max(0, Math.min(65_535, y[i] * showing[i] + middle[i]));
    }
  }

  private static void give(double[] y, short[] codes, int from) {
    for (int i = 0; i < y.length; i++) {
      codes[from + i] = (short) ((int) y[i] - 32_768);
    }
  }

  /** The sum of four numbers of 16 bits, which is nearly Gaussian: rms 65536 / √3. */
  private void addNoise(short[] codes, int at) {
    double scale = noiseNanovolts * Math.sqrt(3) / 65_536 / NANOVOLTS_PER_CODE;
    for (int i = 0; i < channels; i++) {
      long own = seed + i / perChip;
      long h = Seeds.at(own ^ 0x5DEECE66DL, sample * perChip + i % perChip);
      long sum = (h & 0xFFFF) + (h >>> 16 & 0xFFFF) + (h >>> 32 & 0xFFFF) + (h >>> 48);
      int noisy = codes[at + i] + (int) Math.rint((sum - 131_070) * scale);
      boolean held = settled[i] || off[i];
      codes[at + i] = held ? codes[at + i] : (short) Math.max(-32_768, Math.min(32_767, noisy));
    }
  }

  private void refresh(int channel) {
    boolean held = settled[channel] || off[channel];
    double charge = charge(lowHertz[channel], samplesPerSecond);
    charging[channel] = held ? 1 : charge;
    passing[channel] = held ? 0 : 1 - charge / 2;
    showing[channel] = held ? 0 : CODES_PER_NANOVOLT;
    middle[channel] = offsetNanovolts[channel] * CODES_PER_NANOVOLT + 32_768.5;
  }

  /** c of the high-pass: 1 - c is the pole of the bilinear transform. */
  private static double charge(double hertz, double samplesPerSecond) {
    double warped = StrictMath.tan(StrictMath.PI * hertz / samplesPerSecond);
    return 2 * warped / (1 + warped);
  }
}
