package org.wetstack.emulator.culture.statistics;

import java.util.Arrays;

/**
 * Finds spikes as a plain recording system would: band-pass of 300 to 5000 Hz, then troughs below
 * -4.5 times the median of the magnitudes over 0.6745 (Quiroga 2004), measured in the first
 * seconds, and nothing for a millisecond after. Spikes are looked for once the threshold is known.
 */
public final class Detector {

  private static final double THRESHOLD = 4.5;
  private static final double NORMAL_MEDIAN = 0.6745;
  private static final double LOWEST_HERTZ = 300;
  private static final double HIGHEST_HERTZ = 5_000;

  private final int channels;
  private final int calibration;
  private final SpikeTrains trains;
  private final double[] high;
  private final double[] low;
  private final double[] state;
  private final float[] buffer;
  private final double[] threshold;
  private final double[] squares;
  private final long[] silentUntil;
  private final double[] deepest;
  private final long[] deepestAt;
  private final int dead;
  private long sample;

  /**
   * Before its first sample.
   *
   * @param calibrationSeconds at the beginning, in which no spikes are looked for; 1 to 60
   */
  public Detector(int channels, int samplesPerSecond, int calibrationSeconds) {
    if (channels < 1 || calibrationSeconds < 1 || calibrationSeconds > 60) {
      throw new IllegalArgumentException(
          "at least one channel and 1 to 60 s to calibrate, not "
              + (channels + " channels and " + calibrationSeconds + " s"));
    }
    this.channels = channels;
    calibration = calibrationSeconds * samplesPerSecond;
    dead = samplesPerSecond / 1_000;
    trains = new SpikeTrains(channels, samplesPerSecond);
    high = butterworth(LOWEST_HERTZ / samplesPerSecond, true);
    low = butterworth(Math.min(0.45, HIGHEST_HERTZ / samplesPerSecond), false);
    state = new double[4 * channels];
    buffer = new float[calibration * channels];
    threshold = new double[channels];
    squares = new double[channels];
    silentUntil = new long[channels];
    deepest = new double[channels];
    deepestAt = new long[channels];
  }

  /** Second-order Butterworth by the bilinear transform: b0, b1, b2, a1, a2. */
  private static double[] butterworth(double frequency, boolean highPass) {
    double k = StrictMath.tan(Math.PI * frequency);
    double norm = 1 / (1 + Math.sqrt(2) * k + k * k);
    double b0 = highPass ? norm : k * k * norm;
    double b1 = highPass ? -2 * b0 : 2 * b0;
    return new double[] {b0, b1, b0, 2 * (k * k - 1) * norm, (1 - Math.sqrt(2) * k + k * k) * norm};
  }

  private double filter(double[] f, int at, double x) {
    double y = f[0] * x + state[at];
    state[at] = f[1] * x - f[3] * y + state[at + 1];
    state[at + 1] = f[2] * x - f[4] * y;
    return y;
  }

  /** The next sample of all channels, in nanovolts. */
  public void next(int[] nanovolts) {
    for (int c = 0; c < channels; c++) {
      double y = filter(low, 4 * c + 2, filter(high, 4 * c, nanovolts[c]));
      squares[c] += y * y;
      if (sample < calibration) {
        buffer[c * calibration + (int) sample] = (float) Math.abs(y);
      } else {
        look(c, y);
      }
    }
    sample++;
    if (sample == calibration) {
      calibrate();
    }
  }

  private void calibrate() {
    for (int c = 0; c < channels; c++) {
      Arrays.sort(buffer, c * calibration, (c + 1) * calibration);
      threshold[c] = -THRESHOLD * buffer[c * calibration + calibration / 2] / NORMAL_MEDIAN;
      silentUntil[c] = sample + dead;
    }
  }

  private void look(int channel, double y) {
    if (deepest[channel] < 0) {
      if (y < deepest[channel]) {
        deepest[channel] = y;
        deepestAt[channel] = sample;
      } else if (sample - deepestAt[channel] >= dead / 2) {
        trains.add(channel, deepestAt[channel] - calibration);
        silentUntil[channel] = deepestAt[channel] + dead;
        deepest[channel] = 0;
      }
    } else if (y < threshold[channel] && sample >= silentUntil[channel]) {
      deepest[channel] = y;
      deepestAt[channel] = sample;
    }
  }

  /** What was found, with times counted from the end of calibration. */
  public SpikeTrains trains() {
    return trains;
  }

  /** Samples looked at for spikes. */
  public long samples() {
    return Math.max(0, sample - calibration);
  }

  /** Root mean square of {@code channel} within the band, in microvolts, spikes and all. */
  public double microvolts(int channel) {
    return sample == 0 ? 0 : Math.sqrt(squares[channel] / sample) / 1_000;
  }

  /** How deep a trough on {@code channel} must be, in microvolts; 0 before it is known. */
  public double thresholdMicrovolts(int channel) {
    return threshold[channel] / 1_000;
  }
}
