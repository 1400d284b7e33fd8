package org.wetstack.app;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import org.wetstack.app.facade.Setups;
import org.wetstack.emulator.World;
import org.wetstack.emulator.chip.ChipParameters;
import org.wetstack.emulator.host.LonePort;
import org.wetstack.emulator.rhx.program.ControllerInstallation;
import org.wetstack.emulator.rhx.program.EmulatedRhx;
import org.wetstack.emulator.rhx.program.RhxSpec;
import org.wetstack.emulator.rhx.signal.AcquisitionSpec;
import org.wetstack.emulator.rhx.state.Controller;
import org.wetstack.emulator.rhx.state.Setup;
import org.wetstack.emulator.rhx.state.SignalKind;
import org.wetstack.hal.ArrayLayout;
import org.wetstack.hal.spi.SystemTimebase;
import org.wetstack.lab.recording.Recording;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code wetstack recording replay}. */
@Command(
    name = "replay",
    description = {
      "Plays a recording to programs of the Intan RHX program, at its three sockets, "
          + "until Ctrl-C.",
      "Prints what our own programs open instead: the driver 'recording' needs no " + "socket."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Example:",
      "  wetstack recording replay demo-1 --command-port 0 --waveform-port 0",
      "It begins when a client first has the program run. Where samples are missing,",
      "and after the end, the sockets show 0 V, as they count samples without a gap."
    })
final class ReplayCommand implements Callable<Integer> {

  private static final int PORT_CHANNELS = 32;
  private static final int MOST_CHANNELS = 128;

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "RECORDING", description = "its folder")
  private Path folder = Path.of(".");

  @Mixin private RhxPorts sockets = new RhxPorts();

  @Option(names = "--seconds", paramLabel = "N", description = "how long; default until Ctrl-C")
  private int seconds = Integer.MAX_VALUE;

  @Override
  public Integer call() throws IOException, InterruptedException {
    Recording recording = RecordingCommand.open(folder);
    RhxSpec wanted = wanted(recording.info().layout());
    var world = new World(SystemTimebase.shared(), 1, 1);
    List<Thread> readers = new CopyOnWriteArrayList<>();
    var installation =
        new ControllerInstallation(
            world,
            LocalDateTime.of(2026, 1, 1, 0, 0),
            Path.of("/"),
            state -> {
              // A program that is started again plays it from the beginning.
              readers.forEach(Thread::interrupt);
              var tissue =
                  new RecordedTissue(recording, state.channels(SignalKind.AMPLIFIER).size());
              readers.add(reader(tissue));
              // From its first sample, where the real program would begin its first stream later.
              return new AcquisitionSpec(tissue, ChipParameters.flat(), false, 0, false, false);
            });
    var signal = Signals.first();
    try (var program = EmulatedRhx.start(world, wanted, LonePort.factory(), installation)) {
      print(program);
      int code = Emulation.await(signal, Duration.ofSeconds(seconds));
      world.end();
      return code;
    } finally {
      readers.forEach(Thread::interrupt);
    }
  }

  private static Thread reader(RecordedTissue tissue) {
    Thread thread = new Thread(tissue::read, "wetstack-replay");
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  private RhxSpec wanted(ArrayLayout layout) {
    if (layout.channels() > MOST_CHANNELS) {
      throw new IllegalArgumentException(
          "a stimulation controller has at most "
              + MOST_CHANNELS
              + " channels, and this recording "
              + layout.channels()
              + ": open it with the driver 'recording'");
    }
    if (layout.nanovoltsPerCount() != AcquisitionSpec.NANOVOLTS_PER_COUNT) {
      throw new IllegalArgumentException(
          "its amplifiers count in "
              + AcquisitionSpec.NANOVOLTS_PER_COUNT
              + " nV, and this recording in "
              + layout.nanovoltsPerCount()
              + " nV: open it with the driver 'recording'");
    }
    Map<Character, Integer> ports = Setups.ports(layout.channels(), PORT_CHANNELS);
    return new RhxSpec(
        new Setup(Controller.STIM_RECORD, layout.samplesPerSecond(), "0.5", ports, true),
        "127.0.0.1",
        sockets.commandPort,
        sockets.waveformPort,
        sockets.spikePort,
        // Nobody is there to click on Connect.
        true,
        true,
        false,
        Duration.ZERO);
  }

  private void print(EmulatedRhx program) {
    PrintWriter out = spec.commandLine().getOut();
    out.println("recording  " + folder.toAbsolutePath().normalize().toUri());
    Map<String, URI> endpoints = program.endpoints();
    URI command = endpoints.get(EmulatedRhx.COMMAND);
    URI waveform = endpoints.get(EmulatedRhx.WAVEFORM);
    out.println(
        "intan-rhx  " + command + "?waveform=" + (waveform == null ? 0 : waveform.getPort()));
    endpoints.forEach((name, endpoint) -> out.printf(Locale.ROOT, "%-9s  %s%n", name, endpoint));
    out.flush();
  }
}
