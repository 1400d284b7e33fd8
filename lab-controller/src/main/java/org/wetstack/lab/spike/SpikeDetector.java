package org.wetstack.lab.spike;

import java.time.Duration;
import org.wetstack.hal.ArrayLayout;
import org.wetstack.hal.SampleBlock;

/**
 * Finds the spikes of all channels of one stream: high-pass, noise estimate, negative threshold,
 * lockout, and deafness around pulses and gaps ({@link DetectorSettings}).
 *
 * <p>For one thread: the link's. Allocates nothing after construction. How the samples are cut into
 * blocks makes no difference to what is found.
 */
public final class SpikeDetector {

  private final int channels;
  private final int maxSamplesPerBlock;
  private final double thresholdSigmas;
  private final long lockoutSamples;
  private final long blankingSamples;
  private final long settlingSamples;
  private final HighPass highPass;
  private final Noise noise;
  private final long[] deafUntil;
  private final boolean[] below;
  private final Spikes spikes;
  private long expected = Long.MIN_VALUE;
  private long heldUntil;
  private long settledAt;

  public SpikeDetector(ArrayLayout layout, DetectorSettings settings) {
    int rate = layout.samplesPerSecond();
    channels = layout.channels();
    maxSamplesPerBlock = layout.maxSamplesPerBlock();
    thresholdSigmas = settings.thresholdSigmas();
    lockoutSamples = samples(settings.lockout(), rate);
    blankingSamples = samples(settings.blanking(), rate);
    settlingSamples = samples(settings.settling(), rate);
    highPass = new HighPass(channels, settings.highPassHertz(), rate);
    noise =
        new Noise(
            channels,
            (int) samples(settings.warmUp(), rate),
            settings.noiseMemory().toNanos() * 1e-9 * rate);
    deafUntil = new long[channels];
    below = new boolean[channels];
    spikes = new Spikes((int) (channels * (maxSamplesPerBlock / Math.max(1, lockoutSamples) + 2)));
  }

  /**
   * The spikes of {@code block}; borrowed, valid until the next call.
   *
   * @throws IllegalArgumentException if the block does not fit the layout, or holds samples that
   *     were here before: a new stream needs a new detector
   */
  public Spikes detect(SampleBlock block) {
    check(block);
    spikes.clear();
    long first = block.firstSample();
    if (block.missedBefore() > 0 || first != expected) {
      // The gap may have swallowed the mark of a pulse whose artefact is still there.
      hold(first);
    }
    expected = first + block.samples();
    for (int i = 0; i < block.samples(); i++) {
      holdAtMarks(block, i);
      next(block, i, first + i);
    }
    return spikes;
  }

  /** The noise of {@code channel} in counts; 0 until the warm-up is over. */
  public double noiseCounts(int channel) {
    return noise.ready() ? noise.sigma(channel) : 0;
  }

  /** Whether the warm-up is over and spikes are being found. */
  public boolean ready() {
    return noise.ready();
  }

  private void check(SampleBlock block) {
    if (block.channels() != channels || block.samples() > maxSamplesPerBlock) {
      throw new IllegalArgumentException(
          "a block of "
              + block.channels()
              + " channels and "
              + block.samples()
              + " samples, where at most "
              + maxSamplesPerBlock
              + " samples of "
              + channels
              + " channels were agreed");
    }
    if (block.firstSample() < expected) {
      throw new IllegalArgumentException(
          "samples from "
              + block.firstSample()
              + " on, after all before "
              + expected
              + ": a new stream needs a new detector");
    }
  }

  private void next(SampleBlock block, int index, long sample) {
    if (sample < heldUntil) {
      for (int c = 0; c < channels; c++) {
        highPass.rest(c, block.raw(index, c));
        below[c] = false;
      }
    } else if (sample < settledAt) {
      for (int c = 0; c < channels; c++) {
        highPass.next(c, block.raw(index, c));
      }
    } else if (noise.ready()) {
      watch(block, index, sample);
    } else {
      for (int c = 0; c < channels; c++) {
        noise.learn(c, highPass.next(c, block.raw(index, c)));
      }
      noise.learnt();
    }
  }

  private void watch(SampleBlock block, int index, long sample) {
    for (int c = 0; c < channels; c++) {
      double value = highPass.next(c, block.raw(index, c));
      boolean now = value < -thresholdSigmas * noise.sigma(c);
      if (now && !below[c] && sample >= deafUntil[c]) {
        spikes.add(sample, c);
        deafUntil[c] = sample + lockoutSamples;
      }
      below[c] = now;
      noise.follow(c, value);
    }
  }

  private void holdAtMarks(SampleBlock block, int index) {
    for (int mark = 0; mark < block.marks(); mark++) {
      if (block.markSample(mark) == index) {
        hold(block.firstSample() + index);
      }
    }
  }

  private void hold(long from) {
    heldUntil = Math.max(heldUntil, from + blankingSamples);
    settledAt = heldUntil + settlingSamples;
  }

  private static long samples(Duration length, int rate) {
    return Math.round(length.toNanos() * 1e-9 * rate);
  }
}
