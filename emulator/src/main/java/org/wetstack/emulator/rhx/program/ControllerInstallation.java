package org.wetstack.emulator.rhx.program;

import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.wetstack.emulator.World;
import org.wetstack.emulator.rhx.ClientPort;
import org.wetstack.emulator.rhx.files.Disk;
import org.wetstack.emulator.rhx.files.StoredFiles;
import org.wetstack.emulator.rhx.signal.Acquisition;
import org.wetstack.emulator.rhx.signal.AcquisitionSpec;
import org.wetstack.emulator.rhx.signal.ControllerBench;
import org.wetstack.emulator.rhx.signal.Outlet;
import org.wetstack.emulator.rhx.state.State;

/** A controller with electrodes in some tissue, and a disk. */
public final class ControllerInstallation implements Installation {

  private final World world;
  private final LocalDateTime began;
  private final Path root;
  private final Function<State, AcquisitionSpec> controller;
  private volatile @Nullable ControllerBench bench;

  /**
   * Nothing is installed yet.
   *
   * @param began what the clock on the wall shows when the world begins: recordings are named by it
   * @param root stands for the root of the program's file system
   * @param controller what is plugged into a program that starts with such a state; asked at each
   *     start, under the world's lock
   */
  public ControllerInstallation(
      World world, LocalDateTime began, Path root, Function<State, AcquisitionSpec> controller) {
    this.world = world;
    this.began = began;
    this.root = root;
    this.controller = controller;
  }

  /**
   * What can be done to the controller of the program as it is now.
   *
   * @throws IllegalStateException if no program was started
   */
  public ControllerBench bench() {
    ControllerBench present = bench;
    if (present == null) {
      throw new IllegalStateException("no program has been started with this installation");
    }
    return present;
  }

  @Override
  public Parts install(State state, ClientPort waveform, ClientPort spikes, Alarms alarms) {
    var board =
        new Acquisition(
            world,
            state,
            controller.apply(state),
            Outlet.of(waveform, waveform::connected),
            Outlet.of(spikes, spikes::connected),
            alarms::overrun);
    var files =
        new StoredFiles(
            state,
            board,
            board.impedances(),
            new Disk(root),
            () -> began.plusNanos(world.nanos()),
            alarms::recordingFailed);
    board.listen(files);
    bench = board.bench();
    return new Parts(board, files);
  }
}
