package org.wetstack.emulator.rhx.program;

import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.wetstack.emulator.World;
import org.wetstack.emulator.rhx.ClientPort;

/**
 * An Intan RHX program that is not there. Clients find it at its three sockets; tests disturb it at
 * its {@link #bench}. All methods may be called from any thread.
 */
public final class EmulatedRhx implements AutoCloseable {

  /** Names of the sockets. */
  public static final String COMMAND = "command";

  public static final String WAVEFORM = "waveform";
  public static final String SPIKES = "spikes";

  private final World world;
  private final RhxSpec spec;
  private final Life.Ports ports;
  private final Installation installation;
  private @Nullable Life life;

  private EmulatedRhx(
      World world, RhxSpec spec, ClientPort.Factory factory, Installation installation)
      throws IOException {
    this.world = world;
    this.installation = installation;
    ports =
        new Life.Ports(
            factory.open(COMMAND, events(Life::commands)),
            factory.open(WAVEFORM, events(Life::waveform)),
            factory.open(SPIKES, events(Life::spikes)));
    this.spec = numbered(spec);
  }

  /**
   * Starts the program. Its command port listens when this returns, as if an operator had pressed
   * Connect.
   *
   * @param factory makes the three sockets
   * @param installation builds what commands act on, again at each {@link RhxBench#restart}
   * @throws IOException if a port is taken or the host is no address of the loopback interface;
   *     nothing stays open
   */
  public static EmulatedRhx start(
      World world, RhxSpec spec, ClientPort.Factory factory, Installation installation)
      throws IOException {
    var program = new EmulatedRhx(world, spec, factory, installation);
    try {
      program.restart();
      return program;
    } catch (IOException | RuntimeException e) {
      program.close();
      throw e;
    }
  }

  /**
   * Where clients find the sockets, by their names, if those are real ones. A data socket may not
   * listen at present.
   */
  public Map<String, URI> endpoints() {
    Map<String, URI> endpoints = new LinkedHashMap<>();
    endpoints.put(COMMAND, endpoint(spec.commandPort()));
    endpoints.put(WAVEFORM, endpoint(spec.waveformPort()));
    endpoints.put(SPIKES, endpoint(spec.spikePort()));
    return endpoints;
  }

  private URI endpoint(int port) {
    String host = spec.host().contains(":") ? "[" + spec.host() + "]" : spec.host();
    return URI.create("tcp://" + host + ":" + port);
  }

  /** Where tests disturb it. */
  public RhxBench bench() {
    return new RhxBench(this, world);
  }

  /** Ends the program and all its connections. Idempotent; returns within 5 s. */
  @Override
  public void close() {
    kill();
    ports.command().close();
    ports.waveform().close();
    ports.spikes().close();
  }

  /** Ports that the system is to choose get their numbers here, so that clients can be told. */
  private RhxSpec numbered(RhxSpec wanted) throws IOException {
    try {
      // All are held until each has its own: one that is free again may be given twice.
      int command = number(ports.command(), wanted.host(), wanted.commandPort());
      int waveform = number(ports.waveform(), wanted.host(), wanted.waveformPort());
      int spikes = number(ports.spikes(), wanted.host(), wanted.spikePort());
      ports.command().refuse();
      ports.waveform().refuse();
      ports.spikes().refuse();
      return new RhxSpec(
          wanted.setup(),
          wanted.host(),
          command,
          waveform,
          spikes,
          wanted.dataPortsOpen(),
          wanted.relisten(),
          wanted.crashes(),
          wanted.upload());
    } catch (IOException | RuntimeException e) {
      close();
      throw e;
    }
  }

  private static int number(ClientPort port, String host, int wanted) throws IOException {
    if (wanted != 0) {
      return wanted;
    }
    return port.listen(host, 0);
  }

  /** Events of a port, for whatever life there is at that time. */
  private ClientPort.Events events(Function<Life, ClientPort.Events> server) {
    return new ClientPort.Events() {
      @Override
      public void onConnected() {
        tell(ClientPort.Events::onConnected);
      }

      @Override
      public void onBytes(ByteBuffer borrowed) {
        tell(events -> events.onBytes(borrowed));
      }

      @Override
      public void onDisconnected() {
        tell(ClientPort.Events::onDisconnected);
      }

      private void tell(Consumer<ClientPort.Events> event) {
        world.run(
            () -> {
              Life present = life;
              if (present != null) {
                event.accept(server.apply(present));
              }
            });
      }
    };
  }

  /** The program as it is; null while it is dead. Under the world's lock. */
  @Nullable Life life() {
    return life;
  }

  /** Kills it, without a word to anybody. */
  void kill() {
    world.run(
        () -> {
          Life present = life;
          life = null;
          if (present != null) {
            present.die();
          }
        });
  }

  /** Starts it anew, with all settings at their defaults. */
  void restart() throws IOException {
    kill();
    IOException failure = world.ask(this::begin);
    if (failure != null) {
      kill();
      throw failure;
    }
  }

  private @Nullable IOException begin() {
    var begun = new Life(world, spec, ports, installation, () -> life = null);
    life = begun;
    try {
      begun.open(spec.dataPortsOpen());
      return null;
    } catch (IOException e) {
      return e;
    }
  }
}
