package org.wetstack.emulator.rhx.program;

import org.wetstack.emulator.rhx.Board;
import org.wetstack.emulator.rhx.ClientPort;
import org.wetstack.emulator.rhx.Storage;
import org.wetstack.emulator.rhx.state.State;

/** Builds what commands act on, anew for each start of the program, under the world's lock. */
@FunctionalInterface
public interface Installation {

  /** What was built. */
  record Parts(Board board, Storage storage) {}

  /** What the parts tell the program. Called under the world's lock. */
  interface Alarms {

    /** Buffers overran: the program stops by itself. */
    void overrun();

    /** Something was refused, or went wrong, of which the real program would know nothing. */
    void complain(String text);

    /** A recording cannot be written any more: the program stops by itself. */
    void recordingFailed();
  }

  /**
   * Builds the parts.
   *
   * @param waveform takes what is offered while a client is connected as the program sees it;
   *     listening and closing are not the parts' business
   * @param spikes likewise
   */
  Parts install(State state, ClientPort waveform, ClientPort spikes, Alarms alarms);
}
