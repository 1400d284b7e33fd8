package org.wetstack.emulator.rhx.files;

import java.io.Closeable;

/** The open files of one recording, in one of the three formats. */
interface RecordingFiles extends Closeable {

  /** Shows frames just before the first that are saved, for the waveforms of spikes. */
  void prime(Frames frames, int from, int to);

  /** Saves frames {@code from} to {@code to} of {@code frames}. */
  void write(Frames frames, int from, int to);

  @Override
  void close();
}
