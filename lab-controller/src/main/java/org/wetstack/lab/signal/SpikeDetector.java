package org.wetstack.lab.signal;

import java.time.Duration;
import java.util.Arrays;
import org.wetstack.hal.ArrayLayout;
import org.wetstack.hal.SampleBlock;

/**
 * Finds the spikes of all channels of one stream: band-pass, noise estimate, negative threshold,
 * dead time, deafness around pulses and gaps, rejection of artefacts ({@link DetectorSettings}).
 *
 * <p>For one thread: the link's. Allocates nothing after construction. How the samples are cut into
 * blocks makes no difference to what is found, nor does the processor.
 */
public final class SpikeDetector {

  /** No filtered value is as far from 0, in counts; kernels multiply with it. */
  private static final double FARTHEST = 1e9;

  private final ArrayLayout layout;
  private final int channels;
  private final int stride;
  private final Kernels.Choice choice;
  private final BandPass band;
  private final Noise noise;
  private final Deafness deafness;
  private final float limitCounts;
  private final int artefactChannels;
  private final short[] counts;
  private final float[][] filtered;
  private final int[] hits;
  private final Spikes spikes;
  private long first;
  private int samples;
  private boolean afterGap;
  private long expected = Long.MIN_VALUE;

  /**
   * A detector that waits for its first block.
   *
   * @throws IllegalArgumentException if the band does not fit the sample rate of the layout
   */
  public SpikeDetector(ArrayLayout layout, DetectorSettings settings) {
    this(layout, settings, Kernels.choice());
  }

  SpikeDetector(ArrayLayout layout, DetectorSettings settings, Kernels.Choice choice) {
    this.layout = layout;
    this.choice = choice;
    int rate = layout.samplesPerSecond();
    channels = layout.channels();
    Kernel kernel = choice.kernel();
    band =
        new BandPass(
            channels, settings.order(), settings.lowHertz(), settings.highHertz(), rate, kernel);
    stride = band.stride();
    noise =
        new Noise(
            kernel,
            channels,
            stride,
            (int) samples(settings.warmUp(), rate),
            settings.noiseMemory().toNanos() * 1e-9 * rate,
            settings.thresholdSigmas());
    long dead = samples(settings.deadTime(), rate);
    deafness =
        new Deafness(
            channels, dead, samples(settings.blanking(), rate), samples(settings.settling(), rate));
    limitCounts =
        (float)
            Math.min(FARTHEST, settings.artefactMicrovolts() * 1_000 / layout.nanovoltsPerCount());
    artefactChannels =
        Math.max(
            DetectorSettings.LEAST_ARTEFACT_CHANNELS,
            (int) Math.ceil(settings.artefactShare() * channels));
    counts = new short[stride * layout.maxSamplesPerBlock()];
    filtered = new float[layout.maxSamplesPerBlock()][stride];
    hits = new int[stride];
    spikes = new Spikes((int) (channels * (layout.maxSamplesPerBlock() / Math.max(1, dead) + 2)));
  }

  /**
   * The spikes of {@code block}; borrowed, valid until the next call.
   *
   * @throws IllegalArgumentException if the block does not fit the layout, or holds samples that
   *     were here before: a new stream needs a new detector
   */
  public Spikes detect(SampleBlock block) {
    begin(block.firstSample(), block.channels(), block.samples(), block.missedBefore());
    for (int i = 0; i < samples; i++) {
      block.copy(i, counts, i * stride);
    }
    int from = 0;
    for (int next = nextMark(block, 0); next < samples; next = nextMark(block, next + 1)) {
      look(counts, from, next);
      deafness.hold(first + next);
      from = next;
    }
    look(counts, from, samples);
    return spikes;
  }

  /**
   * The spikes of {@code frames} frames of all channels, from device sample {@code firstSample} on,
   * which are not stimulated; as {@link #detect(SampleBlock)}.
   */
  public Spikes detect(long firstSample, short[] interleaved, int frames) {
    begin(firstSample, channels, frames, 0);
    look(padded(interleaved), 0, frames);
    return spikes;
  }

  private short[] padded(short[] interleaved) {
    if (channels == stride) {
      return interleaved;
    }
    for (int i = 0; i < samples; i++) {
      System.arraycopy(interleaved, i * channels, counts, i * stride, channels);
    }
    return counts;
  }

