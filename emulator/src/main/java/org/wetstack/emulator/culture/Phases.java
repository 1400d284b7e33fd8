package org.wetstack.emulator.culture;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.wetstack.emulator.tissue.Stateful;

/**
 * Finds the phases of stimuli in the currents of samples: current of one sign without a pause. Told
 * on at their end; one of 10 ms is cut in two.
 */
final class Phases implements Stateful {

  private static final int MOST_MILLIS = 10;

  /** Told of a phase that is over. */
  @FunctionalInterface
  interface Listener {

    /**
     * A phase is over.
     *
     * @param nanoamps the mean, cathodic negative
     * @param first sample of it
     * @param samples how many there were
     */
    void onPhase(int channel, double nanoamps, long first, int samples);
  }

  private final int longest;
  private final double[] sum;
  private final long[] first;
  private final int[] samples;
  private int open;

  Phases(int channels, int samplesPerSecond) {
    longest = samplesPerSecond * MOST_MILLIS / 1_000;
    sum = new double[channels];
    first = new long[channels];
    samples = new int[channels];
  }

  /** Whether any phase is under way. */
  boolean open() {
    return open > 0;
  }

  /** What flowed in {@code sample}. */
  void watch(long sample, double[] nanoamps, Listener listener) {
    for (int c = 0; c < nanoamps.length; c++) {
      double now = nanoamps[c];
      if (samples[c] > 0 && (now * sum[c] <= 0 || samples[c] >= longest)) {
        end(c, listener);
      }
      if (now != 0) {
        if (samples[c] == 0) {
          open++;
          first[c] = sample;
        }
        sum[c] += now;
        samples[c]++;
      }
    }
  }

  /** Whatever is under way is over: nobody looks from here on. */
  void end(Listener listener) {
    for (int c = 0; c < samples.length; c++) {
      if (samples[c] > 0) {
        end(c, listener);
      }
    }
  }

  private void end(int channel, Listener listener) {
    double mean = sum[channel] / samples[channel];
    int count = samples[channel];
    sum[channel] = 0;
    samples[channel] = 0;
    open--;
    listener.onPhase(channel, mean, first[channel], count);
  }

  @Override
  public void save(DataOutput out) throws IOException {
    for (int c = 0; c < sum.length; c++) {
      out.writeDouble(sum[c]);
      out.writeLong(first[c]);
      out.writeInt(samples[c]);
    }
  }

  @Override
  public void restore(DataInput in) throws IOException {
    open = 0;
    for (int c = 0; c < sum.length; c++) {
      sum[c] = in.readDouble();
      first[c] = in.readLong();
      samples[c] = in.readInt();
      if (samples[c] < 0 || samples[c] > longest || Double.isNaN(sum[c])) {
        throw new IOException("the saved phase of electrode " + c + " makes no sense");
      }
      open += samples[c] > 0 ? 1 : 0;
    }
  }
}
