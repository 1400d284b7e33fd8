package org.wetstack.lab.recording;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import org.wetstack.hal.spi.SystemTimebase;
import org.wetstack.hal.spi.Timebase;

/** A real disk that may have to wait. Lives beside the recorder, which shows its disk to nobody. */
public final class SlowDisk implements Disk {

  private static final Duration CLOSE_WITHIN = Duration.ofSeconds(10);

  private final Disk real;
  private final Runnable first;

  private SlowDisk(Disk real, Runnable first) {
    this.real = real;
    this.first = first;
  }

  /**
   * A recorder with the smallest queue that there may be, in segments of {@code segmentBytes}.
   *
   * @param first is run before anything is written or made durable
   */
  public static Recorder recorder(
      Path folder, RecordingInfo info, long segmentBytes, Runnable first) throws IOException {
    Timebase time = SystemTimebase.shared();
    int queueBytes = RecordSheet.leastQueueBytes(info.layout());
    var queue = new RecordQueue(queueBytes);
    SegmentFiles files = SegmentFiles.create(folder, info, segmentBytes);
    Segments.Maker slow = segment -> new SlowDisk(files.make(segment), first);
    return new Recorder(
        folder,
        info,
        time,
        time.nanoTime(),
        queue,
        new RecordSheet(queue, info.layout(), queueBytes),
        new Segments(new SlowDisk(files.first(), first), slow, info.layout(), segmentBytes, null),
        CLOSE_WITHIN,
        failure -> {});
  }

  @Override
  public void write(ByteBuffer bytes) throws IOException {
    first.run();
    real.write(bytes);
  }

  @Override
  public void force() throws IOException {
    first.run();
    real.force();
  }

  @Override
  public void close() throws IOException {
    real.close();
  }
}
