package org.wetstack.app;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.wetstack.emulator.World;
import org.wetstack.emulator.board.QuietTissue;
import org.wetstack.emulator.culture.Profile;
import org.wetstack.emulator.host.LonePort;
import org.wetstack.emulator.rhx.program.ControllerInstallation;
import org.wetstack.emulator.rhx.program.EmulatedRhx;
import org.wetstack.emulator.rhx.program.RhxSpec;
import org.wetstack.emulator.rhx.signal.AcquisitionSpec;
import org.wetstack.emulator.rhx.state.SignalKind;
import org.wetstack.emulator.rhx.state.State;
import org.wetstack.hal.spi.SystemTimebase;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code wetstack emulate intan-rhx}. */
@Command(
    name = "intan-rhx",
    description = {
      "An Intan RHX program with a controller and a culture, at its three TCP sockets.",
      "Prints what our driver opens, and then one line for each socket."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  wetstack emulate intan-rhx --command-port 0 --waveform-port 0 --spike-port 0",
      "  wetstack emulate intan-rhx --controller record-usb3 --ports A:64,B:128",
      "What it does and where it differs: docs/reference/intan-rhx-emulator.md"
    })
final class EmulateRhxCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;
  @ParentCommand private EmulateCommand all;
  @Mixin private ControllerOptions controller;

  @Mixin private RhxPorts sockets = new RhxPorts();

  @Option(
      names = "--relisten",
      paramLabel = "on|off",
      arity = "0..1",
      fallbackValue = "on",
      defaultValue = "on",
      description = {
        "on: a socket listens again when its client has left;",
        "off: as the real program, which waits for a click; default ${DEFAULT-VALUE}"
      })
  private String relisten = "";

  @Option(names = "--no-relisten", description = "the same as --relisten off")
  private boolean withoutRelisten;

  @Option(
      names = "--data-ports-open",
      description = "waveform and spike socket listen from the start, as after a click on Connect")
  private boolean dataPortsOpen;

  @Option(
      names = "--crash",
      paramLabel = "faithful|refuse",
      defaultValue = "refuse",
      description = "what happens at inputs that crash the real program; default ${DEFAULT-VALUE}")
  private String crash = "";

  @Option(
      names = "--upload-millis",
      paramLabel = "N",
      defaultValue = "0",
      description = "how long an upload takes for each channel; default ${DEFAULT-VALUE}")
  private int uploadMillis;

  @Option(
      names = "--impedances",
      paramLabel = "demo|culture",
      defaultValue = "demo",
      description = "100 kOhm everywhere, or those of the electrodes; default ${DEFAULT-VALUE}")
  private String impedances = "";

  @Option(
      names = "--inputs",
      paramLabel = "demo|quiet",
      defaultValue = "demo",
      description = {
        "demo: the first two digital and analog inputs show squares and sines, and start no",
        "stimulation; quiet: 0 V everywhere; default ${DEFAULT-VALUE}"
      })
  private String inputs = "";

  @Option(names = "--saline", description = "in saline instead of a living culture")
  private boolean saline;

  @Option(
      names = "--files",
      paramLabel = "FOLDER",
      defaultValue = "/",
      description = "stands for the root of its file system; default ${DEFAULT-VALUE}")
  private Path files = Path.of("/");

  @Override
  public Integer call() throws IOException, InterruptedException {
    EmulateCommand.RunOptions run = all.runOptions("intan-rhx");
    CultureOptions cultures = all.cultures();
    if (cultures.printed(spec.commandLine().getOut())) {
      return ExitCode.OK;
    }
    cultures.check(saline ? List.of() : List.of("intan-rhx"));
    if (!Files.isDirectory(files)) {
      throw new IllegalArgumentException(
          "--files " + files + " is not a folder: name one that is there");
    }
    RhxSpec wanted = wanted();
    var world = new World(SystemTimebase.shared(), run.seed(), run.speed());
    var culture =
        new RhxCulture(
            world,
            cultures.profile().orElseGet(EmulateRhxCommand::heardEverywhere),
            cultures.load());
    boolean measures = choose("--impedances", impedances, "culture", "demo");
    boolean demonstrates = choose("--inputs", inputs, "demo", "quiet");
    var installation =
        new ControllerInstallation(
            world,
            LocalDateTime.now(ZoneId.systemDefault()),
            files,
            state ->
                acquisition(culture, state).measuring(measures).demonstratingInputs(demonstrates));
    Duration limit = run.limit();
    var signal = Signals.first();
    try (var program = EmulatedRhx.start(world, wanted, LonePort.factory(), installation)) {
      print(program, spec.commandLine().getOut());
      int code = Emulation.await(signal, limit);
      world.end();
      if (cultures.save().isPresent()) {
        culture.save(cultures.save().get());
      }
      return code;
    }
  }

  private RhxSpec wanted() {
    return new RhxSpec(
        controller.setup(),
        "127.0.0.1",
        sockets.commandPort,
        sockets.waveformPort,
        sockets.spikePort,
        dataPortsOpen,
        choose("--relisten", relisten, "on", "off") && !withoutRelisten,
        choose("--crash", crash, "faithful", "refuse"),
        Duration.ofMillis(uploadMillis));
  }

  private AcquisitionSpec acquisition(RhxCulture culture, State state) {
    int channels = Math.max(1, state.channels(SignalKind.AMPLIFIER).size());
    return saline
        ? AcquisitionSpec.observed(new QuietTissue(channels))
        : AcquisitionSpec.observed(culture.under(state)).filtered();
  }

  private static void print(EmulatedRhx program, PrintWriter out) {
    Map<String, URI> endpoints = program.endpoints();
    URI command = endpoints.get(EmulatedRhx.COMMAND);
    URI waveform = endpoints.get(EmulatedRhx.WAVEFORM);
    out.println(
        "intan-rhx  " + command + "?waveform=" + (waveform == null ? 0 : waveform.getPort()));
    endpoints.forEach((name, endpoint) -> out.printf(Locale.ROOT, "%-9s  %s%n", name, endpoint));
    out.flush();
  }

  private static boolean choose(String option, String value, String yes, String no) {
    if (!value.equals(yes) && !value.equals(no)) {
      throw new IllegalArgumentException(
          option + " is " + yes + " or " + no + ", not '" + value + "'");
    }
    return value.equals(yes);
  }

  /** In the program's demonstration spikes come on every channel. */
  private static Profile heardEverywhere() {
    Profile usual = Profile.usual();
    return usual.with(usual.recording().withDeafShare(0));
  }
}
