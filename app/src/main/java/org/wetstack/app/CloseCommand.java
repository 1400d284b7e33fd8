package org.wetstack.app;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code wetstack close}: closes an interlock that has opened. */
@Command(
    name = "close",
    description = {
      "Closes an interlock that has opened, now that its cause is gone; for safety officers.",
      "It is refused while the reading is outside of its range, or there is none."
    },
    mixinStandardHelpOptions = true,
    footer = {"", "'wetstack status' tells which there are."})
final class CloseCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;
  @Mixin private LabOptions lab = new LabOptions();

  @Parameters(paramLabel = "INTERLOCK", description = "as in the rig file")
  private String name = "";

  @Override
  public Integer call() throws IOException, InterruptedException {
    return lab.act(spec, "/v1/interlocks/" + LabClient.part(name) + ":close", "closed");
  }
}
