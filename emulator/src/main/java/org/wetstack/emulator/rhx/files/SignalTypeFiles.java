package org.wetstack.emulator.rhx.files;

import java.io.IOException;
import org.wetstack.emulator.rhx.state.SignalKind;
import org.wetstack.emulator.rhx.state.State;

/** One file per signal type: time, amplifiers, spikes, lines …, frame by frame. */
final class SignalTypeFiles {

  static final int SPIKE_MAGIC = 0x18f8474b;
  private static final int SIGNED = 0x8000;

  private final State state;
  private final Folder folder;
  private final Selection selection;
  private final Wants wants;
  private final long zero;
  private final int[] amplifiers;
  private final PartFiles parts;

  SignalTypeFiles(State state, Folder folder, Selection selection, Wants wants, long zero) {
    this.state = state;
    this.folder = folder;
    this.selection = selection;
    this.wants = wants;
    this.zero = zero;
    parts = new PartFiles(folder);
    this.amplifiers = Selection.indexes(selection.amplifiers());
  }

  /**
   * Begins all files; they are written and closed through what is returned.
   *
   * @param title what the spike file calls the recording
   */
  RecordingFiles open(String title) throws IOException {
    parts.times(zero);
    if (amplifiers.length > 0) {
      openAmplifiers(title);
    }
    openAuxiliary();
    openLines();
    return parts;
  }

  private void openAmplifiers(String title) throws IOException {
    int[] none = {};
    boolean merged = state.globals().get("SaveAuxInWithAmplifierWaveforms").isTrue();
    int[] auxiliary = merged ? enabled(SignalKind.AUXILIARY) : none;
    if (wants.wide()) {
      SaveFile file = folder.create("amplifier.dat");
      parts.add((frames, from, to) -> amplifiers(file, frames, auxiliary, from, to));
    }
    if (wants.low()) {
      SaveFile file = folder.create("lowpass.dat");
      int step = Integer.parseInt(state.globals().get("LowpassWaveformDownsampleRate").text());
      parts.add(
          (frames, from, to) -> interleave(file, frames.low, amplifiers, from, to, step, SIGNED));
    }
    if (wants.high()) {
      SaveFile file = folder.create("highpass.dat");
      parts.add(
          (frames, from, to) -> interleave(file, frames.high, amplifiers, from, to, 1, SIGNED));
    }
    if (wants.spikes()) {
      openSpikes(title);
    }
    if (state.controller().stimulates()) {
      SaveFile stim = folder.create("stim.dat");
      parts.add((frames, from, to) -> stimulation(stim, frames, from, to));
      if (wants.dc()) {
        SaveFile dc = folder.create("dcamplifier.dat");
        parts.add((frames, from, to) -> interleave(dc, frames.dc, amplifiers, from, to, 1, 0));
      }
    }
  }

  private void openSpikes(String title) throws IOException {
    SaveFile file = folder.create("spike.dat");
    var stream =
        new SavedSpikes(
            state,
            selection,
            wants.snapshots(),
            zero,
            (place, timestamp, id) -> {
              file.characters(selection.amplifiers().get(place).nativeName());
              file.i32(timestamp);
              file.u8(id);
              return file;
            });
    stream.writeHeader(
        file, SPIKE_MAGIC, title, selection.amplifiers(), state.setup().sampleRate());
    parts.spikes(stream);
  }

  private void openAuxiliary() throws IOException {
    int[] auxiliary = enabled(SignalKind.AUXILIARY);
    boolean merged = state.globals().get("SaveAuxInWithAmplifierWaveforms").isTrue();
    if (auxiliary.length > 0 && !merged) {
      SaveFile file = folder.create("auxiliary.dat");
      parts.add(
          (frames, from, to) -> {
            file.reserve(2 * (to - from) * auxiliary.length);
            for (int t = from; t < to; t++) {
              auxiliary(file, frames, auxiliary, t, 0);
            }
          });
    }
    int[] supply = enabled(SignalKind.SUPPLY);
    if (supply.length > 0) {
      SaveFile file = folder.create("supply.dat");
      parts.add(
          (frames, from, to) -> {
            file.reserve(2 * (to - from) * supply.length);
            for (int t = from; t < to; t++) {
              for (int channel : supply) {
                file.word(frames.supply[channel]);
              }
            }
          });
    }
  }

  private void openLines() throws IOException {
    int[] analogIn = enabled(SignalKind.ANALOG_IN);
    if (analogIn.length > 0) {
      SaveFile file = folder.create("analogin.dat");
      parts.add((frames, from, to) -> interleave(file, frames.analogIn, analogIn, from, to, 1, 0));
    }
    int[] analogOut = enabled(SignalKind.ANALOG_OUT);
    if (analogOut.length > 0) {
      SaveFile file = folder.create("analogout.dat");
      parts.add(
          (frames, from, to) -> interleave(file, frames.analogOut, analogOut, from, to, 1, 0));
    }
    if (enabled(SignalKind.DIGITAL_IN).length > 0) {
      SaveFile file = folder.create("digitalin.dat");
      parts.add((frames, from, to) -> file.row(frames.digitalIn, from, to, 0));
    }
    if (enabled(SignalKind.DIGITAL_OUT).length > 0) {
      SaveFile file = folder.create("digitalout.dat");
      parts.add((frames, from, to) -> file.row(frames.digitalOut, from, to, 0));
    }
  }

  private int[] enabled(SignalKind kind) {
    return Selection.indexes(selection.channels(kind));
  }

  private void amplifiers(SaveFile file, Frames frames, int[] auxiliary, int from, int to) {
    file.reserve(2 * (to - from) * (amplifiers.length + auxiliary.length));
    for (int t = from; t < to; t++) {
      for (int channel : amplifiers) {
        file.word(frames.wide[channel][t] ^ SIGNED);
      }
      auxiliary(file, frames, auxiliary, t, SIGNED);
    }
  }

  private static void auxiliary(SaveFile file, Frames frames, int[] channels, int t, int flip) {
    for (int channel : channels) {
      // Measured in every fourth frame, and written in all.
      file.word(frames.auxiliary[channel][t / 4] ^ flip);
    }
  }

  private void stimulation(SaveFile file, Frames frames, int from, int to) {
    file.reserve(2 * (to - from) * amplifiers.length);
    for (int t = from; t < to; t++) {
      for (int i = 0; i < amplifiers.length; i++) {
        file.word(selection.stimulationWord(i, frames.stimulation[amplifiers[i]][t]));
      }
    }
  }

  /** Every {@code step}th frame; a remainder that makes no whole step is left out. */
  private static void interleave(
      SaveFile file, char[][] rows, int[] channels, int from, int to, int step, int flip) {
    file.reserve(2 * ((to - from) / step) * channels.length);
    for (int t = from; t + step <= to; t += step) {
      for (int channel : channels) {
        file.word(rows[channel][t] ^ flip);
      }
    }
  }
}
