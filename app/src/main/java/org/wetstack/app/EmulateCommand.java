package org.wetstack.app;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.wetstack.emulator.board.PumpSpec;
import org.wetstack.emulator.rig.Layout;
import org.wetstack.emulator.rig.Place;
import org.wetstack.emulator.rig.RigFile;
import org.wetstack.emulator.rig.RigSpec;
import org.wetstack.hal.spi.SystemTimebase;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** {@code wetstack emulate}: offers emulated instruments to programs in any language. */
@Command(
    name = "emulate",
    description = {
      "Offers emulated instruments to programs in any language, until Ctrl-C.",
      "Prints one line for each board: its name and its endpoint."
    },
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "[pump|mea|intan-rhx|new-era|...]",
    subcommands = {
      EmulateCommand.OfPump.class,
      EmulateCommand.OfArray.class,
      EmulateRhxCommand.class,
      LineInstruments.OfNewEra.class,
      LineInstruments.OfCavro.class,
      LineInstruments.OfHarvardElite.class,
      LineInstruments.OfHarvardUltra.class,
      LineInstruments.OfHarp.class,
      LineInstruments.OfFlowSensor.class
    },
    footer = {
      "",
      "Examples:",
      "  wetstack emulate pump --link /tmp/pump",
      "  wetstack emulate mea --at tcp://127.0.0.1:7310 --seed 7",
      "  wetstack emulate mea --save-culture monday.wcl",
      "  wetstack emulate --print-profile > mine.yaml",
      "  wetstack emulate intan-rhx --ports A:32",
      "  wetstack emulate new-era --link /tmp/pump --address 0 --address 1 --syringe 4.61mm",
      "  wetstack emulate rig.yaml      (docs/reference/emulator-yaml.md)"
    })
final class EmulateCommand implements Callable<Integer> {

  private static final Duration FOR_EVER = Duration.ofDays(36_500);

  @Spec private CommandSpec spec;
  @Mixin private RunOptions options;
  @Mixin private CultureOptions cultures;

