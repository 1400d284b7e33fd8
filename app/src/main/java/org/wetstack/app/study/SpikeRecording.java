package org.wetstack.app.study;

import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import org.wetstack.emulator.culture.statistics.SpikeTrains;
import org.wetstack.hal.ArrayLayout;
import org.wetstack.hal.DeviceException;
import org.wetstack.hal.SampleBlock;
import org.wetstack.hal.SampleHandler;
import org.wetstack.lab.signal.DetectorSettings;
import org.wetstack.lab.signal.SpikeDetector;
import org.wetstack.lab.signal.Spikes;

/**
 * Listens to a stream as the field's figures were taken: 300 to 5000 Hz, 4.5 times the noise by its
 * median. Keeps all spikes, the sum of squares, and one second of filtered voltage.
 */
final class SpikeRecording implements SampleHandler {

  static final double FROM_HERTZ = 300;
  static final double TO_HERTZ = 5_000;
  static final double SIGMAS = 4.5;

  /** The refractory time of a cell (MEArec): what comes sooner is the same spike. */
  private static final Duration DEAD_TIME = Duration.ofMillis(2);

  private static final int TRACE_SECONDS = 1;

  private final ArrayLayout layout;
  private final int rate;
  private final SpikeDetector detector;
  private final SpikeTrains trains;
  private final float[][] depths;
  private final double[] squares;
  private final float[] trace;
  private final int[] open;
  private final long[] openFrom;
  private long firstSample = -1;
  private long endSample;
  private long missed;

  /** A recording of the channels of {@code layout}, which begins once the noise is known. */
  SpikeRecording(ArrayLayout layout) {
    this.layout = layout;
    rate = layout.samplesPerSecond();
    detector = new SpikeDetector(layout, settings());
    trains = new SpikeTrains(layout.channels(), rate);
    depths = new float[layout.channels()][256];
    squares = new double[layout.channels()];
    trace = new float[layout.channels() * rate * TRACE_SECONDS];
    open = new int[layout.channels()];
    openFrom = new long[layout.channels()];
    Arrays.fill(open, -1);
  }

  private static DetectorSettings settings() {
    return DetectorSettings.USUAL
        .withBand(2, FROM_HERTZ, TO_HERTZ)
        .withThreshold(SIGMAS)
        .withDeadTime(DEAD_TIME)
        .withNoise(Duration.ofSeconds(2), Duration.ofSeconds(10));
  }

  @Override
  public void onBlock(SampleBlock block) {
    missed += block.missedBefore();
    boolean before = detector.ready();
    Spikes found = detector.detect(block);
    if (!before) {
      if (detector.ready()) {
        firstSample = block.firstSample() + block.samples();
        endSample = firstSample;
      }
      return;
    }
    endSample = block.firstSample() + block.samples();
    keep(block.firstSample(), block.samples());
    for (int i = 0; i < found.count(); i++) {
      int channel = found.channel(i);
      // One that is under way must not lose its trough to the next in the same block.
      deepen(block, channel);
      begin(channel, found.sample(i));
    }
    for (int channel = 0; channel < open.length; channel++) {
      deepen(block, channel);
    }
  }

  private void begin(int channel, long sample) {
    trains.add(channel, sample - firstSample);
    open[channel] = trains.count(channel) - 1;
    openFrom[channel] = sample;
    if (open[channel] == depths[channel].length) {
      depths[channel] = Arrays.copyOf(depths[channel], 2 * open[channel]);
    }
  }

  private void keep(long first, int samples) {
    int channels = layout.channels();
    for (int i = 0; i < samples; i++) {
      long at = first + i - firstSample;
      for (int c = 0; c < channels; c++) {
        double microvolts = microvolts(i, c);
        squares[c] += microvolts * microvolts;
        if (at < (long) rate * TRACE_SECONDS) {
          trace[(int) at * channels + c] = (float) microvolts;
        }
      }
    }
  }

  /** In the band; 0 where the detector is deaf to a gap. */
  private double microvolts(int sample, int channel) {
    float counts = detector.filtered(sample, channel);
    return Float.isNaN(counts) ? 0 : counts * (layout.nanovoltsPerCount() / 1_000.0);
  }

  private void deepen(SampleBlock block, int c) {
    if (open[c] < 0) {
      return;
    }
    long end = block.firstSample() + block.samples();
    long from = Math.max(openFrom[c], block.firstSample());
    long to = Math.min(openFrom[c] + rate / 1_000, end);
    for (long at = from; at < to; at++) {
      float deep = (float) -microvolts((int) (at - block.firstSample()), c);
      depths[c][open[c]] = Math.max(depths[c][open[c]], deep);
    }
    open[c] = to < end ? -1 : open[c];
  }

  @Override
  public void onEnd(Optional<DeviceException> reason) {
    reason.ifPresent(
        why -> {
          throw new IllegalStateException("the stream ended: " + why.getMessage(), why);
        });
  }

  /** The array it is of. */
  ArrayLayout layout() {
    return layout;
  }

  /** How many samples of each channel there are. */
  long samples() {
    return firstSample < 0 ? 0 : endSample - firstSample;
  }

  double seconds() {
    return (double) samples() / rate;
  }

  /** Samples that did not arrive. */
  long missed() {
    return missed;
  }

  /** All spikes, counted from the first sample in which they were looked for. */
  SpikeTrains trains() {
    return trains;
  }

  /** How deep the troughs of the spikes of {@code channel} are, in microvolts. */
  float[] depthsMicrovolts(int channel) {
    return Arrays.copyOf(depths[channel], trains.count(channel));
  }

  /** What channel {@code channel} shows in the band, root mean square. */
  double rmsMicrovolts(int channel) {
    return Math.sqrt(squares[channel] / Math.max(1, samples()));
  }

  /** The band-passed voltage of {@code channel} in the first second. */
  double[] trace(int channel) {
    double[] one = new double[(int) Math.min(samples(), (long) rate * TRACE_SECONDS)];
    for (int i = 0; i < one.length; i++) {
      one[i] = trace[i * layout.channels() + channel];
    }
    return one;
  }
}
