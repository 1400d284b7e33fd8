package org.wetstack.lab.signal;

import java.time.Duration;
import java.util.Arrays;

/**
 * Cuts what surrounds each spike out of the filtered signal: 1 ms before its beginning and 2 ms
 * from it on. A snippet comes when its last sample has; one that is not whole, because of a pulse,
 * a gap or an artefact, does not come and is counted. For one thread; allocates nothing after
 * construction.
 */
public final class Snippets {

  private static final Duration BEFORE = Duration.ofMillis(1);
  private static final Duration AFTER = Duration.ofMillis(2);

  private final SpikeDetector detector;
  private final int channels;
  private final int before;
  private final int after;
  private final int frames;
  private final float[] history;
  private final float[] snippet;
  private final long[] samples;
  private final int[] of;
  private int head;
  private int waiting;
  private long spoiled;

  /** Is given the snippets. */
  @FunctionalInterface
  public interface Handler {

    /**
     * A snippet.
     *
     * @param sample of the beginning of the spike, as in {@link Spikes}
     * @param counts filtered, in counts; borrowed
     */
    void onSnippet(long sample, int channel, float[] counts);
  }

  /** The snippets of what {@code detector} finds. */
  public Snippets(SpikeDetector detector) {
    this.detector = detector;
    int rate = detector.layout().samplesPerSecond();
    channels = detector.layout().channels();
    before = (int) SpikeDetector.samples(BEFORE, rate);
    after = (int) SpikeDetector.samples(AFTER, rate);
    int block = detector.layout().maxSamplesPerBlock();
    frames = before + after + block;
    history = new float[frames * channels];
    Arrays.fill(history, Float.NaN);
    snippet = new float[before + after];
    // Spikes of a channel are at least half a millisecond apart: DetectorSettings.
    int perChannel = (after + block) / Math.max(1, rate / 2_000) + 2;
    samples = new long[perChannel * channels];
    of = new int[samples.length];
  }

  /** Samples before the beginning of the spike. */
  public int before() {
    return before;
  }

  /** Samples in a snippet. */
  public int length() {
    return snippet.length;
  }

  /** Spikes whose snippets did not come. */
  public long spoiled() {
    return spoiled;
  }

  /**
   * Hands out the snippets that are complete. To be called once after each {@link
   * SpikeDetector#detect}, with what that has found.
   */
  public void take(Spikes found, Handler handler) {
    if (detector.afterGap()) {
      Arrays.fill(history, Float.NaN);
      spoiled += waiting;
      waiting = 0;
    }
    for (int i = 0; i < detector.samples(); i++) {
      int at = place(detector.firstSample() + i);
      for (int c = 0; c < channels; c++) {
        history[at + c] = detector.filtered(i, c);
      }
    }
    for (int i = 0; i < found.count(); i++) {
      int place = (head + waiting) % samples.length;
      samples[place] = found.sample(i);
      of[place] = found.channel(i);
      waiting++;
    }
    long end = detector.firstSample() + detector.samples();
    while (waiting > 0 && samples[head] + after <= end) {
      cut(samples[head], of[head], handler);
      head = (head + 1) % samples.length;
      waiting--;
    }
  }

  private void cut(long sample, int channel, Handler handler) {
    for (int i = 0; i < snippet.length; i++) {
      float value = history[place(sample - before + i) + channel];
      // Not a number, where the filter was held, is within no limits.
      if (!(Math.abs(value) <= detector.limitCounts())) {
        spoiled++;
        return;
      }
      snippet[i] = value;
    }
    handler.onSnippet(sample, channel, snippet);
  }

  private int place(long sample) {
    return Math.floorMod(sample, frames) * channels;
  }
}
