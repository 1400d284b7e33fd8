package org.wetstack.tests;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.wetstack.conformance.Bench;
import org.wetstack.emulator.Cable;
import org.wetstack.emulator.CableFaults;
import org.wetstack.emulator.World;
import org.wetstack.emulator.board.BoardSpec;
import org.wetstack.emulator.board.EmulatedBoard;
import org.wetstack.emulator.board.LightBench;
import org.wetstack.emulator.board.LightSpec;
import org.wetstack.emulator.host.Host;
import org.wetstack.hal.Instruments;
import org.wetstack.hal.OperationId;
import org.wetstack.hal.spi.Link;
import org.wetstack.hal.spi.LinkProvider;
import org.wetstack.hal.spi.SystemTimebase;
import org.wetstack.hal.spi.Timebase;
import org.wetstack.hal.spi.VirtualTimebase;
import org.wetstack.hal.units.Power;

/** Subjects made of an emulated board with a light and nothing else. */
final class EmulatedLights {

  private static final Duration OFF = Duration.ofMillis(100);

  /** In steps of 10 µW, for up to a minute, so that it outlasts every lease; 60 mJ. */
  private static final LightSpec LASTING = new LightSpec("uv", 405, 10_000, 10, 60_000_000, 60_000);

  private EmulatedLights() {}

  static EmulatedBoard board(Timebase time) {
    return new EmulatedBoard(new World(time, 1, 1), BoardSpec.of("lamp-1", LASTING));
  }

  /** A board on a cable in virtual time. */
  static Rig onCable(Link.Delivery delivery, CableFaults faults) {
    var time = new VirtualTimebase();
    EmulatedBoard board = board(time);
    var cable = new Cable(time, 1, delivery, faults);
    return rig(board, URI.create("cable:lamp-1"), delivery, cable.provider(board::plug), time);
  }

  /** A board in real time, hosted by {@code hosting}. */
  static Rig hosted(Link.Delivery delivery, EmulatedBoards.Hosting hosting) {
    Timebase time = SystemTimebase.shared();
    EmulatedBoard board = board(time);
    try {
      Host host = hosting.open(board);
      URI endpoint = host.endpoint();
      return rig(board, endpoint, delivery, Instruments.link(endpoint), time).closing(host);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot host the board", e);
    }
  }

  private static Rig rig(
      EmulatedBoard board,
      URI endpoint,
      Link.Delivery delivery,
      LinkProvider links,
      Timebase time) {
    LightBench light = board.light("uv");
    return new Rig(endpoint, delivery, links, time)
        .closing(board.world()::end)
        .power(() -> board.bench().powerCycle(OFF))
        .light(() -> shines(light), heater(light));
  }

  static Bench.Heater heater(LightBench light) {
    return new Bench.Heater() {
      @Override
      public void overheat() {
        light.overheat();
      }

      @Override
      public void cool() {
        light.cool();
      }
    };
  }

  static List<Bench.Shine> shines(LightBench light) {
    return light.shines().stream().map(EmulatedLights::shine).toList();
  }

  private static Bench.Shine shine(LightBench.Shine shone) {
    return new Bench.Shine(
        Optional.of(new OperationId(shone.operation())),
        Power.microwatts(shone.microwatts()),
        shone.endedNanos() < 0
            ? Optional.empty()
            : Optional.of(Duration.ofNanos(shone.endedNanos() - shone.beganNanos())));
  }
}
