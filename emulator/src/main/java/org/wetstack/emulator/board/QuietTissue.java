package org.wetstack.emulator.board;

import java.util.ArrayDeque;
import java.util.Arrays;
import org.wetstack.emulator.tissue.Tissue;

/**
 * Saline: flat, but for rectangles where a pulse or an injected spike is. A pulse of n nA shows as
 * n counts.
 */
public final class QuietTissue implements Tissue {

  private static final short SPIKE_COUNTS = -500;

  private record Step(long sample, int channel, int counts) {}

  private final int channels;
  private final ArrayDeque<Step> steps = new ArrayDeque<>();
  private long dosedNanoliters;

  public QuietTissue(int channels) {
    this.channels = channels;
  }

  @Override
  public void sense(long firstSample, int samples, short[] counts) {
    Arrays.fill(counts, 0, samples * channels, (short) 0);
    int waiting = steps.size();
    for (int i = 0; i < waiting; i++) {
      Step step = steps.removeFirst();
      long at = step.sample() - firstSample;
      if (at >= samples) {
        steps.addLast(step);
      } else if (at >= 0) {
        counts[(int) at * channels + step.channel()] =
            (short) Math.max(Short.MIN_VALUE, Math.min(Short.MAX_VALUE, step.counts()));
      }
    }
  }

  @Override
  public void pulse(long sample, int[] electrodes, int[] nanoamps, int settleSamples) {
    for (int electrode : electrodes) {
      for (int i = 0; i < nanoamps.length; i++) {
        steps.addLast(new Step(sample + i, electrode, nanoamps[i]));
      }
    }
  }

  @Override
  public void dose(long nanoliters) {
    dosedNanoliters += nanoliters;
  }

  /** All that has reached this tissue. */
  public long dosedNanoliters() {
    return dosedNanoliters;
  }

  @Override
  public void injectSpike(int electrode, long sample) {
    steps.addLast(new Step(sample, electrode, SPIKE_COUNTS));
  }
}
