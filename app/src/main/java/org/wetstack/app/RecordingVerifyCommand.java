package org.wetstack.app;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.wetstack.lab.recording.Entry;
import org.wetstack.lab.recording.Recording;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code wetstack recording verify}. */
@Command(
    name = "verify",
    description = {
      "Reads every byte of a recording and tells whether it is as it was written, and "
          + "closed in order.",
      "Ends with 1 if it is not, and names each place."
    },
    mixinStandardHelpOptions = true,
    footer = {"", "Example:", "  wetstack recording verify data/recordings/20260301-123456-789-a"})
final class RecordingVerifyCommand implements Callable<Integer> {

  private static final int MOST_PLACES = 100;

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "RECORDING", description = "its folder")
  private Path folder = Path.of(".");

  @Override
  public Integer call() throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    int[] told = {0};
    Recording.Reading reading =
        RecordingCommand.open(folder)
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