  private void begin(long firstSample, int blockChannels, int blockSamples, long missed) {
    layout.requireFits(blockChannels, blockSamples);
    if (firstSample < expected) {
      throw new IllegalArgumentException(
          "samples from "
              + firstSample
              + " on, after all before "
              + expected
              + ": a new stream needs a new detector");
    }
    afterGap = missed > 0 || firstSample != expected;
    if (afterGap) {
      // The gap may have swallowed the mark of a pulse whose artefact is still there.
      deafness.hold(firstSample);
    }
    first = firstSample;
    samples = blockSamples;
    expected = first + samples;
    spikes.clear();
  }

  private int nextMark(SampleBlock block, int from) {
    int next = samples;
    for (int mark = 0; mark < block.marks(); mark++) {
      int at = block.markSample(mark);
      if (at >= from) {
        next = Math.min(next, at);
      }
    }
    return next;
  }

  /** Looks at frames {@code from} to before {@code to}, within which nothing new is marked. */
  private void look(short[] in, int from, int to) {
    int held = (int) Math.min(to - from, Math.max(0, deafness.heldUntil() - (first + from)));
    if (held > 0) {
      band.rest(in, from + held - 1);
      for (int i = from; i < from + held; i++) {
        Arrays.fill(filtered[i], Float.NaN);
      }
    }
    int frames;
    for (int i = from + held; i < to; i += frames) {
      frames = (int) Math.min(to - i, alike(first + i));
      int count = band.filter(in, i, frames, filtered, noise.thresholds(), limitCounts, hits);
      if (first + i >= deafness.settledAt()) {
        if (noise.ready()) {
          watch(i, frames, count);
        } else {
          noise.learn(filtered[i]);
        }
      }
    }
  }

  /** From {@code sample} on, how many samples go the same way and have the same thresholds. */
  private long alike(long sample) {
    if (sample < deafness.settledAt()) {
      return deafness.settledAt() - sample;
    }
    return noise.ready() ? noise.sameFor(sample) : 1;
  }

  /** Looks for what begins in {@code frames} frames on the first {@code count} channels hit. */
  private void watch(int from, int frames, int count) {
    for (int i = from; count > 0 && i < from + frames; i++) {
      watch(first + i, filtered[i], count);
    }
    int last = from + frames - 1;
    noise.follow(first + last, filtered[last]);
  }

  private void watch(long sample, float[] values, int count) {
    float[] thresholds = noise.thresholds();
    int before = spikes.count();
    for (int i = 0; i < count; i++) {
      int c = hits[i];
      float value = values[c];
      boolean below = value < thresholds[c];
      if (value > limitCounts || (below && -value > limitCounts)) {
        deafness.artefact(c, sample);
      }
      if (below && deafness.begins(c, sample)) {
        spikes.add(sample, c);
      }
    }
    if (spikes.count() - before >= artefactChannels) {
      spikes.keep(before);
      for (int c = 0; c < channels; c++) {
        deafness.artefact(c, sample);
      }
    }
  }

  /** The noise of {@code channel} in counts; 0 until the warm-up is over. */
  public double noiseCounts(int channel) {
    return noise.ready() ? noise.sigma(channel) : 0;
  }

  /** Whether the warm-up is over and spikes are being found. */
  public boolean ready() {
    return noise.ready();
  }

  /** How often a channel was made deaf by an artefact that no pulse announced. */
  public long artefacts() {
    return deafness.artefacts();
  }

  /**
   * The filtered value of the last block in counts, not rounded; not a number while the filters are
   * held at rest.
   */
  public float filtered(int sample, int channel) {
    return filtered[sample][channel];
  }

  /** How the arithmetic is done: "vector", or "scalar" and why. */
  public String path() {
    return choice.path();
  }

  ArrayLayout layout() {
    return layout;
  }

  /** The samples of the last block that {@link #filtered} knows. */
  int samples() {
    return samples;
  }

  long firstSample() {
    return first;
  }

  /** Whether samples are missing before the last block, or it is the first. */
  boolean afterGap() {
    return afterGap;
  }

  float limitCounts() {
    return limitCounts;
  }

  static long samples(Duration length, int rate) {
    return Math.round(length.toNanos() * 1e-9 * rate);
  }
}
