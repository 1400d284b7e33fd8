package org.wetstack.emulator.rhx.signal;

import java.util.Arrays;
import org.wetstack.emulator.chip.Amplifiers;
import org.wetstack.emulator.chip.ChipParameters;
import org.wetstack.emulator.tissue.Drive;
import org.wetstack.emulator.tissue.Fluid;
import org.wetstack.emulator.tissue.OldCulture;
import org.wetstack.emulator.tissue.Preparation;
import org.wetstack.emulator.tissue.Tissue;

/**
 * A preparation as the program's signal path has it: pulses whole and ahead, samples in pieces,
 * behind amplifiers. Used under the world's lock.
 */
final class AmplifiedTissue implements Tissue {

  /** Longer than any pulse that is told at once. */
  private static final int AHEAD = 8_192;

  private static final int MASK = AHEAD - 1;
  private static final int REACH_MICROVOLTS = 5_000_000;

  private final Preparation preparation;
  private final int electrodes;
  private final Amplifiers amplifiers;
  private final Drive drive;
  private final int[] nanovolts;
  private final int[] codes;
  private final double[][] planned;
  private final long[] dampedUntil;
  private long position;
  private long busyUntil;

  private AmplifiedTissue(
      Preparation preparation, double samplesPerSecond, ChipParameters parameters) {
    this.preparation = preparation;
    electrodes = preparation.electrodes();
    amplifiers = new Amplifiers(electrodes, samplesPerSecond, parameters, 0);
    drive = new Drive(electrodes, -REACH_MICROVOLTS, REACH_MICROVOLTS);
    nanovolts = new int[electrodes];
    codes = new int[electrodes];
    planned = new double[electrodes][];
    dampedUntil = new long[electrodes];
  }

  /**
   * The preparation of {@code spec}, sampled at {@code samplesPerSecond}.
   *
   * @param channels how many electrodes it must have
   * @throws IllegalArgumentException if it has not
   */
  static Tissue of(AcquisitionSpec spec, double samplesPerSecond, int channels) {
    Preparation preparation = spec.preparation();
    if (preparation.electrodes() != channels) {
      throw new IllegalArgumentException(
          "the preparation has "
              + preparation.electrodes()
              + " electrodes, and the controller "
              + channels
              + " amplifiers: give both the same");
    }
    return preparation instanceof OldCulture old
        ? old.tissue()
        : new AmplifiedTissue(preparation, samplesPerSecond, spec.chips());
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException if {@code firstSample} is not where the previous call ended
   */
  @Override
  public void sense(long firstSample, int samples, short[] counts) {
    if (firstSample != position) {
      throw new IllegalArgumentException("the next sample is " + position + ", not " + firstSample);
    }
    for (int i = 0, at = 0; i < samples; i++, at += electrodes) {
      plug();
      preparation.step(drive, nanovolts);
      amplifiers.amplify(nanovolts, 0, codes);
      for (int e = 0; e < electrodes; e++) {
        counts[at + e] = (short) codes[e];
      }
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
        drive.recovery[e] = position < dampedUntil[e];
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
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException if it has passed, or ends more than 8192 samples ahead
   */
  @Override
  public void pulse(long sample, int[] driven, int[] nanoamps, int settleSamples) {
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
    for (int electrode : driven) {
      if (planned[electrode] == null) {
        planned[electrode] = new double[AHEAD];
      }
      for (int i = 0; i < nanoamps.length; i++) {
        planned[electrode][(int) (sample + i) & MASK] = nanoamps[i];
      }
    }
    busyUntil = Math.max(busyUntil, sample + nanoamps.length);
  }

  @Override
  public void damp(int electrode, long until) {
    dampedUntil[electrode] = Math.max(dampedUntil[electrode], until);
    busyUntil = Math.max(busyUntil, until);
  }

  @Override
  public int kiloohms(int electrode) {
    return preparation.kiloohms(electrode);
  }

  @Override
  public int noiseNanovolts(int electrode) {
    return preparation.noiseNanovolts(electrode);
  }

  @Override
  public void dose(long nanoliters) {
    preparation.infuse(Fluid.MEDIUM, nanoliters);
  }

  @Override
  public void injectSpike(int electrode, long sample) {
    preparation.injectSpike(electrode, sample - position);
  }
}
