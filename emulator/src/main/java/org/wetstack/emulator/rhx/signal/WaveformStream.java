package org.wetstack.emulator.rhx.signal;

import java.util.List;
import org.wetstack.emulator.rhx.state.Item;
import org.wetstack.emulator.rhx.state.SignalKind;
import org.wetstack.emulator.rhx.state.State;

/**
 * The two data sockets: cuts the blocks of a run into writes, with the spikes that fall into each,
 * and sends both together. What does not fill a write at the end of a run is never sent.
 */
final class WaveformStream implements BlockListener {

  private final State state;
  private final Backlog waveforms;
  private final SpikeStream spikes;
  private final Item blocksPerWrite;
  private final int lateBy;
  private boolean threadExists;
  private long nextWrite;
  private long position;
  private WaveformLayout layout;
  private boolean sends;
  private WaveformWrite write;

  /**
   * @param lateBy the program's thread for these sockets is made when they are first needed, and
   *     begins at a multiple of so many frames; 0 if it is there from the start
   */
  WaveformStream(State state, Outlet waveform, Outlet spike, int lateBy) {
    this.state = state;
    this.lateBy = lateBy;
    threadExists = lateBy == 0;
    waveforms = new Backlog(waveform);
    spikes = new SpikeStream(spike, state.channels(SignalKind.AMPLIFIER));
    blocksPerWrite = state.globals().get("TCPNumberDataBlocksPerWrite");
    layout = new WaveformLayout(state);
    write = new WaveformWrite(layout, blocksPerWrite.integer());
  }

  /** A run begins, and with it the first write. */
  void begin() {
    position = 0;
    nextWrite = threadExists ? 0 : Long.MAX_VALUE;
    relayout(new WaveformLayout(state));
    write = new WaveformWrite(layout, blocksPerWrite.integer());
    spikes.begin(blocksPerWrite.integer());
  }

  /** The next write has another layout, which is worked out now, if a switch is set otherwise. */
  void outputsChanged() {
    var next = new WaveformLayout(state);
    // The program compares switches: one that is set to what it was leaves old magnitudes, too.
    if (!next.hasOutputsOf(layout)) {
      relayout(next);
    }
  }

  private void relayout(WaveformLayout next) {
    layout = next;
    if (!threadExists && state.running() && !layout.isEmpty()) {
      threadExists = true;
      nextWrite = (position / lateBy + 1) * lateBy;
    }
  }

  @Override
  public void onBlock(DataBlock block, List<Spike> found) {
    int first = (int) Math.min(DataBlock.FRAMES, Math.max(0, nextWrite - position));
    int spike = 0;
    while (first < DataBlock.FRAMES) {
      if (write.room() == write.frames()) {
        open();
      }
      int count = Math.min(write.room(), DataBlock.FRAMES - first);
      if (sends) {
        write.add(block, first, count);
      } else {
        write.skip(count);
      }
      long end = (block.timestamp() + first + count) & 0xFFFF_FFFFL;
      spike = addSpikes(found, spike, block.timestamp() + first, end);
      first += count;
      if (write.room() == 0) {
        close();
      }
    }
    position += DataBlock.FRAMES;
    waveforms.drain();
    spikes.backlog().drain();
  }

  private void open() {
    if (write.layout() != layout) {
      write = new WaveformWrite(layout, blocksPerWrite.integer());
    }
    sends = !write.layout().isEmpty() && waveforms.connected();
  }

  private int addSpikes(List<Spike> found, int from, long begin, long end) {
    int next = from;
    while (next < found.size()) {
      Spike spike = found.get(next);
      long until = (spike.timestamp() - begin) & 0xFFFF_FFFFL;
      if (until >= ((end - begin) & 0xFFFF_FFFFL) && until < 0x8000_0000L) {
        return next;
      }
      if (until < 0x8000_0000L && write.layout().tellsSpikes(spike.amplifier())) {
        spikes.add(spike);
      }
      next++;
    }
    return next;
  }

  private void close() {
    if (sends && waveforms.connected()) {
      waveforms.send(write.bytes(), write.frames());
    }
    spikes.send(write.frames());
    write.clear();
  }

  /** Frames that wait for a client that is behind. */
  long framesWaiting() {
    return Math.max(waveforms.frames(), spikes.backlog().frames());
  }

  /** Whether the memory for what waits is all but used up. */
  boolean full() {
    return waveforms.full() || spikes.backlog().full();
  }

  @Override
  public void onEnd() {
    write.clear();
    spikes.begin(0);
    waveforms.clear();
    spikes.backlog().clear();
  }
}
