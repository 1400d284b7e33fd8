package org.wetstack.emulator.rhx.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.wetstack.emulator.rhx.state.MeasuredImpedances;
import org.wetstack.emulator.rhx.state.State;

/** Where one run's recordings go, and how their files begin. */
final class RecordingPlace {

  private static final int BUFFER_BYTES = 262_144;
  private static final int BUFFER_BYTES_PER_CHANNEL = 65_536;

  private final State state;
  private final MeasuredImpedances impedances;
  private final SettingsFiles settings;
  private final Disk disk;
  private Path path = Path.of("");
  private String title = "";
  private boolean begun;

  RecordingPlace(State state, MeasuredImpedances impedances, SettingsFiles settings, Disk disk) {
    this.state = state;
    this.impedances = impedances;
    this.settings = settings;
    this.disk = disk;
  }

  /** The folder of the files that were opened last. */
  Path path() {
    return path;
  }

  /**
   * Opens the next files of the run.
   *
   * @param stamp date and time, for their names
   * @param zero the timestamp that is called 0
   * @throws IOException if one of them cannot be opened; then none is open
   */
  RecordingFiles open(String stamp, Wants wants, long zero) throws IOException {
    choose(stamp, wants.traditional());
    var folder = new Folder(path, bufferBytes());
    try {
      return begin(folder, stamp, wants, zero);
    } catch (IOException e) {
      folder.close();
      throw e;
    }
  }

  private void choose(String stamp, boolean traditional) throws IOException {
    boolean fresh = state.globals().get("CreateNewDirectory").isTrue();
    String parent = state.recordings().path();
    String base = state.recordings().base();
    if (traditional && fresh && begun) {
      // One folder holds all files of a run in this format.
      return;
    }
    if (fresh) {
      title = base + stamp;
      path = disk.at(parent + "/" + title);
      Files.createDirectory(path);
    } else {
      title = traditional ? parent : parent + "/" + base;
      path = disk.at(title);
    }
    begun = true;
    // A recording without it is still one: the program does not look whether it succeeded.
    settings.write(path.resolve("settings.xml"));
  }

  private RecordingFiles begin(Folder folder, String stamp, Wants wants, long zero)
      throws IOException {
    String extension = state.controller().stimulates() ? ".rhs" : ".rhd";
    var selection = new Selection(state);
    if (wants.traditional()) {
      SaveFile out = folder.create(state.recordings().base() + stamp + extension);
      new IntanHeader(state, impedances, out).write();
      return new TraditionalFile(folder, out, selection, wants, zero);
    }
    try (var info = new SaveFile(path.resolve("info" + extension), bufferBytes())) {
      new IntanHeader(state, impedances, info).write();
    }
    return perChannel()
        ? new ChannelFiles(state, folder, selection, wants, zero).open(title)
        : new SignalTypeFiles(state, folder, selection, wants, zero).open(title);
  }

  private boolean perChannel() {
    return state.globals().get("FileFormat").text().equals("OneFilePerChannel");
  }

  private int bufferBytes() {
    int whole = perChannel() ? BUFFER_BYTES_PER_CHANNEL : BUFFER_BYTES;
    return whole >> (2 * state.globals().get("WriteToDiskLatency").choice());
  }
}
