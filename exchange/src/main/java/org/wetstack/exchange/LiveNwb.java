package org.wetstack.exchange;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.wetstack.hal.SampleHandler;
import org.wetstack.lab.recording.LiveSink;
import org.wetstack.lab.recording.RecordingInfo;

/**
 * Writes NWB files that can be read while they grow (HDF5's single writer, many readers). They have
 * samples with a time each, and nothing of what was done: that is in the export.
 */
public final class LiveNwb implements LiveSink {

  /** The library is not thread-safe, and several arrays may be recorded at once. */
  private final ReentrantLock library = new ReentrantLock();

  @Override
  public SampleHandler open(Path file, RecordingInfo info, Consumer<IOException> onFailure) {
    return new LiveNwbFile(file, info, library, onFailure);
  }

  @Override
  public String suffix() {
    return ".nwb";
  }
}
