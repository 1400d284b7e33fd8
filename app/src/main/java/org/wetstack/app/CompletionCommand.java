package org.wetstack.app;

import java.io.PrintWriter;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code wetstack completion}: teaches a shell the commands and options. */
@Command(
    name = "completion",
    description = "Prints a script by which bash or zsh completes commands and options.",
    mixinStandardHelpOptions = true,
    footer = {"", "Example:", "  source <(wetstack completion)"})
final class CompletionCommand implements Runnable {

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    PrintWriter out = spec.commandLine().getOut();
    out.print(AutoComplete.bash("wetstack", spec.root().commandLine()));
    out.flush();
  }
}
