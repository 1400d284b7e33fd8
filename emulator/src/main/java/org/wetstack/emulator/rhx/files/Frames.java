package org.wetstack.emulator.rhx.files;

import java.util.ArrayList;
import java.util.List;
import org.wetstack.emulator.rhx.signal.DataBlock;
import org.wetstack.emulator.rhx.signal.Spike;

/**
 * One block of what is to be saved: either looked at where it is, or a copy that outlives it. First
 * index of the rows is the channel among all of its kind, second the frame.
 */
final class Frames {

  private static final char[][] NONE = {};

  long timestamp;
  char[][] wide = NONE;
  char[][] low = NONE;
  char[][] high = NONE;
  char[][] dc = NONE;
  char[][] stimulation = NONE;
  char[][] auxiliary = NONE;
  char[] supply = {};
  char[][] analogIn = NONE;
  char[][] analogOut = NONE;
  char[] digitalIn = {};
  char[] digitalOut = {};
  List<Spike> spikes = List.of();

  /** Looks at {@code block} and {@code begun}, and is valid as long as they are. */
  void look(DataBlock block, List<Spike> begun) {
    timestamp = block.timestamp();
    wide = block.wide;
    low = block.low;
    high = block.high;
    dc = block.dc;
    stimulation = block.stimulation;
    auxiliary = block.auxiliary;
    supply = block.supply;
    analogIn = block.analogIn;
    analogOut = block.analogOut;
    digitalIn = block.digitalIn;
    digitalOut = block.digitalOut;
    spikes = begun;
  }

  /**
   * Copies {@code from}, into the same arrays as the last time if there were any.
   *
   * @param wants what somebody could want of it later; the rest is left out
   */
  void copy(Frames from, Wants wants) {
    timestamp = from.timestamp;
    wide = wants.wide() ? copy(from.wide, wide) : NONE;
    low = wants.low() ? copy(from.low, low) : NONE;
    high = wants.high() || wants.snapshots() ? copy(from.high, high) : NONE;
    dc = wants.dc() ? copy(from.dc, dc) : NONE;
    stimulation = copy(from.stimulation, stimulation);
    auxiliary = copy(from.auxiliary, auxiliary);
    supply = copy(from.supply, supply);
    analogIn = copy(from.analogIn, analogIn);
    analogOut = copy(from.analogOut, analogOut);
    digitalIn = copy(from.digitalIn, digitalIn);
    digitalOut = copy(from.digitalOut, digitalOut);
    spikes = from.spikes.isEmpty() ? List.of() : new ArrayList<>(from.spikes);
  }

  /** Memory that the words take. */
  long bytes() {
    long words = (long) supply.length + digitalIn.length + digitalOut.length;
    for (char[][] rows :
        List.of(wide, low, high, dc, stimulation, auxiliary, analogIn, analogOut)) {
      words += rows.length == 0 ? 0 : (long) rows.length * rows[0].length;
    }
    return 2 * words;
  }

  private static char[][] copy(char[][] from, char[][] old) {
    char[][] rows = old.length == from.length ? old : new char[from.length][0];
    for (int i = 0; i < from.length; i++) {
      rows[i] = copy(from[i], rows[i]);
    }
    return rows;
  }

  private static char[] copy(char[] from, char[] old) {
    char[] row = old.length == from.length ? old : new char[from.length];
    System.arraycopy(from, 0, row, 0, from.length);
    return row;
  }
}
