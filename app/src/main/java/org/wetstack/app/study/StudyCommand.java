package org.wetstack.app.study;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code wetstack study}: what an emulated culture does, in numbers. */
@Command(
    name = "study",
    description = {
      "Experiments on an emulated culture in virtual time: what comes out is the same on every"
          + " machine."
    },
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      StatisticsCommand.class,
      TrainingCommand.class,
      AgeingCommand.class,
      FingerprintCommand.class
    },
    footer = {
      "",
      "Examples:",
      "  wetstack study statistics --minutes 2 --seed 7",
      "  wetstack study training --seeds 4 --direct",
      "How to read what they show: docs/how-to/study-a-culture.md"
    })
public final class StudyCommand implements Runnable {

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "no study named; choose one of " + spec.subcommands().keySet());
  }
}
