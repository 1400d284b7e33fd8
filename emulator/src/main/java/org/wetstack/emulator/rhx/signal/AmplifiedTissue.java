package org.wetstack.emulator.rhx.signal;

import java.util.Arrays;
import org.wetstack.emulator.chip.Amplifiers;
import org.wetstack.emulator.chip.ChipParameters;
import org.wetstack.emulator.tissue.Drive;
import org.wetstack.emulator.tissue.Preparation;

/**
 * A preparation as the program's signal path has it: pulses whole and ahead, samples in pieces,
 * behind amplifiers. Used under the world's lock.
 */
final class AmplifiedTissue {

  /** Longer than any pulse that is told at once. */
  private static final int AHEAD = 8_192;

  private static final int MASK = AHEAD - 1;
  private static final int REACH_MICROVOLTS = 5_000_000;

  private final Preparation preparation;
  private final int electrodes;
  private final Amplifiers amplifiers;
  private final Drive drive;
  private final int[] nanovolts;
  private final short[] codes;
  private final double[][] planned;
  private final long[] recoversUntil;
  private final boolean[] settles;
  private final double mostLowHertz;
  private double lowHertz = 1;
  private double settlingHertz = 1_000;
  private long position;
  private long busyUntil;

  private AmplifiedTissue(
      Preparation preparation, double samplesPerSecond, ChipParameters parameters) {
    this.preparation = preparation;
    electrodes = preparation.electrodes();
    amplifiers = new Amplifiers(electrodes, samplesPerSecond, parameters, 0);
    mostLowHertz = 0.45 * samplesPerSecond;
    drive = new Drive(electrodes, -REACH_MICROVOLTS, REACH_MICROVOLTS);
    nanovolts = new int[electrodes];
    codes = new short[electrodes];
    planned = new double[electrodes][];
    recoversUntil = new long[electrodes];
    settles = new boolean[electrodes];
  }

  /**
   * The preparation of {@code spec}, sampled at {@code samplesPerSecond}.
   *
   * @param channels how many electrodes it must have
   * @throws IllegalArgumentException if it has not
   */
  static AmplifiedTissue of(AcquisitionSpec spec, double samplesPerSecond, int channels) {
    Preparation preparation = spec.preparation();
    if (preparation.electrodes() != channels) {
      throw new IllegalArgumentException(
          "the preparation has "
              + preparation.electrodes()
              + " electrodes, and the controller "
              + channels
              + " amplifiers: give both the same");
    }
    return new AmplifiedTissue(preparation, samplesPerSecond, spec.chips());
  }

  /**
   * The next {@code samples} samples as ADC counts, sample by sample and within a sample channel by
   * channel.
   *
   * @throws IllegalArgumentException if {@code firstSample} is not where the previous call ended
   */
  void sense(long firstSample, int samples, short[] counts) {
    if (firstSample != position) {
      throw new IllegalArgumentException("the next sample is " + position + ", not " + firstSample);
    }
    for (int i = 0, at = 0; i < samples; i++, at += electrodes) {
      plug();
      preparation.step(drive, nanovolts);
      amplifiers.amplify(nanovolts, codes, 1);
      System.arraycopy(codes, 0, counts, at, electrodes);
      position++;
    }
  }

  /** What stimulators do during the next sample. */
  private void plug() {
    boolean active = position < busyUntil;
    if (active) {
      int at = (int) position & MASK;
      for (int e = 0; e < electrodes; e++) {
        double[] ahead = planned[e];
        drive.nanoamps[e] = ahead == null ? 0 : ahead[at];
        drive.recovery[e] = position < recoversUntil[e];
        if (ahead != null) {
          ahead[at] = 0;
        }
      }
    } else if (drive.active) {
      Arrays.fill(drive.nanoamps, 0);
      Arrays.fill(drive.recovery, false);
    }
    drive.active = active;
  }

  /**
   * One pulse into {@code electrode} from {@code sample} on, which is still to come.
   *
   * @param nanoamps the current of each sample of the pulse, cathodic negative
   * @throws IllegalArgumentException if it has passed, or ends more than 8192 samples ahead
   */
  void pulse(long sample, int electrode, int[] nanoamps) {
    if (sample < position || sample + nanoamps.length > position + AHEAD) {
      throw new IllegalArgumentException(
          "a pulse of "
              + nanoamps.length
              + " samples from sample "
              + sample
              + " does not lie within "
              + AHEAD
              + " samples from "
              + position);
    }
    if (planned[electrode] == null) {
      planned[electrode] = new double[AHEAD];
    }
    for (int i = 0; i < nanoamps.length; i++) {
      planned[electrode][(int) (sample + i) & MASK] = nanoamps[i];
    }
    busyUntil = Math.max(busyUntil, sample + nanoamps.length);
  }

  /** From the next sample until before {@code until} {@code electrode} is shorted to ground. */
  void recover(int electrode, long until) {
    recoversUntil[electrode] = Math.max(recoversUntil[electrode], until);
    busyUntil = Math.max(busyUntil, until);
  }

  /**
   * What the amplifiers let through from now on, in hertz. A lower corner beyond 0.45 of the
   * sampling rate, which a filter at this rate could not show, is that.
   *
   * @param settling the lower corner while one is settled
   */
  void bandwidth(double low, double settling, double high) {
    lowHertz = Math.min(mostLowHertz, low);
    settlingHertz = Math.min(mostLowHertz, settling);
    amplifiers.highHertz(0, high);
    for (int e = 0; e < electrodes; e++) {
      settle(e, settles[e]);
    }
  }

  /** Whether the amplifier of {@code electrode} has the lower corner that lets artefacts die. */
  void settle(int electrode, boolean so) {
    settles[electrode] = so;
    amplifiers.lowHertz(electrode, so ? settlingHertz : lowHertz);
  }

  /** How large the impedance of {@code electrode} is, in kiloohms at 1 kHz. */
  int kiloohms(int electrode) {
    return preparation.kiloohms(electrode);
  }

  /** How noisy {@code electrode} is at rest, in nanovolts, root mean square. */
  int noiseNanovolts(int electrode) {
    return preparation.noiseNanovolts(electrode);
  }

  /** Bench: a spike whose trough is at {@code sample}, which is still to come. */
  void injectSpike(int electrode, long sample) {
    preparation.injectSpike(electrode, sample - position);
  }
}
