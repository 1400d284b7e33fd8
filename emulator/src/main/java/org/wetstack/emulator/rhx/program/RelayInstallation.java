package org.wetstack.emulator.rhx.program;

import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.wetstack.emulator.World;
import org.wetstack.emulator.rhx.ClientPort;
import org.wetstack.emulator.rhx.DistantController;
import org.wetstack.emulator.rhx.files.Disk;
import org.wetstack.emulator.rhx.files.StoredFiles;
import org.wetstack.emulator.rhx.signal.Outlet;
import org.wetstack.emulator.rhx.signal.RelayedAcquisition;
import org.wetstack.emulator.rhx.state.State;

/** A controller that is elsewhere, with a disk here. */
public final class RelayInstallation implements Installation {

  private final World world;
  private final LocalDateTime began;
  private final Path root;
  private final DistantController controller;
  private @Nullable RelayedAcquisition acquisition;
  private Consumer<String> complaints = text -> {};

  /**
   * Nothing is installed yet.
   *
   * @param began what the clock on the wall shows when the world begins: recordings are named by it
   * @param root stands for the root of the program's file system
   */
  public RelayInstallation(
      World world, LocalDateTime began, Path root, DistantController controller) {
    this.world = world;
    this.began = began;
    this.root = root;
    this.controller = controller;
  }

  /** Where frames go; null before the program has been started. Under the world's lock. */
  public @Nullable RelayedAcquisition acquisition() {
    return acquisition;
  }

  /** Tells the client of {@code text} that he did not ask for. Under the world's lock. */
  public void complain(String text) {
    complaints.accept(text);
  }

  @Override
  public Parts install(State state, ClientPort waveform, ClientPort spikes, Alarms alarms) {
    var board =
        new RelayedAcquisition(
            state,
            controller,
            Outlet.of(waveform, waveform::connected),
            Outlet.of(spikes, spikes::connected),
            alarms::overrun,
            alarms::complain);
    var files =
        new StoredFiles(
            state,
            board,
            board.impedances(),
            new Disk(root),
            () -> began.plusNanos(world.nanos()),
            alarms::recordingFailed);
    board.listen(files);
    acquisition = board;
    complaints = alarms::complain;
    return new Parts(board, files);
  }
}
