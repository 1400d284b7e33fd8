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

  /** How many samples are made in one go, at most. */
  private static final int AT_ONCE = 32;

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
      Preparation preparation, double samplesPerSecond, ChipParameters parameters, long seed) {
    this.preparation = preparation;
    electrodes = preparation.electrodes();
    amplifiers = new Amplifiers(electrodes, samplesPerSecond, parameters, seed);
    mostLowHertz = 0.45 * samplesPerSecond;
    drive = new Drive(electrodes, parameters.lowestMicrovolts(), parameters.highestMicrovolts());
    // A culture that was saved may come with charged electrodes: the first sample tells.
    drive.answered = true;
    nanovolts = new int[AT_ONCE * electrodes];
    codes = new short[AT_ONCE * electrodes];
    planned = new double[electrodes][];
    recoversUntil = new long[electrodes];
    settles = new boolean[electrodes];
  }

  /**
   * The preparation of {@code spec}, sampled at {@code samplesPerSecond}.
   *
   * @param channels how many electrodes it must have
   * @param seed from which noise and offset of its amplifiers follow
   * @throws IllegalArgumentException if it has not
   */
  static AmplifiedTissue of(
      AcquisitionSpec spec, double samplesPerSecond, int channels, long seed) {
    Preparation preparation = spec.preparation();
    if (preparation.electrodes() != channels) {
      throw new IllegalArgumentException(
          "the preparation has "
              + preparation.electrodes()
              + " electrodes, and the controller "
              + channels
              + " amplifiers: give both the same");
    }
    return new AmplifiedTissue(preparation, samplesPerSecond, spec.chips(), seed);
  }

  /**
   * The next {@code samples} samples.
   *
   * @param into filled from the frame {@code frame} on
   * @throws IllegalArgumentException if {@code firstSample} is not where the previous call ended
   */
  void sense(long firstSample, int samples, Sensed into, int frame) {
    if (firstSample != position) {
      throw new IllegalArgumentException("the next sample is " + position + ", not " + firstSample);
    }
    int made = 0;
    while (made < samples) {
      int count = step(samples - made);
      amplifiers.amplify(nanovolts, codes, count);
      int at = (frame + made) * electrodes;
      System.arraycopy(codes, 0, into.counts, at, count * electrodes);
      answer(into, at, count * electrodes);
      made += count;
      position += count;
    }
  }

  /** One sample passes, or several if nothing is driven and no electrode is charged. */
  private int step(int most) {
    plug();
    if (drive.active || drive.answered) {
      preparation.step(drive, nanovolts);
      return 1;
    }
    int count = Math.min(most, AT_ONCE);
    preparation.rest(drive, count, nanovolts);
    return count;
  }

  /** What the electrodes answered to the stimulators, as the DC amplifiers and monitors see it. */
  private void answer(Sensed into, int at, int count) {
    if (!drive.answered) {
      Arrays.fill(into.dc, at, at + count, Sensed.dcWord(0));
      Arrays.fill(into.exceeded, at, at + count, false);
      return;
    }
    for (int e = 0; e < electrodes; e++) {
      int seen =
          Math.max(drive.lowestMicrovolts, Math.min(drive.highestMicrovolts, drive.microvolts[e]));
      into.dc[at + e] = Sensed.dcWord(seen);
      into.exceeded[at + e] = drive.exceeded[e];
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

  /** How noisy {@code electrode} is at rest, in nanovolts, root mean square. */
  int noiseNanovolts(int electrode) {
    return preparation.noiseNanovolts(electrode);
  }

  /** Bench: a spike whose trough is at {@code sample}, which is still to come. */
  void injectSpike(int electrode, long sample) {
    preparation.injectSpike(electrode, sample - position);
  }
}
