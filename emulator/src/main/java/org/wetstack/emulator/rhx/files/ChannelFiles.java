package org.wetstack.emulator.rhx.files;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.wetstack.emulator.rhx.state.Channel;
import org.wetstack.emulator.rhx.state.SignalKind;
import org.wetstack.emulator.rhx.state.State;

/** One file per channel, and one of the time. */
final class ChannelFiles {

  static final int SPIKE_MAGIC = 0x18f88c00;
  private static final int SIGNED = 0x8000;

  private final State state;
  private final Folder folder;
  private final Selection selection;
  private final Wants wants;
  private final long zero;
  private final PartFiles parts;
  private final List<SaveFile> spikeFiles = new ArrayList<>();

  ChannelFiles(State state, Folder folder, Selection selection, Wants wants, long zero) {
    this.state = state;
    this.folder = folder;
    this.selection = selection;
    this.wants = wants;
    this.zero = zero;
    parts = new PartFiles(folder);
  }

  /**
   * Begins all files; they are written and closed through what is returned.
   *
   * @param title what spike files call the recording
   */
  RecordingFiles open(String title) throws IOException {
    parts.times(zero);
    openSpikes(title);
    for (int i = 0; i < selection.amplifiers().size(); i++) {
      openAmplifier(i);
    }
    openChipExtras();
    openAnalog();
    for (Channel channel : selection.channels(SignalKind.DIGITAL_IN)) {
      SaveFile file = create("board-", channel);
      int line = channel.nativeOrder();
      parts.add((frames, from, to) -> bit(file, frames.digitalIn, line, from, to));
    }
    for (Channel channel : selection.channels(SignalKind.DIGITAL_OUT)) {
      SaveFile file = create("board-", channel);
      int line = channel.nativeOrder();
      parts.add((frames, from, to) -> bit(file, frames.digitalOut, line, from, to));
    }
    return parts;
  }

  private SaveFile create(String prefix, Channel channel) throws IOException {
    return folder.create(prefix + channel.nativeName() + ".dat");
  }

  private void openAmplifier(int place) throws IOException {
    Channel channel = selection.amplifiers().get(place);
    int index = channel.index();
    if (wants.wide()) {
      SaveFile file = create("amp-", channel);
      parts.add((frames, from, to) -> file.row(frames.wide[index], from, to, SIGNED));
    }
    if (wants.low()) {
      SaveFile file = create("low-", channel);
      int step = Integer.parseInt(state.globals().get("LowpassWaveformDownsampleRate").text());
      parts.add((frames, from, to) -> thinned(file, frames.low[index], from, to, step));
    }
    if (wants.high()) {
      SaveFile file = create("high-", channel);
      parts.add((frames, from, to) -> file.row(frames.high[index], from, to, SIGNED));
    }
    if (selection.stimulates(place)) {
      SaveFile file = create("stim-", channel);
      parts.add(
          (frames, from, to) -> stimulation(file, frames.stimulation[index], place, from, to));
    }
    if (wants.dc()) {
      SaveFile file = create("dc-", channel);
      parts.add((frames, from, to) -> file.row(frames.dc[index], from, to, 0));
    }
  }

  private void openSpikes(String title) throws IOException {
    if (!wants.spikes()) {
      return;
    }
    var stream =
        new SavedSpikes(
            state,
            selection,
            wants.snapshots(),
            zero,
            (place, timestamp, id) -> {
              SaveFile file = spikeFiles.get(place);
              file.i32(timestamp);
              file.u8(id);
              return file;
            });
    for (Channel channel : selection.amplifiers()) {
      SaveFile file = create("spike-", channel);
      stream.writeHeader(file, SPIKE_MAGIC, title, List.of(channel), state.setup().sampleRate());
      spikeFiles.add(file);
    }
    parts.spikes(stream);
  }

  private void openChipExtras() throws IOException {
    for (Channel channel : selection.channels(SignalKind.AUXILIARY)) {
      SaveFile file = create("aux-", channel);
      int index = channel.index();
      parts.add(
          (frames, from, to) -> {
            file.reserve(2 * (to - from));
            for (int t = from; t < to; t++) {
              // Measured in every fourth frame, and written in all.
              file.word(frames.auxiliary[index][t / 4]);
            }
          });
    }
    for (Channel channel : selection.channels(SignalKind.SUPPLY)) {
      SaveFile file = create("vdd-", channel);
      int index = channel.index();
      parts.add(
          (frames, from, to) -> {
            file.reserve(2 * (to - from));
            for (int t = from; t < to; t++) {
              file.word(frames.supply[index]);
            }
          });
    }
  }

  private void openAnalog() throws IOException {
    for (Channel channel : selection.channels(SignalKind.ANALOG_IN)) {
      SaveFile file = create("board-", channel);
      int index = channel.index();
      parts.add((frames, from, to) -> file.row(frames.analogIn[index], from, to, 0));
    }
    for (Channel channel : selection.channels(SignalKind.ANALOG_OUT)) {
      SaveFile file = create("board-", channel);
      int index = channel.index();
      parts.add((frames, from, to) -> file.row(frames.analogOut[index], from, to, 0));
    }
  }

  private static void thinned(SaveFile file, char[] row, int from, int to, int step) {
    file.reserve(2 * ((to - from) / step));
    for (int t = from; t + step <= to; t += step) {
      file.word(row[t] ^ SIGNED);
    }
  }

  private void stimulation(SaveFile file, char[] row, int place, int from, int to) {
    file.reserve(2 * (to - from));
    for (int t = from; t < to; t++) {
      file.word(selection.stimulationWord(place, row[t]));
    }
  }

  private static void bit(SaveFile file, char[] row, int line, int from, int to) {
    file.reserve(2 * (to - from));
    for (int t = from; t < to; t++) {
      file.word((row[t] >> line) & 1);
    }
  }
}
