package org.wetstack.app;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.wetstack.exchange.Export;
import org.wetstack.exchange.ExportFormat;
import org.wetstack.exchange.Survey;
import org.wetstack.lab.recording.Entry;
import org.wetstack.lab.recording.Recording;
import org.wetstack.lab.recording.RecordingInfo;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code wetstack recording}: what to do with recordings on this computer. */
@Command(
    name = "recording",
    description = "Lists, checks, exports and replays recordings on this computer.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      RecordingCommand.Ls.class,
      RecordingCommand.Info.class,
      RecordingCommand.Verify.class,
      RecordingCommand.ExportOne.class,
      ReplayCommand.class
    })
final class RecordingCommand implements Runnable {

  private static final String DESCRIPTION = "recording.json";

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "nothing to do; choose one of " + spec.subcommands().keySet());
  }

  /**
   * The recording in {@code folder}.
   *
   * @throws IllegalArgumentException if there is none
   */
  static Recording open(Path folder) throws IOException {
    if (!Files.exists(folder.resolve(DESCRIPTION))) {
      throw new IllegalArgumentException(
          folder + " holds no recording: 'wetstack recording ls FOLDER' lists those in a folder");
    }
    return Recording.open(folder);
  }

  private static String line(RecordingInfo info) {
    return String.format(
        Locale.ROOT,
        "%s  %s %s, %d channels at %d Hz",
        info.startedAt(),
        info.array().model(),
        info.array().serialNumber(),
        info.layout().channels(),
        info.layout().samplesPerSecond());
  }

  private static long bytes(Path folder) throws IOException {
    long all = 0;
    try (var files = Files.newDirectoryStream(folder, "*.wet")) {
      for (Path file : files) {
        all += Files.size(file);
      }
    }
    return all;
  }

  private static String mebibytes(long bytes) {
    return String.format(Locale.ROOT, "%.1f MiB", bytes / 1_048_576.0);
  }

  /** {@code wetstack recording ls}. */
  @Command(
      name = "ls",
      description = "Lists the recordings in a folder, the oldest first. Does not read samples.",
      mixinStandardHelpOptions = true,
      footer = {"", "Example:", "  wetstack recording ls data/recordings"})
  static final class Ls implements Callable<Integer> {

    @Spec private CommandSpec spec;

    @Parameters(
        arity = "0..1",
        paramLabel = "FOLDER",
        defaultValue = ".",
        description = "holds recordings, or is one; default here")
    private Path folder = Path.of(".");

    private record Found(Path folder, RecordingInfo info) {}

    @Override
    public Integer call() throws IOException {
      if (!Files.isDirectory(folder)) {
        throw new IllegalArgumentException(folder + " is no folder: name one that is there");
      }
      PrintWriter out = spec.commandLine().getOut();
      List<Found> found = new ArrayList<>();
      List<Path> folders = new ArrayList<>(List.of(folder));
      try (var inside = Files.newDirectoryStream(folder, Files::isDirectory)) {
        inside.forEach(folders::add);
      }
      boolean sound = true;
      for (Path each : folders) {
        if (Files.exists(each.resolve(DESCRIPTION))) {
          try {
            found.add(new Found(each, Recording.open(each).info()));
          } catch (IOException e) {
            sound = false;
            Failures.printMessage(e.getMessage(), spec.commandLine().getErr());
          }
        }
      }
      found.sort(
          java.util.Comparator.comparing((Found one) -> one.info().startedAt())
              .thenComparing(Found::folder));
      for (Found one : found) {
        out.println(one.folder() + "  " + line(one.info()) + ", " + mebibytes(bytes(one.folder())));
      }
      if (found.isEmpty()) {
        out.println("no recordings in " + folder);
      }
      out.flush();
      return sound ? ExitCode.OK : ExitCode.FAILURE;
    }
  }

  /** {@code wetstack recording info}. */
  @Command(
      name = "info",
      description = "Reads a recording and tells what is in it.",
      mixinStandardHelpOptions = true,
      footer = {"", "Example:", "  wetstack recording info data/recordings/20260301-123456-789-a"})
  static final class Info implements Callable<Integer> {

    @Spec private CommandSpec spec;

    @Parameters(paramLabel = "RECORDING", description = "its folder")
    private Path folder = Path.of(".");

    @Override
    public Integer call() throws IOException {
      Survey survey = Survey.of(open(folder));
      PrintWriter out = spec.commandLine().getOut();
      RecordingInfo info = survey.info();
      out.println(line(info));
      if (!info.notes().isEmpty()) {
        out.println(info.notes());
      }
      long missing = survey.gaps().stream().mapToLong(Survey.Gap::samples).sum();
      long spikes = 0;
      for (long each : survey.spikes()) {
        spikes += each;
      }
      out.printf(
          Locale.ROOT,
          "%.3f s, %d samples of each channel, %d missing in %d gaps%n",
          survey.seconds(),
          survey.samples(),
          missing,
          survey.gaps().size());
      out.printf(
          Locale.ROOT,
          "%d spikes, %d pulses of %d stimuli, %d doses, %d trials, %d readings, %d alarms,"
              + " %d notes%n",
          spikes,
          survey.pulses().size(),
          survey.stimuli().size(),
          survey.doses().size(),
          survey.trials().size(),
          survey.readings().size(),
          survey.alarms().size(),
          survey.notes().size());
      survey.plans().stream().map(Entry.Plan::json).forEach(out::println);
      out.println(Verify.whole(survey.reading()));
      out.flush();
      return ExitCode.OK;
    }
  }

  /** {@code wetstack recording verify}. */
  @Command(
      name = "verify",
      description = {
        "Reads every byte of a recording and tells whether it is as it was written, and closed in",
        "order. Ends with 1 if it is not, and names each place."
      },
      mixinStandardHelpOptions = true,
      footer = {
        "",
        "Example:",
        "  wetstack recording verify data/recordings/20260301-123456-789-a"
      })
  static final class Verify implements Callable<Integer> {

    private static final int MOST_PLACES = 100;

    @Spec private CommandSpec spec;

    @Parameters(paramLabel = "RECORDING", description = "its folder")
    private Path folder = Path.of(".");

    @Override
    public Integer call() throws IOException {
      PrintWriter out = spec.commandLine().getOut();
      int[] told = {0};
      Recording.Reading reading =
          open(folder)
              .read(
                  entry -> {
                    if (entry instanceof Entry.Damage damage && told[0]++ < MOST_PLACES) {
                      out.printf(
                          Locale.ROOT,
                          "damage: file %d from byte %d: %d bytes are no record, %d are missing%n",
                          damage.segment(),
                          damage.offset(),
                          damage.bytes(),
                          damage.records());
                    }
                  });
      out.println(whole(reading));
      out.flush();
      return reading.whole() ? ExitCode.OK : ExitCode.FAILURE;
    }

    static String whole(Recording.Reading reading) {
      if (reading.whole()) {
        return "OK: %d records in %d files, as they were written, and closed in order"
            .formatted(reading.records(), reading.segments());
      }
      return ("NOT WHOLE: %d sound records in %d files; %s; %d damaged places of %d bytes; %d bytes"
              + " torn off at the end; %d files missing")
          .formatted(
              reading.records(),
              reading.segments(),
              reading.end().isPresent() ? "closed in order" : "not closed in order",
              reading.damages(),
              reading.damagedBytes(),
              reading.tornBytes(),
              reading.missingSegments());
    }
  }

  /** {@code wetstack recording export}. */
  @Command(
      name = "export",
      description = {
        "Writes a recording in another format: nwb (one file with everything), rhs (a folder of",
        "Intan files, samples and stimulation) or csv (a folder of tables, all but samples). What",
        "bears the name of an export is whole; *.partial is what a killed one left."
      },
      mixinStandardHelpOptions = true,
      footer = {
        "",
        "Examples:",
        "  wetstack recording export demo-1 --format nwb --deflate 4",
        "  wetstack recording export demo-1 --format csv --output tables"
      })
  static final class ExportOne implements Callable<Integer> {

    @Spec private CommandSpec spec;

    @Parameters(paramLabel = "RECORDING", description = "its folder")
    private Path folder = Path.of(".");

    @Option(names = "--format", paramLabel = "nwb|rhs|csv", required = true, description = "of it")
    private ExportFormat format = ExportFormat.NWB;

    @Option(
        names = "--output",
        paramLabel = "NAME",
        description = "of the new file or folder; default RECORDING.nwb, RECORDING-rhs or -csv")
    private @Nullable Path output;

    @Option(
        names = "--deflate",
        paramLabel = "0-9",
        defaultValue = "0",
        description = "compresses nwb: smaller, and many times slower; default ${DEFAULT-VALUE}")
    private int deflate;

    @Override
    public Integer call() throws IOException {
      open(folder);
      Path target = output == null ? usual() : output;
      Export.Made made = Export.of(folder, format, target, deflate);
      PrintWriter out = spec.commandLine().getOut();
      out.printf(
          Locale.ROOT,
          "%s: %d samples of %d channels, %d gaps%n",
          target,
          made.survey().samples(),
          made.survey().info().layout().channels(),
          made.survey().gaps().size());
      made.remarks().forEach(out::println);
      if (!made.survey().reading().whole()) {
        out.println(Verify.whole(made.survey().reading()));
      }
      out.flush();
      return ExitCode.OK;
    }

    private Path usual() {
      Path whole = folder.toAbsolutePath().normalize();
      String kind = format.name().toLowerCase(Locale.ROOT);
      String name = whole.getFileName() + (format == ExportFormat.NWB ? "." : "-") + kind;
      return whole.resolveSibling(name);
    }
  }
}
