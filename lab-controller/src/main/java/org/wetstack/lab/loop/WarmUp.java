package org.wetstack.lab.loop;

import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import org.wetstack.hal.ArrayLayout;
import org.wetstack.hal.SampleBlock;
import org.wetstack.hal.spi.Timebase;
import org.wetstack.lab.signal.DetectorSettings;

/**
 * Runs the code of a loop before it matters: Java compiles what has run some ten thousand times,
 * and the first spike of an experiment should not be the first that this process has ever seen.
 */
public final class WarmUp {

  private static final int BLOCKS = 20_000;
  private static final int BLOCKS_BETWEEN_LOOKS = 100;
  private static final int NOISE_COUNTS = 20;
  private static final int SPIKE_COUNTS = -1_000;
  private static final int SPIKE_EVERY = 7;

  private WarmUp() {}

  /**
   * Feeds blocks of noise, every seventh with a spike, to a loop of its own, until there were
   * twenty thousand or {@code limit} has passed. Nothing reaches a device. Call it before {@code
   * ElectrodeArray.record}, not on a link's thread: it takes a second or so of one processor.
   *
   * @param samplesPerBlock as of the stream to come
   * @return how many blocks there were
   */
  public static int run(
      ArrayLayout layout,
      DetectorSettings detection,
      int samplesPerBlock,
      Duration limit,
      Timebase time) {
    long[] spikes = {0};
    Rule counts = turn -> spikes[0] += turn.spikes().count();
    var loop = new ClosedLoop(layout, detection, limit, counts, Optional.empty(), time);
    var block = new Noise(layout.channels(), samplesPerBlock);
    long end = time.nanoTime() + limit.toNanos();
    int done = 0;
    while (done < BLOCKS && (done % BLOCKS_BETWEEN_LOOKS != 0 || time.nanoTime() < end)) {
      block.next(done % SPIKE_EVERY == 0 ? done % layout.channels() : -1);
      loop.onBlock(block);
      done++;
    }
    return done;
  }

  /** The same noise again and again, at a different place each time. */
  private static final class Noise implements SampleBlock {

    private final int channels;
    private final int samples;
    private final short[] counts;
    private long first;
    private int spikeChannel = -1;

    Noise(int channels, int samples) {
      this.channels = channels;
      this.samples = samples;
      var random = new Random(1);
      counts = new short[channels * samples];
      for (int i = 0; i < counts.length; i++) {
        counts[i] = (short) (NOISE_COUNTS * random.nextGaussian());
      }
    }

    void next(int channel) {
      first += samples;
      spikeChannel = channel;
    }

    @Override
    public long firstSample() {
      return first;
    }

    @Override
    public long missedBefore() {
      return 0;
    }

    @Override
    public int channels() {
      return channels;
    }

    @Override
    public int samples() {
      return samples;
    }

    @Override
    public short raw(int sample, int channel) {
      boolean peak = channel == spikeChannel && sample == samples / 2;
      return peak ? SPIKE_COUNTS : counts[sample * channels + channel];
    }

    @Override
    public void copy(int sample, short[] into, int at) {
      System.arraycopy(counts, sample * channels, into, at, channels);
      if (spikeChannel >= 0 && sample == samples / 2) {
        into[at + spikeChannel] = SPIKE_COUNTS;
      }
    }

    @Override
    public int marks() {
      return 0;
    }

    @Override
    public int markSample(int mark) {
      throw new IndexOutOfBoundsException("no mark " + mark);
    }

    @Override
    public long markOperation(int mark) {
      throw new IndexOutOfBoundsException("no mark " + mark);
    }
  }
}