  @Parameters(arity = "0..1", paramLabel = "FILE", description = "a rig in YAML")
  private @Nullable Path file;

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (cultures.printed(spec.commandLine().getOut())) {
      return ExitCode.OK;
    }
    if (file == null) {
      throw new ParameterException(
          spec.commandLine(),
          "nothing to emulate: name a YAML file or one of " + spec.subcommands().keySet());
    }
    if (!Files.exists(file)) {
      throw new IllegalArgumentException(
          "there is no file '"
              + file
              + "', and no instrument of that name; instruments are "
              + spec.subcommands().keySet());
    }
    return options.run(read(file), cultures, spec);
  }

  CultureOptions cultures() {
    return cultures;
  }

  private static RigSpec read(Path file) {
    try {
      return RigFile.read(file);
    } catch (AccessDeniedException e) {
      throw new IllegalArgumentException(
          file + " may not be read by you: check its permissions, or name another file", e);
    } catch (IOException e) {
      throw new IllegalArgumentException(
          file + " cannot be read (" + e.getMessage() + "): name a rig in YAML", e);
    }
  }

  /** How an emulation runs, whatever is emulated. */
  static final class RunOptions {

    @Option(
        names = "--seed",
        scope = ScopeType.INHERIT,
        paramLabel = "N",
        description = "everything random follows from it; 1 unless the file says otherwise")
    private @Nullable Long seed;

    @Option(
        names = "--speed",
        scope = ScopeType.INHERIT,
        paramLabel = "N",
        description = "how many times faster than real time flow, samples and tissue go, 1 to 1000")
    private @Nullable Integer speed;

    @Option(
        names = "--seconds",
        scope = ScopeType.INHERIT,
        paramLabel = "N",
        description = "ends by itself after so long, instead of at Ctrl-C")
    private @Nullable Integer seconds;

    @Option(
        names = "--memory",
        paramLabel = "FOLDER",
        description =
            "boards keep in it what real ones keep without power, and go on from what is there")
    private @Nullable Path memory;

    int run(RigSpec asWritten, CultureOptions cultures, CommandSpec spec)
        throws IOException, InterruptedException {
      check();
      RigSpec seeded = seed == null ? asWritten : asWritten.withSeed(seed);
      RigSpec wanted = cultures.applied(speed == null ? seeded : seeded.withSpeed(speed));
      wanted.boards().forEach(RunOptions::requireReachable);
      var signal = Signals.first();
      try (var emulation = Emulation.start(wanted, Optional.ofNullable(memory))) {
        emulation.printEndpoints(spec.commandLine().getOut());
        var punctuality =
            new Punctuality(
                wanted, emulation.rig(), SystemTimebase.shared(), spec.commandLine().getErr());
        int code = Emulation.await(signal, limit());
        emulation.hangUp();
        punctuality.summarise();
        cultures.save(wanted, emulation.rig());
        return code;
      }
    }

    private void check() {
      if (speed != null && (speed < 1 || speed > 1_000)) {
        throw new IllegalArgumentException("--speed must be from 1 to 1000, not " + speed);
      }
      if (seconds != null && seconds < 1) {
        throw new IllegalArgumentException("--seconds must be at least 1, not " + seconds);
      }
    }

    long seed() {
      return seed == null ? 1 : seed;
    }

    int speed() {
      return speed == null ? 1 : speed;
    }

    Duration limit() {
      return seconds == null ? FOR_EVER : Duration.ofSeconds(seconds);
    }

    private static void requireReachable(RigSpec.Board board) {
      if (board.at().kind() == Place.Kind.CABLE) {
        throw new IllegalArgumentException(
            "board '"
                + board.name()
                + "' is at '"
                + board.at()
                + "', which only tests in the same process can reach"
                + " (docs/how-to/test-your-lab-software.md): put it at serial, tcp or mqtt:topic");
      }
    }
  }

  /** How to run the one instrument called {@code name}. */
  RunOptions runOptions(String name) {
    if (file != null) {
      throw new IllegalArgumentException(
          "'" + file + "' and '" + name + "' are two things to emulate: name one of them");
    }
    options.check();
    return options;
  }

  /** Runs a rig of one board. */
  private int run(String name, Place at, RigSpec.Part part, CommandSpec subcommand)
      throws IOException, InterruptedException {
    var board = new RigSpec.Board(name, at, List.of(part));
    RunOptions run = runOptions(name);
    if (cultures.printed(subcommand.commandLine().getOut())) {
      return ExitCode.OK;
    }
    return run.run(new RigSpec(1, 1, List.of(board)), cultures, subcommand);
  }

  private static final String PLACES =
      "where: serial, tcp, tcp://127.0.0.1:7310, tls://127.0.0.1:7310?cert=…&key=…,"
          + " mqtt:topic (brings a broker along) or mqtt://127.0.0.1:1883/topic; default ";

  /** {@code wetstack emulate pump}. */
  @Command(
      name = "pump",
      description = "A syringe pump behind the wetstack firmware protocol.",
      mixinStandardHelpOptions = true)
  static final class OfPump implements Callable<Integer> {

    @Spec private CommandSpec spec;
    @ParentCommand private EmulateCommand all;

    @Option(names = "--at", paramLabel = "PLACE", description = PLACES + "serial")
    private @Nullable String at;

    @Option(
        names = "--link",
        paramLabel = "PATH",
        description = "makes a symbolic link to the pseudo-terminal, so that its name stays")
    private @Nullable String link;

    @Option(
        names = "--name",
        paramLabel = "NAME",
        defaultValue = "dopamine",
        description = "the pump's name on its board; default ${DEFAULT-VALUE}")
    private String name = "";

    @Override
    public Integer call() throws IOException, InterruptedException {
      if (link != null && link.isBlank()) {
        throw new IllegalArgumentException("--link needs a path, as in --link /tmp/pump");
      }
      if (at != null && link != null) {
        throw new IllegalArgumentException(
            "--link " + link + " and --at " + at + " are two places: give one of them");
      }
      String place = at != null ? at : link != null ? "serial:" + link : "serial";
      var pump = new RigSpec.Pump(PumpSpec.defaults(name), Optional.empty());
      return all.run("pump", Place.parse(place), pump, spec);
    }
  }

  /** {@code wetstack emulate mea}. */
  @Command(
      name = "mea",
      description = "A stimulating electrode array behind the wetstack firmware protocol.",
      mixinStandardHelpOptions = true)
  static final class OfArray implements Callable<Integer> {

    @Spec private CommandSpec spec;
    @ParentCommand private EmulateCommand all;

    @Option(
        names = "--at",
        paramLabel = "PLACE",
        defaultValue = "tcp",
        description = PLACES + "tcp")
    private String at = "";

    @Option(
        names = "--layout",
        paramLabel = "LAYOUT",
        defaultValue = "4x8",
        description = "1x8, 4x8, 1x32, 8x8, 8x16 or 32x32 electrodes; default ${DEFAULT-VALUE}")
    private String layout = "";

    @Option(names = "--saline", description = "in saline instead of a living culture")
    private boolean saline;

    @Override
    public Integer call() throws IOException, InterruptedException {
      var array =
          new RigSpec.Array(
              "mea",
              Layout.parse(layout),
              30_000,
              true,
              saline ? RigSpec.Medium.SALINE : RigSpec.Medium.CULTURE);
      return all.run("mea", Place.parse(at), array, spec);
    }
  }
}
