package org.wetstack.emulator.rhx.files;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A recording in several files of one folder, each of which takes its part of the frames. */
final class PartFiles implements RecordingFiles {

  /** What goes into one of the files. */
  interface Part {
    void write(Frames frames, int from, int to);
  }

  private final Folder folder;
  private final List<Part> parts = new ArrayList<>();
  private Optional<SavedSpikes> spikes = Optional.empty();

  PartFiles(Folder folder) {
    this.folder = folder;
  }

  /** Parts are written in the order in which they were added. */
  void add(Part part) {
    parts.add(part);
  }

  /** The spikes as another part, which also hears of frames before the recording. */
  void spikes(SavedSpikes stream) {
    spikes = Optional.of(stream);
    parts.add(stream::write);
  }

  /** The time of each frame as another part, with 0 at the timestamp {@code zero}. */
  void times(long zero) throws IOException {
    SaveFile file = folder.create("time.dat");
    parts.add(
        (frames, from, to) -> {
          for (int t = from; t < to; t++) {
            file.i32((int) (frames.timestamp + t - zero));
          }
        });
  }

  @Override
  public void prime(Frames frames, int from, int to) {
    if (spikes.isPresent()) {
      spikes.get().prime(frames, from, to);
    }
  }

  @Override
  public void write(Frames frames, int from, int to) {
    for (Part part : parts) {
      part.write(frames, from, to);
    }
  }

  @Override
  public void close() {
    folder.close();
  }
}
