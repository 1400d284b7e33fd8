package org.wetstack.app;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code wetstack acknowledge}: takes note of an alarm. */
@Command(
    name = "acknowledge",
    description = {
      "Takes note of an alarm, so that others know that somebody has.",
      "Changes nothing else: what raised it is to be put right."
    },
    mixinStandardHelpOptions = true,
    footer = {"", "'wetstack status' tells which there are."})
final class AcknowledgeCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;
  @Mixin private LabOptions lab = new LabOptions();

  @Parameters(paramLabel = "ALARM", description = "its name, as 'wetstack status' tells it")
  private String name = "";

  @Override
  public Integer call() throws IOException, InterruptedException {
    return lab.act(spec, "/v1/alarms/" + LabClient.part(name) + ":acknowledge", "acknowledged");
  }
}
