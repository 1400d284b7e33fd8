package org.wetstack.lab.loop;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.OptionalLong;
import org.wetstack.hal.ArrayLayout;
import org.wetstack.hal.DeviceInfo;
import org.wetstack.hal.spi.SystemTimebase;
import org.wetstack.lab.MadeUpStream;
import org.wetstack.lab.recording.Recorder;
import org.wetstack.lab.recording.RecordingInfo;

/** Recordings that tests of the loop write into. */
final class Recordings {

  static final int CHANNELS = 4;
  static final int RATE = 20_000;
  static final ArrayLayout LAYOUT = MadeUpStream.layout(CHANNELS, RATE, 100);

  private Recordings() {}

  /** A new recording in {@code folder/rec}. */
  static Recorder begin(Path folder) throws IOException {
    return Recorder.create(
        folder.resolve("rec"),
        new RecordingInfo(
            Instant.parse("2026-03-01T00:00:00Z"),
            new DeviceInfo("made up", "1", "0", 1, false),
            LAYOUT,
            OptionalLong.empty(),
            ""),
        SystemTimebase.shared(),
        failure -> {
          throw new IllegalStateException(failure);
        });
  }
}
