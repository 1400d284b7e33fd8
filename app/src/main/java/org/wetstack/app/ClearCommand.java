package org.wetstack.app;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code wetstack clear}: lets an instrument out of its safe state. */
@Command(
    name = "clear",
    description = {
      "Lets an instrument out of its safe state, now that you have looked at why.",
      "Starts nothing. A board goes safe when its host falls silent, as when the controller was killed."
    },
    mixinStandardHelpOptions = true,
    footer = {"", "'wetstack status' tells which there are."})
final class ClearCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;
  @Mixin private LabOptions lab = new LabOptions();

  @Parameters(paramLabel = "INSTRUMENT", description = "as in the rig file")
  private String name = "";

  @Override
  public Integer call() throws IOException, InterruptedException {
    return lab.act(spec, "/v1/instruments/" + LabClient.part(name) + ":clear", "cleared");
  }
}
