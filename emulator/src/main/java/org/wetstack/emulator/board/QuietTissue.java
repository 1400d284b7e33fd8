package org.wetstack.emulator.board;

import java.util.Arrays;
import org.wetstack.emulator.tissue.Drive;
import org.wetstack.emulator.tissue.Fluid;
import org.wetstack.emulator.tissue.Preparation;

/**
 * Saline: flat, but for rectangles where current or an injected spike is. A current of n nA shows
 * as n times 195 nV, which is n counts behind flat amplifiers, and an injected spike as -500
 * counts.
 */
public final class QuietTissue implements Preparation {

  private static final int NANOVOLTS_PER_NANOAMP = 195;
  private static final int SPIKE_NANOVOLTS = -500 * 195;
  private static final int KILOOHMS = 100;
  private static final int MAX_INJECTED = 4_096;

  private final int electrodes;
  private final int[] spikeElectrodes = new int[MAX_INJECTED];
  private final long[] spikeSamples = new long[MAX_INJECTED];
  private int spikes;
  private long position;
  private long nextSpike = Long.MAX_VALUE;
  private long infusedNanoliters;

  public QuietTissue(int electrodes) {
    this.electrodes = electrodes;
  }

  @Override
  public int electrodes() {
    return electrodes;
  }

  @Override
  public void step(Drive drive, int[] nanovolts) {
    Arrays.fill(nanovolts, 0, electrodes, 0);
    if (drive.active) {
      follow(drive, nanovolts);
    }
    pass(drive, nanovolts, 0);
  }

  @Override
  public void rest(Drive drive, int samples, int[] nanovolts) {
    Arrays.fill(nanovolts, 0, samples * electrodes, 0);
    for (int i = 0; i < samples; i++) {
      pass(drive, nanovolts, i * electrodes);
    }
  }

  private void pass(Drive drive, int[] nanovolts, int at) {
    if (position >= nextSpike) {
      spike(nanovolts, at);
    }
    drive.answered = false;
    position++;
  }

  private void follow(Drive drive, int[] nanovolts) {
    for (int i = 0; i < electrodes; i++) {
      nanovolts[i] = (int) StrictMath.rint(drive.nanoamps[i] * NANOVOLTS_PER_NANOAMP);
    }
  }

  private void spike(int[] nanovolts, int at) {
    int kept = 0;
    nextSpike = Long.MAX_VALUE;
    for (int i = 0; i < spikes; i++) {
      if (spikeSamples[i] == position) {
        nanovolts[at + spikeElectrodes[i]] = SPIKE_NANOVOLTS;
      } else {
        spikeElectrodes[kept] = spikeElectrodes[i];
        spikeSamples[kept++] = spikeSamples[i];
        nextSpike = Math.min(nextSpike, spikeSamples[i]);
      }
    }
    spikes = kept;
  }

  @Override
  public int kiloohms(int electrode) {
    return KILOOHMS;
  }

  @Override
  public int noiseNanovolts(int electrode) {
    return 0;
  }

  @Override
  public void infuse(Fluid fluid, long nanoliters) {
    infusedNanoliters += nanoliters;
  }

  /** All that has come out of tubes into it. */
  public long infusedNanoliters() {
    return infusedNanoliters;
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException if there is no such electrode, or {@code samples} is negative
   * @throws IllegalStateException if 4096 are planned already
   */
  @Override
  public void injectSpike(int electrode, long samples) {
    if (electrode < 0 || electrode >= electrodes || samples < 0) {
      throw new IllegalArgumentException(
          "a spike on electrode "
              + electrode
              + " in "
              + samples
              + " samples cannot be: electrodes are 0 to "
              + (electrodes - 1)
              + ", and time goes on");
    }
    if (spikes == MAX_INJECTED) {
      throw new IllegalStateException(MAX_INJECTED + " injected spikes are planned already");
    }
    spikeElectrodes[spikes] = electrode;
    spikeSamples[spikes++] = position + samples;
    nextSpike = Math.min(nextSpike, position + samples);
  }
}
