package org.wetstack.app;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/** {@code wetstack release}: agrees to the release of the emergency stop. */
@Command(
    name = "release",
    description = {
      "Agrees to the release of the emergency stop, now that its cause is gone.",
      "It is released when two people have agreed within ten minutes, each with a token "
          + "of their own. Starts nothing."
    },
    mixinStandardHelpOptions = true,
    footer = {"", "Ends with 0 if it is released, 1 while somebody else has to agree."})
final class ReleaseCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;
  @Mixin private LabOptions lab = new LabOptions();

  @Override
  public Integer call() throws IOException, InterruptedException {
    LabClient client = lab.client();
    JsonNode done = client.post("/v1/rig:release", Map.of("key", LabClient.key()));
    boolean released = done.path("released").asBoolean(false);
    lab.show(
        spec,
        client,
        done,
        out ->
            out.println(
                released
                    ? "released"
                    : "one of two has agreed; somebody else must say 'wetstack release' within ten"
                        + " minutes"));
    return released ? ExitCode.OK : ExitCode.FAILURE;
  }
}
