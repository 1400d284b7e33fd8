package org.wetstack.lab.recording;

import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.wetstack.hal.SampleHandler;

/** Writes samples in a format of others while they are recorded, beside the recording. */
public interface LiveSink {

  /**
   * Who writes {@code file}. Called on the thread that begins a recording, so it does not touch the
   * disk; the handler has a thread of its own, may be slow, and must be told of the end.
   *
   * @param file to be made, with its folder
   * @param onFailure called once, on the handler's thread, when it can write no more
   */
  SampleHandler open(Path file, RecordingInfo info, Consumer<IOException> onFailure);

  /** What names of its files end with, as in {@code .nwb}. */
  String suffix();
}
