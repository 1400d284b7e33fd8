package org.wetstack.app.facade;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.wetstack.emulator.World;
import org.wetstack.emulator.host.LonePort;
import org.wetstack.emulator.rhx.program.EmulatedRhx;
import org.wetstack.emulator.rhx.program.RelayInstallation;
import org.wetstack.emulator.rhx.program.RhxSpec;
import org.wetstack.hal.ArrayLayout;
import org.wetstack.hal.DeviceException;
import org.wetstack.hal.ElectrodeArray;
import org.wetstack.hal.Instrument;
import org.wetstack.hal.spi.Timebase;
import org.wetstack.lab.stream.Lane;

/**
 * An electrode array as an Intan RHX program at three sockets of this computer. It records the
 * array for as long as it is open; its samples go out while a client has the program run. Stimuli
 * are loaded when a client uploads them, and triggered by keys; all limits of the array hold, and
 * what it refuses is an error on the command socket. Thread-safe.
 */
public final class RhxFacade implements AutoCloseable {

  /** Two seconds at 30 kHz: a ring this long outlives a pause of the computer. */
  private static final int RING_BLOCKS = 2_048;

  private static final int SAMPLES_PER_BLOCK = 32;
  private static final Duration CLOSING = Duration.ofSeconds(5);

  /** What a façade needs besides its array. */
  public record Ground(
      /* Time of the array's driver. */ Timebase time,
      /* Gives one thread for as long as the façade is open. */ Executor reading,
      /* Runs one task at a time, in their order, and refuses none. */ Executor work,
      /* Takes what is refused or goes wrong; called often if it goes wrong often. */
      Consumer<String> log) {}

  private final Timebase time;
  private final World world;
  private final LiveController controller;
  private final EmulatedRhx program;
  private final Instrument.Subscription recording;
  private final CompletableFuture<Optional<DeviceException>> ended;

  private RhxFacade(
      Timebase time,
      World world,
      LiveController controller,
      EmulatedRhx program,
      Instrument.Subscription recording,
      CompletableFuture<Optional<DeviceException>> ended) {
    this.time = time;
    this.world = world;
    this.controller = controller;
    this.program = program;
    this.recording = recording;
    this.ended = ended;
  }

  /**
   * Starts the program and the recording of {@code array}.
   *
   * @param sockets host, ports and manners of the program; its setup follows from the array
   * @param files stands for the root of the program's file system
   * @throws IllegalArgumentException if an RHX program cannot tell of such an array
   * @throws IOException if a port is taken
   * @throws DeviceException if the array refuses to be recorded
   */
  public static RhxFacade start(ElectrodeArray array, RhxSpec sockets, Path files, Ground ground)
      throws IOException {
    var spec =
        new RhxSpec(
            Setups.of(array),
            sockets.host(),
            sockets.commandPort(),
            sockets.waveformPort(),
            sockets.spikePort(),
            sockets.dataPortsOpen(),
            sockets.relisten(),
            sockets.crashes(),
            sockets.upload());
    var world = new World(ground.time(), 1, 1);
    var controller = new LiveController(world, array, spec.setup(), ground.work(), ground.log());
    LocalDateTime now = LocalDateTime.ofInstant(ground.time().now(), ZoneId.systemDefault());
    var installation = new RelayInstallation(world, now, files, controller);
    EmulatedRhx program = EmulatedRhx.start(world, spec, LonePort.factory(), installation);
    var ended = new CompletableFuture<Optional<DeviceException>>();
    controller.serve(installation, ended::complete);
    ArrayLayout whole = array.layout();
    int samples = Math.min(SAMPLES_PER_BLOCK, whole.maxSamplesPerBlock());
    // The ring has room for blocks of the size that is asked for, not of the largest.
    var layout =
        new ArrayLayout(
            whole.samplesPerSecond(), whole.nanovoltsPerCount(), samples, whole.sites());
    Lane lane = Lane.open(layout, RING_BLOCKS, controller.reader(), ground.reading());
    var unused =
        lane.ended()
            .whenComplete(
                (done, failure) -> {
                  if (failure != null) {
                    ground.log().accept("the stream cannot be passed on: " + failure);
                    ended.complete(Optional.empty());
                  }
                });
    try {
      Instrument.Subscription recording = array.record(samples, lane);
      return new RhxFacade(ground.time(), world, controller, program, recording, ended);
    } catch (RuntimeException e) {
      // Nothing else would end the thread that it was given.
      lane.onEnd(Optional.empty());
      program.close();
      throw e;
    }
  }

  /** Where clients find the sockets, by the names that {@link EmulatedRhx} gives them. */
  public Map<String, URI> endpoints() {
    return program.endpoints();
  }

  /** Completes when the stream of the array has ended, with the reason if it was lost. */
  public CompletionStage<Optional<DeviceException>> ended() {
    return ended.minimalCompletionStage();
  }

  /** The array's own number of the sample with timestamp 0 in the present run; -1 before any. */
  public long origin() {
    return world.ask(controller::origin);
  }

  /**
   * Hangs up, ends every train, unloads every stimulus and ends the recording. The instrument stays
   * open. Idempotent; returns within 15 s.
   */
  @Override
  public void close() {
    program.close();
    CompletionStage<Void> settled =
        world.ask(
            () -> {
              controller.close();
              return controller.settled();
            });
    try {
      time.await(settled.toCompletableFuture(), CLOSING);
    } catch (TimeoutException e) {
      controller.log("the array has not answered within 5 s: close its instrument to stop it");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    recording.close();
  }
}
