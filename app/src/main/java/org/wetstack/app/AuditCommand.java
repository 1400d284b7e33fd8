package org.wetstack.app;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.wetstack.lab.journal.Entry;
import org.wetstack.lab.journal.JournalCheck;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code wetstack audit}: what the journal of a controller is worth. */
@Command(
    name = "audit",
    description = "Looks at the journal of a lab controller.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = AuditCommand.Verify.class)
final class AuditCommand implements Runnable {

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "nothing to do; choose one of " + spec.subcommands().keySet());
  }

  /** {@code wetstack audit verify}. */
  @Command(
      name = "verify",
      description = {
        "Tells whether a journal is as it was written: no byte changed, no entry taken "
            + "away, added or moved.",
        "Changes nothing, and may run while a controller writes."
      },
      mixinStandardHelpOptions = true,
      footer = {
        "",
        "Ends with 0 if all is right, 1 if something is wrong, which is named, 2 if there is no",
        "journal. Whoever can write to the disk could write a whole journal anew: keep the hash"
            + " that",
        "is printed elsewhere, and compare it later. How to check without wetstack:",
        "docs/reference/journal.md"
      })
  static final class Verify implements Callable<Integer> {

    @Spec private CommandSpec spec;

    @Parameters(paramLabel = "DIR", description = "the folder of the journal")
    private Path folder = Path.of("");

    @Override
    public Integer call() throws IOException {
      PrintWriter out = spec.commandLine().getOut();
      JournalCheck.Verdict verdict = verdict();
      out.println("entries " + verdict.entries());
      print("first", verdict.first(), out);
      print("last", verdict.last(), out);
      if (verdict.wrong().isPresent()) {
        out.flush();
        Failures.printMessage(
            verdict.wrong().get() + "; entries before it are right", spec.commandLine().getErr());
        return ExitCode.FAILURE;
      }
      out.println("hash    " + verdict.hash());
      if (verdict.tornBytes() > 0) {
        out.println(
            "tail    "
                + verdict.tornBytes()
                + " bytes of an entry that is being written, or was not finished by a crash");
      }
      out.println("OK");
      out.flush();
      return ExitCode.OK;
    }

    private JournalCheck.Verdict verdict() throws IOException {
      if (!Files.isDirectory(folder)) {
        throw new IllegalArgumentException(
            folder
                + (Files.exists(folder) ? " is a file" : " is not there")
                + ": name the folder that a controller keeps its journal in");
      }
      try {
        return JournalCheck.verify(folder);
      } catch (NoSuchFileException e) {
        throw new IllegalArgumentException(
            folder
                + " holds no journal, which would have a file 'head': name the folder that a"
                + " controller keeps its journal in",
            e);
      }
    }

    private static void print(String which, @Nullable Entry entry, PrintWriter out) {
      if (entry != null) {
        out.printf(
            Locale.ROOT,
            "%-7s %d  %s  %s  %s%n",
            which,
            entry.number(),
            entry.at(),
            entry.who(),
            entry.what());
      }
    }
  }
}
