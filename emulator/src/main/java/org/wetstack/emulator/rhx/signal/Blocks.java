package org.wetstack.emulator.rhx.signal;

import java.util.ArrayList;
import java.util.List;
import org.wetstack.emulator.rhx.state.State;

/**
 * The block that was read last and the one before, and who hears of them. Spikes near the end of a
 * block are found with the next one, so all is told one block late.
 */
final class Blocks {

  private final Bands bands;
  private final List<BlockListener> listeners = new ArrayList<>();
  private DataBlock before;
  private DataBlock present;
  private boolean any;

  Blocks(State state) {
    bands = new Bands(state);
    before = new DataBlock(state);
    present = new DataBlock(state);
  }

  /** Tells {@code listener} of all blocks from now on, after those who were told before. */
  void listen(BlockListener listener) {
    listeners.add(listener);
  }

  /** A run begins. */
  void begin() {
    any = false;
    bands.restart();
  }

  /** The block to be filled next, which has been told already. */
  DataBlock spare() {
    return before;
  }

  /** {@link #spare} has been filled. */
  void read() {
    DataBlock next = before;
    before = present;
    present = next;
    bands.process(before, present);
    if (any) {
      List<Spike> found = bands.spikes().found();
      for (BlockListener listener : listeners) {
        listener.onBlock(before, found);
      }
    }
    any = true;
  }

  /** The run is over. */
  void end() {
    listeners.forEach(BlockListener::onEnd);
  }

  /** The newest sample; -1 before there is any. */
  long timestamp() {
    return any ? (present.timestamp() + DataBlock.FRAMES - 1) & 0xFFFF_FFFFL : -1;
  }
}
