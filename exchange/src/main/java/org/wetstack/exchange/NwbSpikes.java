package org.wetstack.exchange;

import java.io.Closeable;
import java.io.IOException;
import org.bytedeco.javacpp.DoublePointer;
import org.wetstack.lab.recording.Entry;

/**
 * The spikes of a recording on their way into {@code /units/spike_times}, which has all of one
 * channel, then all of the next. The survey has counted them, so each channel knows its place; of
 * each a few are held until they are written together.
 */
final class NwbSpikes implements Closeable {

  private static final int HELD = 512;
  private static final int CHUNK_ROWS = 8_192;

  private final Timeline time;
  private final HdfSeries times;
  private final double[][] held;
  private final int[] count;
  private final long[] next;
  private final DoublePointer out = new DoublePointer(HELD);

  NwbSpikes(HdfFile file, Survey survey) throws IOException {
    time = survey.timeline();
    long[] counts = survey.spikes();
    held = new double[counts.length][HELD];
    count = new int[counts.length];
    next = new long[counts.length];
    long all = 0;
    for (int channel = 0; channel < counts.length; channel++) {
      next[channel] = all;
      all += counts[channel];
    }
    file.group("/units");
    times = HdfSeries.doubles(file, "/units/spike_times", all, CHUNK_ROWS, 0);
  }

  void put(Entry.Spike spike) throws IOException {
    int channel = spike.channel();
    if (channel >= held.length) {
      return;
    }
    held[channel][count[channel]] = time.ofSample(spike.sample());
    count[channel]++;
    if (count[channel] == HELD) {
      flush(channel);
    }
  }

  /** Writes what is still held. */
  void finish() throws IOException {
    for (int channel = 0; channel < held.length; channel++) {
      flush(channel);
    }
  }

  private void flush(int channel) throws IOException {
    out.put(held[channel], 0, count[channel]);
    times.write(next[channel], count[channel], out);
    next[channel] += count[channel];
    count[channel] = 0;
  }

  @Override
  public void close() throws IOException {
    out.close();
    times.close();
  }
}
