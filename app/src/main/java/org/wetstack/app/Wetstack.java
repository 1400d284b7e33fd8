package org.wetstack.app;

import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;
import org.wetstack.app.study.StudyCommand;
import org.wetstack.app.study.TrainCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/** The {@code wetstack} command: parses, runs one subcommand, and ends with an {@link ExitCode}. */
@Command(
    name = "wetstack",
    description = "The hardware stack for wetware.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    synopsisSubcommandLabel = "COMMAND",
    footer = {"", "./wetstack verify, in a clone, builds and tests everything."},
    subcommands = {
      DemoCommand.class,
      EmulateCommand.class,
      CheckCommand.class,
      DiscoverCommand.class,
      PumpCommand.class,
      LightCommand.class,
      BridgeCommand.class,
      RhxCommand.class,
      LslCommand.class,
      AuditCommand.class,
      BackupCommand.class,
      RestoreCommand.class,
      StatusCommand.class,
      LeaseCommand.class,
      DoseCommand.class,
      FlashCommand.class,
      RecordCommand.class,
      RecordingCommand.class,
      StopCommand.class,
      ReleaseCommand.class,
      ClearCommand.class,
      AcknowledgeCommand.class,
      CloseCommand.class,
      SparkplugCommand.class,
      ReloadCommand.class,
      HistoryCommand.class,
      SeriesCommand.class,
      CultureCommand.class,
      TokenCommand.class,
      DoctorCommand.class,
      CompletionCommand.class,
      LoadtestCommand.class,
      RunCommand.class,
      StudyCommand.class,
      TrainCommand.class
    })
public final class Wetstack implements Runnable {

  /** As wide as examples and footers are written. */
  private static final int HELP_COLUMNS = 100;

  @Spec private CommandSpec spec;

  private Wetstack() {}

  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  /** The whole command, ready to {@code execute}. Tests give it their own writers. */
  public static CommandLine commandLine() {
    return WholeNumbers.in(new CommandLine(new Wetstack()))
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setUsageHelpWidth(HELP_COLUMNS)
        .setParameterExceptionHandler(Wetstack::onWrongArguments)
        .setExecutionExceptionHandler(
            (failure, command, parsed) -> Failures.print(failure, command.getErr()));
  }

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "no command given; choose one of " + spec.subcommands().keySet());
  }

  private static @Nullable String message(ParameterException wrong) {
    if (wrong instanceof UnmatchedArgumentException unmatched) {
      String first = unmatched.getUnmatched().get(0);
      if (first.matches("-[0-9.].*")) {
        return "'" + first + "' is less than nothing: write quantities without a sign";
      }
    }
    return wrong.getMessage();
  }

  private static int onWrongArguments(ParameterException wrong, String[] args) {
    CommandLine command = wrong.getCommandLine();
    PrintWriter err = command.getErr();
    Failures.printMessage(message(wrong), err);
    UnmatchedArgumentException.printSuggestions(wrong, err);
    err.println("Try '" + command.getCommandSpec().qualifiedName() + " --help'.");
    err.flush();
    return ExitCode.WRONG_INPUT;
  }
}
