package org.wetstack.tests;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import org.wetstack.conformance.Bench;
import org.wetstack.emulator.board.ArrayBench;
import org.wetstack.emulator.board.EmulatedBoard;
import org.wetstack.emulator.host.TcpHost;
import org.wetstack.hal.Instrument;
import org.wetstack.hal.Instruments;
import org.wetstack.hal.spi.SystemTimebase;
import org.wetstack.hal.spi.Timebase;

/** An emulated board behind a TCP port, whose array is served as an RHX program. */
record ServedBoard(EmulatedBoard board, TcpHost host, ServedArray served) implements AutoCloseable {

  static ServedBoard open() {
    Timebase time = SystemTimebase.shared();
    EmulatedBoard board = EmulatedBoards.board(time, 1);
    try {
      TcpHost host = TcpHost.open(board::plug, 0, time);
      Instrument instrument = Instruments.open("firmware", host.endpoint().toString());
      return new ServedBoard(board, host, new ServedArray(instrument));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot host the board", e);
    }
  }

  ArrayBench array() {
    return board.array("mea");
  }

  /** What the board played, counted as RHX counts the samples of its present run. */
  List<Bench.Pulse> pulses() {
    long origin = served.facade().origin();
    return array().pulses().stream()
        .map(pulse -> new Bench.Pulse(Optional.empty(), pulse.sample() - origin))
        .toList();
  }

  @Override
  public void close() {
    served.close();
    host.close();
    board.world().end();
  }
}
