package org.wetstack.emulator.rhx.program;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.wetstack.emulator.CableFaults;
import org.wetstack.emulator.World;
import org.wetstack.emulator.rhx.ClientPort;
import org.wetstack.emulator.rhx.state.Controller;
import org.wetstack.emulator.rhx.state.State;
import org.wetstack.hal.spi.VirtualTimebase;

/** An emulated program with a test board and a test disk, and a client at its command socket. */
final class Bench {

  /** More than the cable takes both ways. */
  private static final Duration EXCHANGE = Duration.ofMillis(10);

  final VirtualTimebase time = new VirtualTimebase();
  final World world = new World(time, 7, 1);
  final RhxCables cables = new RhxCables(time, 7, CableFaults.none());
  final List<TestBoard> boards = new ArrayList<>();
  final List<TestStorage> disks = new ArrayList<>();
  final List<ClientPort> outputs = new ArrayList<>();
  final List<Installation.Alarms> alarms = new ArrayList<>();
  final EmulatedRhx program;
  Client client;

  Bench(RhxSpec spec) {
    try {
      program = EmulatedRhx.start(world, spec, cables, this::install);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    client = new Client(cables, "cable:rhx");
  }

  /** The demonstration of the stim controller, forgiving. */
  static Bench forgiving() {
    return new Bench(RhxSpec.demo(Controller.STIM_RECORD));
  }

  /** The demonstration of the stim controller, as it is. */
  static Bench faithful() {
    return new Bench(RhxSpec.demo(Controller.STIM_RECORD).faithful());
  }

  private Installation.Parts install(
      State state, ClientPort waveform, ClientPort spikes, Installation.Alarms alarm) {
    var board = new TestBoard(world, state);
    var disk = new TestStorage(state);
    boards.add(board);
    disks.add(disk);
    outputs.clear();
    outputs.add(waveform);
    outputs.add(spikes);
    alarms.add(alarm);
    return new Installation.Parts(board, disk);
  }

  TestBoard board() {
    return boards.get(boards.size() - 1);
  }

  TestStorage disk() {
    return disks.get(disks.size() - 1);
  }

  void wait(Duration span) {
    time.advance(span);
  }

  /** Sends {@code text} in one piece, and gives what comes back within 10 ms. */
  String say(String text) {
    client.send(text);
    wait(EXCHANGE);
    return client.heard();
  }
}
