package org.wetstack.app;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.wetstack.hal.spi.SystemTimebase;
import org.wetstack.lab.rig.RigFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code wetstack backup}: all that a rig remembers, in one file. */
@Command(
    name = "backup",
    description = {
      "Writes rig file, journal and tokens (their hashes) into one zip file that only you can read.",
      "The controller may run meanwhile. Limits, stops and leases are in the journal."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Run it from the folder that the controller runs in. Restore with 'wetstack restore'."
    })
final class BackupCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Parameters(index = "0", paramLabel = "RIG", description = "the rig file")
  private Path rig = Path.of("");

  @Parameters(index = "1", paramLabel = "TO", description = "a new file, as in rig-1.zip")
  private Path to = Path.of("");

  @Option(names = "--recordings", description = "with all recordings, however large")
  private boolean recordings;

  @Override
  public Integer call() throws IOException {
    Backup.Manifest made = Backup.write(rig, to, recordings, SystemTimebase.shared().now());
    PrintWriter out = spec.commandLine().getOut();
    long bytes = made.files().stream().mapToLong(Backup.Part::bytes).sum();
    out.println("backup   " + to + ": " + made.files().size() + " files, " + bytes + " bytes");
    out.println("journal  " + made.entries() + " entries, hash " + made.hash());
    Backup.leftOut(RigFile.read(rig))
        .forEach((file, what) -> out.println("not in it: " + file + ", " + what));
    out.flush();
    return ExitCode.OK;
  }
}
