package org.wetstack.lab;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.wetstack.hal.ArrayLayout;
import org.wetstack.hal.SampleBlock;

/**
 * Samples made up for a test, which can be cut into blocks anywhere. Sample 0 is {@link #START}.
 */
public final class MadeUpStream {

  /** The device's number of the first sample: large, so that it does not fit an int. */
  public static final long START = 5_000_000_000L;

  private final int channels;
  private final short[] counts;
  private final List<long[]> marks = new ArrayList<>();

  public MadeUpStream(int channels, int samples) {
    this.channels = channels;
    this.counts = new short[channels * samples];
  }

  /** A layout of {@code channels} electrodes in one row. */
  public static ArrayLayout layout(int channels, int samplesPerSecond, int maxSamplesPerBlock) {
    List<ArrayLayout.Site> sites = new ArrayList<>();
    for (int c = 0; c < channels; c++) {
      sites.add(new ArrayLayout.Site(100 + c, 200 * c, -50));
    }
    return new ArrayLayout(samplesPerSecond, 195, maxSamplesPerBlock, sites);
  }

  /** Adds white Gaussian noise to all channels. */
  public MadeUpStream noise(double sigmaCounts, Random random) {
    for (int i = 0; i < counts.length; i++) {
      counts[i] = (short) (counts[i] + Math.round(sigmaCounts * random.nextGaussian()));
    }
    return this;
  }

  public void add(int sample, int channel, int value) {
    counts[sample * channels + channel] += (short) value;
  }

  /** A pulse of {@code operation} began in {@code sample}. */
  public void mark(int sample, long operation) {
    marks.add(new long[] {sample, operation});
  }

  public int samples() {
    return counts.length / channels;
  }

  public short at(int sample, int channel) {
    return counts[sample * channels + channel];
  }

  /** The samples from {@code from} to before {@code to}, after {@code missedBefore} lost ones. */
  public SampleBlock block(int from, int to, long missedBefore) {
    return block(from, to, missedBefore, 0);
  }

  /** The same, as if it had come {@code later} samples later: for streams without an end. */
  public SampleBlock block(int from, int to, long missedBefore, long later) {
    List<long[]> inside = marks.stream().filter(m -> m[0] >= from && m[0] < to).toList();
    return new Cut(from, to, missedBefore, later, inside);
  }

  private final class Cut implements SampleBlock {
    private final int from;
    private final int to;
    private final long missed;
    private final long later;
    private final List<long[]> inside;

    Cut(int from, int to, long missed, long later, List<long[]> inside) {
      this.from = from;
      this.to = to;
      this.missed = missed;
      this.later = later;
      this.inside = inside;
    }

    @Override
    public long firstSample() {
      return START + from + later;
    }

    @Override
    public long missedBefore() {
      return missed;
    }

    @Override
    public int channels() {
      return channels;
    }

    @Override
    public int samples() {
      return to - from;
    }

    @Override
    public short raw(int sample, int channel) {
      return at(from + sample, channel);
    }

    @Override
    public int marks() {
      return inside.size();
    }

    @Override
    public int markSample(int mark) {
      return (int) inside.get(mark)[0] - from;
    }

    @Override
    public long markOperation(int mark) {
      return inside.get(mark)[1];
    }
  }
}
