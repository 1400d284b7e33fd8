package org.wetstack.app;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.wetstack.exchange.Export;
import org.wetstack.exchange.ExportFormat;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code wetstack recording export}. */
@Command(
    name = "export",
    description = {
      "Writes a recording in another format: nwb (one file with everything), rhs (a "
          + "folder of Intan files, samples and stimulation), csv or parquet (folders of "
          + "tables, all but samples).",
      "What bears the name of an export is whole; *.partial is what a killed one left."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  wetstack recording export demo-1 --format nwb --deflate 4",
      "  wetstack recording export demo-1 --format csv --output tables"
    })
final class RecordingExportCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "RECORDING", description = "its folder")
  private Path folder = Path.of(".");

  @Option(
      names = "--format",
      paramLabel = "nwb|rhs|csv|parquet",
      required = true,
      description = "of it")
  private ExportFormat format = ExportFormat.NWB;

  @Option(
      names = "--output",
      paramLabel = "NAME",
      description = "of the new file or folder; default RECORDING.nwb, RECORDING-rhs and so on")
  private @Nullable Path output;

  @Option(
      names = "--deflate",
      paramLabel = "0-9",
      defaultValue = "0",
      description = "compresses nwb: smaller, and many times slower; default ${DEFAULT-VALUE}")
  private int deflate;

  @Override
  public Integer call() throws IOException {
    RecordingCommand.open(folder);
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
      out.println(RecordingVerifyCommand.whole(made.survey().reading()));
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
