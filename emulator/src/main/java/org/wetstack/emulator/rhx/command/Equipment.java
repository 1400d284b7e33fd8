package org.wetstack.emulator.rhx.command;

import java.time.Duration;
import org.wetstack.emulator.rhx.Board;
import org.wetstack.emulator.rhx.Storage;
import org.wetstack.emulator.rhx.state.State;

/**
 * What commands act on.
 *
 * @param upload how long the upload of one channel or of one group of settings takes; zero, as in
 *     the program's demonstration, is at once
 */
public record Equipment(
    State state,
    Board board,
    Storage storage,
    DataOutput waveform,
    DataOutput spikes,
    Duration upload) {}
