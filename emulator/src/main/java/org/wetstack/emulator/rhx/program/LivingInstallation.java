package org.wetstack.emulator.rhx.program;

import java.nio.file.Path;
import java.time.LocalDateTime;
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

/**
 * A controller whose electrodes lie in a culture, and a disk. The culture stays the same one when
 * the program is started again, but begins anew.
 */
public final class LivingInstallation implements Installation {

  private static final int PITCH_MICROMETERS = 200;

  private final World world;
  private final LocalDateTime began;
  private final Path root;
  private final boolean measuresImpedances;
  private volatile @Nullable ControllerBench bench;

  /**
   * Nothing is installed yet.
   *
   * @param began what the clock on the wall shows when the world begins: recordings are named by it
   * @param root stands for the root of the program's file system
   * @param measuresImpedances whether impedances are those of the culture's electrodes; otherwise
   *     they are what a demonstration shows
   */
  public LivingInstallation(
      World world, LocalDateTime began, Path root, boolean measuresImpedances) {
    this.world = world;
    this.began = began;
    this.root = root;
    this.measuresImpedances = measuresImpedances;
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
    var culture = AcquisitionSpec.culture(state, world.seedFor("culture"), PITCH_MICROMETERS);
    AcquisitionSpec observed = AcquisitionSpec.observed(culture);
    var spec =
        new AcquisitionSpec(
            culture,
            measuresImpedances,
            observed.headroomVolts(),
            observed.firstStreamMultiple(),
            observed.lateRepeats());
    var board =
        new Acquisition(
            world,
            state,
            spec,
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
