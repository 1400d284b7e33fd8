package org.wetstack.emulator.rhx.files;

import java.io.IOException;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import org.wetstack.emulator.rhx.signal.BlockListener;
import org.wetstack.emulator.rhx.signal.DataBlock;
import org.wetstack.emulator.rhx.signal.Spike;
import org.wetstack.emulator.rhx.state.Channel.Band;
import org.wetstack.emulator.rhx.state.MeasuredImpedances;
import org.wetstack.emulator.rhx.state.RunMode;
import org.wetstack.emulator.rhx.state.State;

/**
 * Writes a run to disk, in the format and to the place that the state says: all of it, or what
 * belongs to triggers. Not thread-safe: used under the world's lock.
 */
final class Recorder implements BlockListener {

  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("'_'yyMMdd'_'HHmmss", Locale.ROOT);

  private final State state;
  private final MeasuredImpedances impedances;
  private final SettingsFiles settings;
  private final Disk disk;
  private final Supplier<LocalDateTime> clock;
  private final Runnable onFailure;
  private final Frames present = new Frames();
  private Wants wants;
  private RecordingPlace place;
  private Optional<RecordingFiles> files = Optional.empty();
  private Optional<Notes> notes = Optional.empty();
  private Optional<TriggerGate> gate = Optional.empty();
  private Optional<History> history = Optional.empty();
  private long zero;
  private long samples;
  private long samplesInFile;

  /**
   * A recorder that is not recording.
   *
   * @param settings writes {@code settings.xml} beside recordings
   * @param clock the time on the wall, for the names of files
   * @param onFailure called when files cannot be opened or written during a run; whatever was
   *     written is closed by then, and the program has to stop
   */
  Recorder(
      State state,
      MeasuredImpedances impedances,
      SettingsFiles settings,
      Disk disk,
      Supplier<LocalDateTime> clock,
      Runnable onFailure) {
    this.state = state;
    this.impedances = impedances;
    this.settings = settings;
    this.disk = disk;
    this.clock = clock;
    this.onFailure = onFailure;
    this.wants = Wants.of(state);
    this.place = new RecordingPlace(state, impedances, settings, disk);
  }

  /**
   * Begins with a run in the mode that the state says; before its first block.
   *
   * @return false if the files cannot be opened: the program has to stop, without a word
   */
  boolean start() {
    finish();
    wants = Wants.of(state);
    place = new RecordingPlace(state, impedances, settings, disk);
    zero = 0;
    if (state.mode() == RunMode.TRIGGER) {
      int seconds = state.globals().get("PreTriggerBufferSeconds").integer();
      gate = Optional.of(new TriggerGate(state));
      history = Optional.of(new History(wants, seconds, state.setup().sampleRate()));
    }
    return state.mode() != RunMode.RECORD || begin();
  }

  /** Whether {@code band} of amplifier channels has to be filled in the blocks of this run. */
  boolean wants(Band band) {
    boolean saves = state.recordingOrArmed();
    return switch (band) {
      case LOW -> saves && wants.low();
      case HIGH -> saves && (wants.high() || wants.snapshots());
      case WIDE, DC, STIM -> saves;
      case SPIKE -> saves && wants.spikes();
    };
  }

  /**
   * Notes {@code text} beside the recording, at the sample that was saved last. Nothing happens if
   * none is being written.
   */
  void note(String text) {
    if (notes.isPresent() && files.isPresent()) {
      try {
        notes.get().add(samples, text);
      } catch (IOException e) {
        // The program says nothing of a note that it could not write, and goes on recording.
        notes = Optional.empty();
      }
    }
  }

  @Override
  public void onBlock(DataBlock block, List<Spike> spikes) {
    if (files.isEmpty() && gate.isEmpty()) {
      return;
    }
    present.look(block, spikes);
    try {
      save();
    } catch (IOException e) {
      fail();
    }
  }

  private void save() throws IOException {
    boolean resting = gate.isPresent() && !gate.get().armed() && files.isEmpty();
    if (gate.isPresent() && gate.get().armed()) {
      int frame = gate.orElseThrow().begins(present);
      if (frame >= 0) {
        onTrigger(frame);
      }
    }
    if (files.isPresent()) {
      files.get().write(present, 0, DataBlock.FRAMES);
      if (gate.isPresent() && gate.get().ends(present)) {
        state.writing(false);
        state.resting(true);
        closeFiles();
      } else {
        count();
      }
    } else if (resting) {
      gate.orElseThrow().rest();
      state.resting(!gate.orElseThrow().armed());
    }
    if (history.isPresent()) {
      history.get().add(present);
    }
  }

  private void onTrigger(int frame) throws IOException {
    state.writing(true);
    zero = (present.timestamp + frame) & 0xffffffffL;
    if (!begin()) {
      throw new IOException("the files of a triggered recording cannot be opened");
    }
    saveBefore(frame);
  }

  /** Saves what the trigger wants from before the block in which it came. */
  private void saveBefore(int frame) {
    History past = history.orElseThrow();
    double seconds = state.globals().get("PreTriggerBufferSeconds").integer();
    int wanted = (int) Math.ceil(seconds * state.setup().sampleRate()) - frame;
    int blocks = Math.min(past.size(), (wanted + DataBlock.FRAMES - 1) / DataBlock.FRAMES);
    // One file of blocks begins with a whole one; the other formats begin with the very frame.
    int skipped = wants.traditional() ? 0 : Math.max(0, blocks * DataBlock.FRAMES - wanted);
    RecordingFiles out = files.orElseThrow();
    for (int back = past.size(); back > blocks; back--) {
      out.prime(past.back(back), 0, DataBlock.FRAMES);
    }
    for (int back = blocks; back >= 1; back--) {
      int from = back == blocks ? skipped : 0;
      out.prime(past.back(back), 0, from);
      out.write(past.back(back), from, DataBlock.FRAMES);
    }
  }

  private void count() throws IOException {
    samples += DataBlock.FRAMES;
    samplesInFile += DataBlock.FRAMES;
    long minutes = state.globals().get("NewSaveFilePeriodMinutes").integer();
    if (wants.traditional()
        && samplesInFile >= Math.round(60 * minutes * state.setup().sampleRate())) {
      closeFiles();
      open();
      samplesInFile = 0;
    }
  }

  private boolean begin() {
    samples = 0;
    samplesInFile = 0;
    try {
      open();
      return true;
    } catch (IOException e) {
      finish();
      return false;
    }
  }

  private void open() throws IOException {
    String stamp = STAMP.format(clock.get());
    files = Optional.of(place.open(stamp, wants, zero));
    notes = Optional.of(new Notes(state, place.path().resolve("notes" + stamp + ".txt")));
  }

  @Override
  public void onEnd() {
    finish();
  }

  private void fail() {
    finish();
    onFailure.run();
  }

  /** Closes what is open, and forgets the run. */
  private void finish() {
    if (state.mode() == RunMode.TRIGGER) {
      state.writing(false);
    }
    gate = Optional.empty();
    history = Optional.empty();
    closeFiles();
  }

  private void closeFiles() {
    Optional<RecordingFiles> closing = files;
    files = Optional.empty();
    notes = Optional.empty();
    if (closing.isPresent()) {
      closing.get().close();
    }
  }
}
