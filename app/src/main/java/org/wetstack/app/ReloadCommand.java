package org.wetstack.app;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/** {@code wetstack reload}: has a controller read its rig file again. */
@Command(
    name = "reload",
    description = {
      "Has a controller read its rig file again and take over what differs, all of it or nothing.",
      "What needs a restart is named, with its line and the reason. For admins."
    },
    mixinStandardHelpOptions = true,
    footer = {"", "Ends with 0 if the file holds now, otherwise with 1."})
final class ReloadCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;
  @Mixin private LabOptions lab = new LabOptions();

  @Override
  public Integer call() throws IOException, InterruptedException {
    LabClient client = lab.client();
    JsonNode done = client.post("/v1/rig:reload", Map.of("key", LabClient.key()));
    boolean applied = done.path("applied").asBoolean(false);
    lab.show(spec, client, done, out -> tell(done, applied, out));
    return applied ? ExitCode.OK : ExitCode.FAILURE;
  }

  private static void tell(JsonNode done, boolean applied, PrintWriter out) {
    for (JsonNode each : done.path("differences")) {
      String why = StatusCommand.text(each, "needsRestart");
      out.println(
          "line %d: %s: %s%s"
              .formatted(
                  each.path("line").asInt(0),
                  StatusCommand.text(each, "path"),
                  StatusCommand.text(each, "what"),
                  why.isEmpty() ? "" : "\n  needs a restart: " + why));
    }
    boolean none = done.path("differences").isEmpty();
    out.println(
        applied
            ? none ? "nothing differs" : "the rig file holds now"
            : "nothing was taken over; restart the controller, or undo what needs a restart");
  }
}
