package org.wetstack.exchange;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.ShortPointer;
import org.jspecify.annotations.Nullable;
import org.wetstack.hal.DeviceException;
import org.wetstack.hal.SampleBlock;
import org.wetstack.hal.SampleHandler;
import org.wetstack.lab.recording.RecordingInfo;

/**
 * One file that grows. On one thread, which may wait for the disk. What was missed is a jump of the
 * times; once the disk has failed, nothing more is written.
 */
final class LiveNwbFile implements SampleHandler {

  private static final String SERIES = "/acquisition/ElectricalSeries";
  private static final int FLUSHES_PER_SECOND = 4;

  private final Path path;
  private final RecordingInfo info;
  private final ReentrantLock library;
  private final Consumer<IOException> onFailure;
  private final int channels;
  private final int rate;
  private final int chunkRows;
  private final short[] rows;
  private final double[] seconds;
  private @Nullable Open open;
  private boolean over;
  private long first = -1;
  private long written;
  private int filled;

  /** What is to be closed. */
  private static final class Open {
    final NwbFile file;
    final HdfSeries data;
    final HdfSeries timestamps;
    final ShortPointer rowsOut;
    final DoublePointer secondsOut;

    Open(NwbFile file, HdfSeries data, HdfSeries timestamps, int chunkRows, int channels) {
      this.file = file;
      this.data = data;
      this.timestamps = timestamps;
      this.rowsOut = new ShortPointer((long) chunkRows * channels);
      this.secondsOut = new DoublePointer(chunkRows);
    }

    void close() throws IOException {
      rowsOut.close();
      secondsOut.close();
      try (file;
          data;
          timestamps) {
        timestamps.flush();
      }
    }
  }

  LiveNwbFile(
      Path path, RecordingInfo info, ReentrantLock library, Consumer<IOException> onFailure) {
    this.path = path;
    this.info = info;
    this.library = library;
    this.onFailure = onFailure;
    this.channels = info.layout().channels();
    this.rate = info.layout().samplesPerSecond();
    this.chunkRows = Math.max(1, rate / FLUSHES_PER_SECOND);
    this.rows = new short[chunkRows * channels];
    this.seconds = new double[chunkRows];
  }

  @Override
  public void onBlock(SampleBlock block) {
    if (over) {
      return;
    }
    if (first < 0) {
      first = block.firstSample();
    }
    try {
      for (int s = 0; s < block.samples(); s++) {
        block.copy(s, rows, filled * channels);
        seconds[filled] = (double) (block.firstSample() + s - first) / rate;
        filled++;
        if (filled == chunkRows) {
          flush();
        }
      }
    } catch (IOException e) {
      fail(e);
    }
  }

  @Override
  public void onEnd(Optional<DeviceException> reason) {
    if (over) {
      return;
    }
    try {
      flush();
      over = true;
      close();
    } catch (IOException e) {
      fail(e);
    }
  }

  private void fail(IOException reason) {
    over = true;
    try {
      close();
    } catch (IOException e) {
      reason.addSuppressed(e);
    } finally {
      onFailure.accept(reason);
    }
  }

  private void close() throws IOException {
    Open last = open;
    open = null;
    if (last != null) {
      library.lock();
      try {
        last.close();
      } finally {
        library.unlock();
      }
    }
  }

  private void flush() throws IOException {
    library.lock();
    try {
      Open to = open == null ? begin() : open;
      open = to;
      if (filled > 0) {
        to.rowsOut.put(rows, 0, filled * channels);
        to.secondsOut.put(seconds, 0, filled);
        // Samples first: whoever sees a time finds its samples.
        to.data.grow(written + filled);
        to.data.write(written, filled, to.rowsOut);
        to.data.flush();
        to.timestamps.grow(written + filled);
        to.timestamps.write(written, filled, to.secondsOut);
        to.timestamps.flush();
        written += filled;
        filled = 0;
      }
    } finally {
      library.unlock();
    }
  }

  private Open begin() throws IOException {
    Path folder = path.toAbsolutePath().getParent();
    if (folder != null) {
      Files.createDirectories(folder);
    }
    var file = new NwbFile(HdfFile.live(path), NwbHead.identifier(info));
    try {
      return begin(file);
    } catch (IOException e) {
      file.close();
      throw e;
    }
  }

  private Open begin(NwbFile file) throws IOException {
    NwbHead.write(
        file,
        info,
        info.startedAt(),
        "Written live by Wetstack while it was recorded: samples only. The recording of this name"
            + " and its export have stimuli, doses, spikes and all else.");
    file.series(
        SERIES,
        "ElectricalSeries",
        "Raw samples. Where some are missing the times jump: the recording may have them");
    var data = HdfSeries.growingShorts(file.hdf, SERIES + "/data", channels, chunkRows);
    var timestamps = HdfSeries.growingDoubles(file.hdf, SERIES + "/timestamps", chunkRows);
    double volts = info.layout().nanovoltsPerCount() * 1e-9;
    file.unit(SERIES, "volts", volts, volts);
    file.timestampAttributes(SERIES);
    long[] electrodes = new long[channels];
    for (int i = 0; i < channels; i++) {
      electrodes[i] = i;
    }
    file.region(SERIES + "/electrodes", "All of them", electrodes, NwbHead.ELECTRODES);
    file.hdf.share();
    return new Open(file, data, timestamps, chunkRows, channels);
  }
}
