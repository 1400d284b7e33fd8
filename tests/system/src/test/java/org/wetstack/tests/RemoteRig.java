package org.wetstack.tests;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.wetstack.conformance.Bench;
import org.wetstack.conformance.Subject;
import org.wetstack.emulator.board.ArrayBench;
import org.wetstack.emulator.board.EmulatedBoard;
import org.wetstack.emulator.board.PumpBench;
import org.wetstack.emulator.host.TcpHost;
import org.wetstack.hal.Instrument;
import org.wetstack.hal.Instruments;
import org.wetstack.hal.OperationId;
import org.wetstack.hal.spi.SystemTimebase;
import org.wetstack.hal.spi.Timebase;
import org.wetstack.hal.units.Volume;
import org.wetstack.lab.access.Authenticator;
import org.wetstack.lab.access.Role;
import org.wetstack.lab.access.Tokens;
import org.wetstack.lab.desk.LabController;
import org.wetstack.lab.journal.FileJournal;
import org.wetstack.lab.rig.RigFile;
import org.wetstack.lab.rig.RigSpec;
import org.wetstack.lab.supervise.Backoff;
import org.wetstack.lab.supervise.Condition;
import org.wetstack.server.LabServer;
import org.wetstack.server.Listen;

/**
 * Emulated boards, one with a pump and an array and one with a light, kept by a lab controller and
 * reached through its API. The wire that can be cut is the one between the program and the
 * controller.
 */
final class RemoteRig implements Subject, Bench {

  private static final Duration OFF = Duration.ofMillis(100);
  private static final Duration READY = Duration.ofSeconds(20);
  private static final Duration LOOK_AGAIN = Duration.ofMillis(10);
  private static final Backoff EAGER =
      new Backoff(Duration.ofMillis(50), Duration.ofMillis(200), 1_000, Duration.ofSeconds(1));

  private static final String RIG =
      """
      name: remote
      data: "%s"
      instruments:
        board: {driver: firmware, endpoint: "%s"}
        lamp: {driver: firmware, endpoint: "%s"}
      electrodes:
        tin: {material: titanium-nitride, diameter: 60 um}
      reservoirs:
        dopamine:
          pump: board/dopamine
          substance: dopamine
          concentration: 1 nM
          vehicle: water
          content: 1 L
          prepared: 2020-01-01
          expires: 2099-01-01
      cultures:
        dish:
          cells: {batch: emulated}
          medium: saline
          plated: 2020-01-01
          array: board
          sites: 0-31
          electrodes: tin
          reservoirs: [dopamine]
          lights: lamp/uv
          well: 1 L
      # As loose as can be: what is tested is what the instrument does.
      limits:
        stimulation:
          current: 2550 uA
          charge-per-phase: 1 uC
          pulses-per-second: 10000
          duty: 100 %%
          electrodes-at-once: 64
          pulses-per-train: 1000000
          net-charge: 1 uC
        dosing: {dose: 1 L, hour: 1 L, day: 1 L, total: 1 L, rate: 1 L/min, pause: 0 s, amount-per-day: 1 mmol}
        illumination: {power: 100 W, flash: 1000 J, hour: 1000 J, day: 1000 J}
      leases: {silence: %s, longest: 1 h}
      """;

  private final Timebase time = SystemTimebase.shared();
  private final EmulatedBoard board;
  private final TcpHost host;
  private final EmulatedBoard lamp;
  private final TcpHost lampHost;
  private final Path folder;
  private final ExecutorService work = Executors.newCachedThreadPool();
  private final ExecutorService stopping = Executors.newCachedThreadPool();
  private final FileJournal journal;
  private final LabController controller;
  private final LabServer server;
  private final Detour detour;
  private final Path token;

  RemoteRig() {
    // Longer than a thread of a busy machine has to wait.
    this("5 s");
  }

