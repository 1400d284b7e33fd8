package org.wetstack.exchange;

import java.io.Closeable;
import java.io.IOException;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.ShortPointer;
import org.jspecify.annotations.Nullable;
import org.wetstack.lab.recording.Entry;

/**
 * The samples of a recording on their way into an HDF5 file, and their times if some are missing.
 * Holds one chunk of each, of about {@link #CHUNK_BYTES}.
 */
final class NwbSamples implements Closeable {

  private static final int CHUNK_BYTES = 1 << 20;

  private final Timeline time;
  private final int channels;
  private final int chunkRows;
  private final short[] rows;
  private final double[] seconds;
  private final ShortPointer rowsOut;
  private final DoublePointer secondsOut;
  private final HdfSeries data;
  private final @Nullable HdfSeries timestamps;
  private long written;
  private int filled;

  NwbSamples(HdfFile file, String path, Survey survey, int deflate, boolean timed)
      throws IOException {
    this.time = survey.timeline();
    this.channels = survey.info().layout().channels();
    this.chunkRows = Math.max(1, CHUNK_BYTES / (2 * channels));
    this.rows = new short[chunkRows * channels];
    this.seconds = new double[chunkRows];
    this.rowsOut = new ShortPointer((long) chunkRows * channels);
    this.secondsOut = new DoublePointer(chunkRows);
    long samples = survey.samples();
    this.data = HdfSeries.shorts(file, path + "/data", samples, channels, chunkRows, deflate);
    // Times are so regular that the least effort makes them a fraction of the samples.
    this.timestamps =
        timed ? HdfSeries.doubles(file, path + "/timestamps", samples, chunkRows, 1) : null;
  }

  void put(Entry.Block block) throws IOException {
    int samples = block.counts().samples();
    for (int s = 0; s < samples; s++) {
      block.counts().copy(s, rows, filled * channels);
      seconds[filled] = time.ofSample(block.firstSample() + s);
      filled++;
      if (filled == chunkRows) {
        flush();
      }
    }
  }

  /** Writes what is left of the last chunk. */
  void finish() throws IOException {
    flush();
  }

  private void flush() throws IOException {
    rowsOut.put(rows, 0, filled * channels);
    data.write(written, filled, rowsOut);
    if (timestamps != null) {
      secondsOut.put(seconds, 0, filled);
      timestamps.write(written, filled, secondsOut);
    }
    written += filled;
    filled = 0;
  }

  @Override
  public void close() throws IOException {
    rowsOut.close();
    secondsOut.close();
    data.close();
    if (timestamps != null) {
      timestamps.close();
    }
  }
}
