package org.wetstack.tests;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.wetstack.conformance.Bench;
import org.wetstack.emulator.Cable;
import org.wetstack.emulator.CableFaults;
import org.wetstack.emulator.World;
import org.wetstack.emulator.board.ArrayBench;
import org.wetstack.emulator.board.ArraySpec;
import org.wetstack.emulator.board.BoardSpec;
import org.wetstack.emulator.board.EmulatedBoard;
import org.wetstack.emulator.board.PumpBench;
import org.wetstack.emulator.board.PumpSpec;
import org.wetstack.emulator.board.QuietTissue;
import org.wetstack.emulator.host.Host;
import org.wetstack.emulator.host.MqttHost;
import org.wetstack.hal.Instruments;
import org.wetstack.hal.OperationId;
import org.wetstack.hal.spi.Link;
import org.wetstack.hal.spi.LinkProvider;
import org.wetstack.hal.spi.SystemTimebase;
import org.wetstack.hal.spi.Timebase;
import org.wetstack.hal.spi.VirtualTimebase;
import org.wetstack.hal.units.Volume;

/** Subjects made of an emulated board with one pump and one array in saline. */
final class EmulatedBoards {

  private static final Duration OFF = Duration.ofMillis(100);
  private static final AtomicInteger TOPICS = new AtomicInteger();

  private EmulatedBoards() {}

  static EmulatedBoard board(Timebase time, long seed) {
    return board(time, seed, ArraySpec.fourByEight("mea", new QuietTissue(32)));
  }

  private static EmulatedBoard board(Timebase time, long seed, ArraySpec array) {
    return new EmulatedBoard(
        new World(time, seed, 1), BoardSpec.of("board-1", PumpSpec.defaults("dopamine"), array));
  }

  /** A board on a cable in virtual time. */
  static Rig onCable(Link.Delivery delivery, CableFaults faults) {
    return onCable(delivery, faults, 25_000);
  }

  /** The same for rules of pumps, which let hours pass: every sample of them is made. */
  static Rig pumpOnCable(Link.Delivery delivery, CableFaults faults) {
    return onCable(delivery, faults, 1_000);
  }

  private static Rig onCable(Link.Delivery delivery, CableFaults faults, int samplesPerSecond) {
    var time = new VirtualTimebase();
    ArraySpec usual = ArraySpec.grid("mea", 4, 4, new QuietTissue(16));
    EmulatedBoard board =
        board(
            time,
            1,
            new ArraySpec(
                "mea",
                samplesPerSecond,
                usual.sites(),
                true,
                usual.stimulator(),
                usual.chips(),
                usual.preparation()));
    var cable = new Cable(time, 1, delivery, faults);
    return rig(board, URI.create("cable:board-1"), delivery, cable.provider(board::plug), time);
  }

  /** Opens a way to a board for real programs. */
  interface Hosting {
    Host open(EmulatedBoard board) throws IOException;
  }

  /**
   * A board in real time, hosted by {@code hosting}.
   *
   * @param options what is added to the endpoint when it is opened
   */
  static Rig hosted(Link.Delivery delivery, Hosting hosting, String options) {
    Timebase time = SystemTimebase.shared();
    EmulatedBoard board = board(time, 1);
    try {
      Host host = hosting.open(board);
      URI endpoint = URI.create(host.endpoint() + options);
      return rig(board, endpoint, delivery, Instruments.link(endpoint), time).closing(host);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot host the board", e);
    }
  }

  /** A board in real time behind the MQTT broker on {@code port}, at a topic of its own. */
  static Rig onBroker(int port) {
    URI endpoint = URI.create("mqtt://127.0.0.1:" + port + "/board-" + TOPICS.incrementAndGet());
    return hosted(
        Link.Delivery.MESSAGES,
        board ->
            MqttHost.open(
                board::plug, endpoint, Instruments.link(endpoint), SystemTimebase.shared()),
        "");
  }

  /**
   * {@code board}, reached at {@code endpoint} by {@code links}, with all there is on its bench.
   */
  static Rig rig(
      EmulatedBoard board,
      URI endpoint,
      Link.Delivery delivery,
      LinkProvider links,
      Timebase time) {
    PumpBench pump = board.pump("dopamine");
    ArrayBench array = board.array("mea");
    return new Rig(endpoint, delivery, links, time)
        .closing(board.world()::end)
        .power(() -> board.bench().powerCycle(OFF))
        .pump(() -> Volume.nanoliters(pump.pumpedNanoliters()), outlet(pump))
        .array(() -> pulses(array), array::injectSpike);
  }

  private static Bench.Outlet outlet(PumpBench pump) {
    return new Bench.Outlet() {
      @Override
      public void occlude() {
        pump.occlude();
      }

      @Override
      public void free() {
        pump.open();
      }
    };
  }

  private static List<Bench.Pulse> pulses(ArrayBench array) {
    return array.pulses().stream()
        .map(
            pulse ->
                new Bench.Pulse(Optional.of(new OperationId(pulse.operation())), pulse.sample()))
        .toList();
  }
}