  /**
   * @param silence of a program after which its lease ends
   */
  RemoteRig(String silence) {
    try {
      board = EmulatedBoards.board(time, 1);
      host = TcpHost.open(board::plug, 0, time);
      lamp = EmulatedLights.board(time);
      lampHost = TcpHost.open(lamp::plug, 0, time);
      folder = Files.createTempDirectory("wetstack-remote");
      Path file = folder.resolve("rig.yaml");
      Files.writeString(
          file,
          RIG.formatted(folder.resolve("data"), host.endpoint(), lampHost.endpoint(), silence));
      RigSpec rig = RigFile.read(file);
      Path data = Path.of(rig.data());
      InstantSource clock = time::now;
      journal = FileJournal.open(data.resolve("journal"), clock, time);
      controller =
          new LabController(
              rig,
              "test",
              new LabController.Ground(
                  time,
                  journal,
                  data,
                  each -> Instruments.open(each.driver(), each.endpoint()),
                  work,
                  stopping,
                  new SplittableRandom(1),
                  EAGER));
      var tokens = new Tokens(data.resolve("tokens"), clock);
      token = folder.resolve("token");
      Files.writeString(
          token,
          tokens
              .create("ada", Set.of(Role.values()), clock.instant().plusSeconds(3_600), "test")
              .text());
      server =
          LabServer.start(
              controller,
              new Listen(
                  new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), Optional.empty()),
              new Authenticator(tokens, Optional.empty(), time),
              tokens,
              "test",
              (what, failure) -> {});
      controller.start();
      detour = new Detour(server.address(), time);
      awaitReady();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot set up the rig", e);
    }
  }

  private void awaitReady() {
    long until = time.nanoTime() + READY.toNanos();
    while (controller.stations().stream()
        .anyMatch(station -> station.state().condition() != Condition.READY)) {
      if (time.nanoTime() > until) {
        throw new IllegalStateException("the board did not come: " + controller.stations());
      }
      pass(LOOK_AGAIN);
    }
  }

  private void pass(Duration span) {
    try {
      time.await(new CompletableFuture<>(), span);
    } catch (TimeoutException e) {
      return;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    throw new IllegalStateException("interrupted");
  }

  /** Where a program finds the culture. */
  String endpoint() {
    return "lab://127.0.0.1:" + detour.port() + "/culture:dish?token-file=" + token;
  }

  LabController controller() {
    return controller;
  }

  @Override
  public Instrument open() {
    URI endpoint = URI.create(endpoint());
    return Instruments.driver("remote").open(endpoint, Instruments.link(endpoint), time);
  }

  @Override
  public Timebase time() {
    return time;
  }

  @Override
  public Bench bench() {
    return this;
  }

  @Override
  public Optional<Wire> wire() {
    return Optional.of(detour);
  }

  @Override
  public Optional<Power> power() {
    return Optional.of(
        () -> {
          board.bench().powerCycle(OFF);
          lamp.bench().powerCycle(OFF);
        });
  }

  @Override
  public Optional<Beaker> beaker() {
    PumpBench pump = board.pump("dopamine");
    return Optional.of(() -> Volume.nanoliters(pump.pumpedNanoliters()));
  }

  @Override
  public Optional<Outlet> outlet() {
    PumpBench pump = board.pump("dopamine");
    return Optional.of(
        new Outlet() {
          @Override
          public void occlude() {
            pump.occlude();
          }

          @Override
          public void free() {
            pump.open();
          }
        });
  }

  @Override
  public Optional<Photodiode> photodiode() {
    return Optional.of(() -> EmulatedLights.shines(lamp.light("uv")));
  }

  @Override
  public Optional<Heater> heater() {
    return Optional.of(EmulatedLights.heater(lamp.light("uv")));
  }

  @Override
  public Optional<Scope> scope() {
    ArrayBench array = board.array("mea");
    return Optional.of(
        () ->
            array.pulses().stream()
                .map(
                    pulse ->
                        new Pulse(Optional.of(new OperationId(pulse.operation())), pulse.sample()))
                .toList());
  }

  @Override
  public Optional<Probe> probe() {
    return Optional.of(board.array("mea")::injectSpike);
  }

  @Override
  public void close() {
    detour.close();
    // Its network library takes two seconds for that, in which the next test can run.
    new Thread(server::close, "closing").start();
    controller.close();
    journal.close();
    host.close();
    board.world().end();
    lampHost.close();
    lamp.world().end();
    work.shutdown();
    stopping.shutdown();
    try (Stream<Path> files = Files.walk(folder)) {
      List<Path> all = files.sorted(java.util.Comparator.reverseOrder()).toList();
      for (Path each : all) {
        Files.delete(each);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot put the rig away", e);
    }
  }
}
