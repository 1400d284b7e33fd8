package org.wetstack.emulator.rhx.files;

import java.time.LocalDateTime;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.wetstack.emulator.rhx.Board;
import org.wetstack.emulator.rhx.Storage;
import org.wetstack.emulator.rhx.signal.BlockListener;
import org.wetstack.emulator.rhx.signal.DataBlock;
import org.wetstack.emulator.rhx.signal.Spike;
import org.wetstack.emulator.rhx.state.Channel.Band;
import org.wetstack.emulator.rhx.state.MeasuredImpedances;
import org.wetstack.emulator.rhx.state.State;

/**
 * All files of one program, on a disk. It is told of every block of a run, between {@link #begin}
 * and {@link #end}. Not thread-safe: used under the world's lock.
 */
public final class StoredFiles implements Storage, BlockListener {

  private final SettingsFiles settings;
  private final Recorder recorder;
  private final ImpedanceFile impedanceFile;

  /**
   * The files of a program that is not recording.
   *
   * @param board is told to upload what settings files say
   * @param impedances what was measured last
   * @param clock the time on the wall, for the names of files
   * @param onFailure called when files cannot be opened or written during a run; whatever was
   *     written is closed by then, and the program has to stop, without a word
   */
  public StoredFiles(
      State state,
      Board board,
      MeasuredImpedances impedances,
      Disk disk,
      Supplier<LocalDateTime> clock,
      Runnable onFailure) {
    settings = new SettingsFiles(state, board, disk);
    recorder = new Recorder(state, impedances, settings, disk, clock, onFailure);
    impedanceFile = new ImpedanceFile(state, impedances, disk);
  }

  /** Whether {@code band} of amplifier channels has to be filled in the blocks of this run. */
  public boolean wants(Band band) {
    return recorder.wants(band);
  }

  @Override
  public boolean begin() {
    return recorder.start();
  }

  @Override
  public void end() {
    recorder.onEnd();
  }

  @Override
  public void note(String text) {
    recorder.note(text);
  }

  @Override
  public void onBlock(DataBlock block, List<Spike> spikes) {
    recorder.onBlock(block, spikes);
  }

  @Override
  public void onEnd() {
    recorder.onEnd();
  }

  @Override
  public void saveImpedances() {
    impedanceFile.save();
  }

  @Override
  public boolean saveSettings(String path) {
    return settings.save(path);
  }

  @Override
  public Optional<String> loadSettings(String path) {
    return settings.load(path);
  }

  @Override
  public boolean saveStimulation(String path) {
    return settings.saveStimulation(path);
  }

  @Override
  public Optional<String> loadStimulation(String path) {
    return settings.loadStimulation(path);
  }
}
