package org.wetstack.app;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.wetstack.hal.spi.SystemTimebase;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code wetstack restore}: the folder of a rig from a backup. */
@Command(
    name = "restore",
    description = {
      "Makes a new folder of a rig from a backup, checks every file and the chain of "
          + "the journal, and says what to do next.",
      "Overwrites nothing. The rig comes back with its emergency stop pressed."
    },
    mixinStandardHelpOptions = true)
final class RestoreCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Parameters(index = "0", paramLabel = "FROM", description = "what 'wetstack backup' wrote")
  private Path from = Path.of("");

  @Parameters(index = "1", paramLabel = "INTO", description = "a new folder")
  private Path into = Path.of("");

  @Override
  public Integer call() throws IOException {
    Backup.Manifest done = Restore.read(from, into, SystemTimebase.shared()::now);
    PrintWriter out = spec.commandLine().getOut();
    out.println("rig      " + done.rig() + ", as of " + done.made());
    out.println("journal  " + done.entries() + " entries, right up to hash " + done.hash());
    out.println("Next:");
    out.println("1. End the controller that this one replaces, and never start it again.");
    out.println(
        "2. In "
            + into.resolve(Backup.RIG)
            + " let 'data' be "
            + into.resolve("data").toAbsolutePath()
            + "; and 'tokens', 'keys', certificates and passwords the files that you have.");
    out.println("3. Look what pumps and arrays did since " + done.made() + ": no limit counts it.");
    out.println("4. Start it: wetstack run " + into.resolve(Backup.RIG));
    out.println(
        "5. Nothing is given until two people say 'wetstack release'. A limit over a day counts"
            + " right a day after the old controller ended.");
    out.println(
        "6. Tokens that were revoked since are good again: look with 'wetstack token list', and"
            + " revoke them again.");
    out.flush();
    return ExitCode.OK;
  }
}
