package org.wetstack.emulator.rhx.files;

import org.wetstack.emulator.rhx.signal.DataBlock;
import org.wetstack.emulator.rhx.state.SignalKind;

/**
 * One {@code .rhs} or {@code .rhd} file: its head, then blocks of 128 samples, channel by channel.
 */
final class TraditionalFile implements RecordingFiles {

  private final Folder folder;
  private final SaveFile out;
  private final Selection selection;
  private final Wants wants;
  private final long zero;
  private final int[] amplifiers;
  private final int[] auxiliary;
  private final int[] supply;
  private final int[] analogIn;
  private final int[] analogOut;
  private final boolean digitalIn;
  private final boolean digitalOut;

  /**
   * @param out with the head already in it
   * @param zero the timestamp that is called 0
   */
  TraditionalFile(Folder folder, SaveFile out, Selection selection, Wants wants, long zero) {
    this.folder = folder;
    this.out = out;
    this.selection = selection;
    this.wants = wants;
    this.zero = zero;
    amplifiers = Selection.indexes(selection.amplifiers());
    auxiliary = Selection.indexes(selection.channels(SignalKind.AUXILIARY));
    supply = Selection.indexes(selection.channels(SignalKind.SUPPLY));
    analogIn = Selection.indexes(selection.channels(SignalKind.ANALOG_IN));
    analogOut = Selection.indexes(selection.channels(SignalKind.ANALOG_OUT));
    digitalIn = !selection.channels(SignalKind.DIGITAL_IN).isEmpty();
    digitalOut = !selection.channels(SignalKind.DIGITAL_OUT).isEmpty();
  }

  @Override
  public void prime(Frames frames, int from, int to) {}

  /** Saves a whole block: the format knows no part of one. */
  @Override
  public void write(Frames frames, int from, int to) {
    for (int t = 0; t < DataBlock.FRAMES; t++) {
      out.i32((int) (frames.timestamp + t - zero));
    }
    rows(frames.wide, amplifiers, DataBlock.FRAMES);
    if (wants.dc()) {
      rows(frames.dc, amplifiers, DataBlock.FRAMES);
    }
    if (frames.stimulation.length > 0) {
      for (int i = 0; i < amplifiers.length; i++) {
        out.reserve(2 * DataBlock.FRAMES);
        for (char word : frames.stimulation[amplifiers[i]]) {
          out.word(selection.stimulationWord(i, word));
        }
      }
    }
    rows(frames.auxiliary, auxiliary, DataBlock.AUXILIARY_SAMPLES);
    for (int channel : supply) {
      out.word(frames.supply[channel]);
    }
    rows(frames.analogIn, analogIn, DataBlock.FRAMES);
    rows(frames.analogOut, analogOut, DataBlock.FRAMES);
    if (digitalIn) {
      out.row(frames.digitalIn, 0, DataBlock.FRAMES, 0);
    }
    if (digitalOut) {
      out.row(frames.digitalOut, 0, DataBlock.FRAMES, 0);
    }
  }

  private void rows(char[][] rows, int[] channels, int words) {
    for (int channel : channels) {
      out.row(rows[channel], 0, words, 0);
    }
  }

  @Override
  public void close() {
    folder.close();
  }
}
