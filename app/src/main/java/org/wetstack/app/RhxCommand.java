package org.wetstack.app;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.wetstack.app.facade.RhxFacade;
import org.wetstack.emulator.rhx.program.EmulatedRhx;
import org.wetstack.emulator.rhx.program.RhxSpec;
import org.wetstack.emulator.rhx.state.Controller;
import org.wetstack.hal.Instrument;
import org.wetstack.hal.spi.SystemTimebase;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code wetstack rhx}: an array as an Intan RHX program. */
@Command(
    name = "rhx",
    description = {
      "Serves an electrode array as an Intan RHX program, at its three sockets, until Ctrl-C.",
      "What the array cannot do exactly as RHX was told is refused, on the command socket.",
      "See docs/how-to/serve-rhx-clients.md."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  wetstack rhx tcp://10.0.0.7:7310 --command-port 0 --waveform-port 0 --spike-port 0",
      "  wetstack rhx 'lab://127.0.0.1:7400/culture:organoids?token-file=/home/ada/token'"
    })
final class RhxCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Mixin private ArrayOptions which = new ArrayOptions();
  @Mixin private RhxPorts sockets = new RhxPorts();

  @Option(
      names = "--files",
      paramLabel = "FOLDER",
      defaultValue = "/",
      description = "stands for the root of its file system; default ${DEFAULT-VALUE}")
  private Path files = Path.of("/");

  @Option(names = "--seconds", paramLabel = "N", description = "how long; default until Ctrl-C")
  private int seconds = Integer.MAX_VALUE;

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (!Files.isDirectory(files)) {
      throw new IllegalArgumentException(
          "--files " + files + " is not a folder: name one that is there");
    }
    CompletableFuture<Integer> ended = Signals.first();
    ExecutorService reading = thread("wetstack-rhx-reading");
    ExecutorService work = thread("wetstack-rhx-work");
    var ground = new RhxFacade.Ground(SystemTimebase.shared(), reading, work, this::say);
    try (Instrument instrument = which.open()) {
      var alarms = instrument.onAlarm(alarm -> say("alarm: " + alarm));
      instrument
          .safeState()
          .ifPresent(
              state -> say("the instrument is in its safe state, and fires nothing: " + state));
      try (RhxFacade facade = RhxFacade.start(which.of(instrument), wanted(), files, ground)) {
        print(facade.endpoints());
        var unused =
            facade.ended().whenComplete((reason, failure) -> ended.complete(ExitCode.FAILURE));
        return Emulation.await(ended, Duration.ofSeconds(seconds));
      } finally {
        alarms.close();
      }
    } finally {
      reading.shutdown();
      work.shutdown();
    }
  }

  private RhxSpec wanted() {
    RhxSpec usual = RhxSpec.demo(Controller.STIM_RECORD);
    return new RhxSpec(
        usual.setup(),
        usual.host(),
        sockets.commandPort,
        sockets.waveformPort,
        sockets.spikePort,
        // Nobody is there to click on Connect.
        true,
        true,
        false,
        Duration.ZERO);
  }

  private static ExecutorService thread(String called) {
    return Executors.newSingleThreadExecutor(RunCommand.daemon(called));
  }

  private void say(String news) {
    PrintWriter err = spec.commandLine().getErr();
    err.println(news);
    err.flush();
  }

  private void print(Map<String, URI> endpoints) {
    PrintWriter out = spec.commandLine().getOut();
    int waveform = Objects.requireNonNull(endpoints.get(EmulatedRhx.WAVEFORM)).getPort();
    out.println("intan-rhx  " + endpoints.get(EmulatedRhx.COMMAND) + "?waveform=" + waveform);
    endpoints.forEach((socket, at) -> out.printf(Locale.ROOT, "%-9s  %s%n", socket, at));
    out.flush();
  }
}
