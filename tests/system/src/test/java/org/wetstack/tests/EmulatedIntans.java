package org.wetstack.tests;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.wetstack.conformance.Bench;
import org.wetstack.emulator.CableFaults;
import org.wetstack.emulator.World;
import org.wetstack.emulator.board.QuietTissue;
import org.wetstack.emulator.host.LonePort;
import org.wetstack.emulator.rhx.ClientPort;
import org.wetstack.emulator.rhx.program.ControllerInstallation;
import org.wetstack.emulator.rhx.program.EmulatedRhx;
import org.wetstack.emulator.rhx.program.RhxCables;
import org.wetstack.emulator.rhx.program.RhxSpec;
import org.wetstack.emulator.rhx.signal.AcquisitionSpec;
import org.wetstack.emulator.rhx.state.Controller;
import org.wetstack.emulator.rhx.state.Setup;
import org.wetstack.hal.Instruments;
import org.wetstack.hal.spi.Link;
import org.wetstack.hal.spi.LinkProvider;
import org.wetstack.hal.spi.SystemTimebase;
import org.wetstack.hal.spi.Timebase;
import org.wetstack.hal.spi.VirtualTimebase;

/** An emulated Intan RHX with one headstage of 16 electrodes in saline, and what lies around it. */
final class EmulatedIntans {

  private static final LocalDateTime BEGAN = LocalDateTime.of(2026, 1, 2, 3, 4, 5);
  private static final Setup ONE_HEADSTAGE =
      new Setup(Controller.STIM_RECORD, 30_000, "0.5", Map.of('A', 16), true);

  private EmulatedIntans() {}

  /** The program and the controller behind it. */
  record Intan(EmulatedRhx program, ControllerInstallation installation) {

    static Intan start(World world, ClientPort.Factory ports) {
      RhxSpec demo = RhxSpec.demo(Controller.STIM_RECORD).onFreePorts();
      var spec =
          new RhxSpec(
              ONE_HEADSTAGE, demo.host(), 0, 0, 0, false, true, demo.crashes(), demo.upload());
      var installation =
          new ControllerInstallation(
              world,
              BEGAN,
              Path.of("target"),
              state -> AcquisitionSpec.observed(new QuietTissue(16)));
      try {
        return new Intan(EmulatedRhx.start(world, spec, ports, installation), installation);
      } catch (IOException e) {
        throw new UncheckedIOException("cannot start the emulated program", e);
      }
    }

    private Rig rig(URI endpoint, LinkProvider links, Timebase time) {
      return new Rig("intan-rhx", endpoint, Link.Delivery.RELIABLE_BYTES, links, time)
          .withoutStrayWire()
          .power(this::restart)
          .array(this::pulses, this::spike)
          .closing(program);
    }

    private void restart() {
      try {
        program.bench().restart();
      } catch (IOException e) {
        throw new UncheckedIOException("cannot start the emulated program again", e);
      }
    }

    private List<Bench.Pulse> pulses() {
      return installation.bench().pulses().stream()
          .map(pulse -> new Bench.Pulse(Optional.empty(), pulse.timestamp()))
          .toList();
    }

    private void spike(int electrode, long sample) {
      installation.bench().injectSpike(String.format("A-%03d", electrode), sample);
    }
  }

  /** In virtual time, with what the driver's options {@code options} say. */
  static Rig onCables(String options) {
    var time = new VirtualTimebase();
    var cables = new RhxCables(time, 1, CableFaults.none());
    Intan intan = Intan.start(new World(time, 1, 1), cables);
    return intan.rig(URI.create("cable:rhx?" + options), cables, time);
  }

  /** In real time, on three TCP ports. */
  static Rig onTcp(String options) {
    Timebase time = SystemTimebase.shared();
    Intan intan = Intan.start(new World(time, 1, 1), LonePort.factory());
    Map<String, URI> endpoints = intan.program().endpoints();
    URI command = endpoints.get(EmulatedRhx.COMMAND);
    URI waveform = endpoints.get(EmulatedRhx.WAVEFORM);
    if (command == null || waveform == null) {
      throw new IllegalStateException("the program names no sockets: " + endpoints);
    }
    var endpoint = URI.create(command + "?waveform=" + waveform.getPort() + "&" + options);
    return intan.rig(endpoint, Instruments.link(endpoint), time);
  }
}
