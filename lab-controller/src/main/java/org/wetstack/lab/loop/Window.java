package org.wetstack.lab.loop;

import java.util.Arrays;

/** How often each channel has fired in one span of samples. Borrowed: one is reused for all. */
public final class Window {

  private final int[] spikes;
  private final int samples;
  private long firstSample;

  Window(int channels, int samples) {
    this.spikes = new int[channels];
    this.samples = samples;
  }

  /** The device's number of the first sample in this window. */
  public long firstSample() {
    return firstSample;
  }

  /** How many samples long it is. */
  public int samples() {
    return samples;
  }

  public int channels() {
    return spikes.length;
  }

  /** Spikes of {@code channel}, as in {@code ArrayLayout.sites()}. */
  public int spikes(int channel) {
    return spikes[channel];
  }

  long end() {
    return firstSample + samples;
  }

  void begin(long first) {
    firstSample = first;
    Arrays.fill(spikes, 0);
  }

  void add(int channel) {
    spikes[channel]++;
  }
}
