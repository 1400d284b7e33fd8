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
  private static final double TRANSPARENT = 0.45;

  // Keeps what decays from becoming denormal, which would be slow; far below a code.
  private static final double TINY = 1e-25;

  private final int channels;
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

  private final double[] first;
  private final double[] second;
  private final double[] third;
  private Butterworth low = Butterworth.TRANSPARENT;
  private double highHertz;
  private long sample;

  /** All powered, with a bandwidth of 1 Hz to 7.5 kHz. */
  public Amplifiers(int channels, double samplesPerSecond, ChipParameters parameters, long seed) {
    if (channels < 1 || channels > 65_536) {
      throw new IllegalArgumentException("there are 1 to 65536 amplifiers, not " + channels);
    }
    if (!(samplesPerSecond >= 100 && samplesPerSecond <= 1e6)) {
      throw new IllegalArgumentException(
          "samples per second must be 100 to 1000000, not " + samplesPerSecond);
    }
    this.channels = channels;
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
    first = new double[channels];
    second = new double[channels];
    third = new double[channels];
    Arrays.fill(lowHertz, 1);
    for (int channel = 0; channel < channels; channel++) {
      if (!flat) {
        double part = (Seeds.at(seed, channel) >> 11) * 0x1p-52;
        offsetNanovolts[channel] = (int) (part * parameters.offsetMicrovolts() * 1_000);
      }
      refresh(channel);
    }
    highHertz(7_500);
  }

  /** The upper corner of all of them; above 0. */
  public void highHertz(double hertz) {
    if (!(hertz > 0)) {
      throw new IllegalArgumentException("an upper corner must be above 0, not " + hertz + " Hz");
    }
    if (hertz == highHertz) {
      return;
    }
    highHertz = hertz;
    low =
        hertz >= TRANSPARENT * samplesPerSecond
            ? Butterworth.TRANSPARENT
            : Butterworth.lowPass(hertz, samplesPerSecond);
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
   * One sampling period.
   *
   * @param nanovolts what the electrodes show, those of these amplifiers beginning at {@code from}
   * @param codes filled with -32768 to 32767 for each channel
   */
  public void amplify(int[] nanovolts, int from, int[] codes) {
    if (flat) {
      amplifyFlat(nanovolts, from, codes);
    } else {
      amplifyBand(nanovolts, from, codes);
    }
    if (noiseNanovolts != 0) {
      addNoise(codes);
    }
    sample++;
  }

  private void amplifyFlat(int[] nanovolts, int from, int[] codes) {
    for (int i = 0; i < channels; i++) {
      int clipped = Math.max(-clipNanovolts, Math.min(clipNanovolts, nanovolts[from + i]));
      int code = Math.floorDiv(clipped + NANOVOLTS_PER_CODE / 2, NANOVOLTS_PER_CODE);
      codes[i] = settled[i] || off[i] ? 0 : Math.max(-32_768, Math.min(32_767, code));
    }
  }

  private void amplifyBand(int[] nanovolts, int from, int[] codes) {
    Butterworth b = low;
    double b0 = b.b0();
    double b1 = b.b1();
    double b2 = b.b2();
    double b3 = b.b3();
    double a1 = b.a1();
    double a2 = b.a2();
    double a3 = b.a3();
    double clip = clipNanovolts;
    for (int i = 0; i < channels; i++) {
      double distance = nanovolts[from + i] + TINY - baseline[i];
      baseline[i] += charging[i] * distance;
      double x = passing[i] * distance;
      if (x > clip) {
        x = clip;
      } else if (x < -clip) {
        x = -clip;
      }
      x += TINY;
      double y = b0 * x + first[i];
      first[i] = b1 * x - a1 * y + second[i];
      second[i] = b2 * x - a2 * y + third[i];
      third[i] = b3 * x - a3 * y;
      // Above 0 within the converter's range, so that to cut off is to round.
      double code = y * showing[i] + middle[i];
      codes[i] = code < 0 ? -32_768 : code > 65_535 ? 32_767 : (int) code - 32_768;
    }
  }

  /** The sum of four numbers of 16 bits, which is nearly Gaussian: rms 65536 / √3. */
  private void addNoise(int[] codes) {
    double scale = noiseNanovolts * Math.sqrt(3) / 65_536 / NANOVOLTS_PER_CODE;
    for (int i = 0; i < channels; i++) {
      long h = Seeds.at(seed ^ 0x5DEECE66DL, sample * channels + i);
      long sum = (h & 0xFFFF) + (h >>> 16 & 0xFFFF) + (h >>> 32 & 0xFFFF) + (h >>> 48);
      int noisy = codes[i] + (int) Math.rint((sum - 131_070) * scale);
      codes[i] = settled[i] || off[i] ? codes[i] : Math.max(-32_768, Math.min(32_767, noisy));
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
