package org.wetstack.app;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/** {@code wetstack stop}: the emergency stop, or that of one culture. */
@Command(
    name = "stop",
    description = {
      "Without CULTURE: stops every output of every instrument, and keeps it so until "
          + "two people release it.",
      "With CULTURE: stops what runs on it, and latches nothing."
    },
    mixinStandardHelpOptions = true,
    footer = {"", "Ends with 0 if every instrument has said that it has stopped."})
final class StopCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;
  @Mixin private LabOptions lab = new LabOptions();

  @Parameters(arity = "0..1", paramLabel = "CULTURE", description = "as in the rig file")
  private @Nullable String culture;

  @Option(
      names = "--reason",
      paramLabel = "TEXT",
      defaultValue = "asked for on the command line",
      description = "why, for others to read")
  private String reason = "";

  @Override
  public Integer call() throws IOException, InterruptedException {
    LabClient client = lab.client();
    Map<String, String> body = Map.of("reason", reason, "key", LabClient.key());
    if (culture != null) {
      JsonNode done = client.post("/v1/cultures/" + LabClient.part(culture) + ":stop", body);
      lab.show(spec, client, done, out -> out.println("stopped"));
      return ExitCode.OK;
    }
    JsonNode done = client.post("/v1/rig:stop", body);
    lab.show(spec, client, done, out -> tell(done, out));
    for (JsonNode each : done.path("instruments")) {
      if (!StatusCommand.text(each, "failure").isEmpty()) {
        return ExitCode.FAILURE;
      }
    }
    return ExitCode.OK;
  }

  private static void tell(JsonNode done, PrintWriter out) {
    for (JsonNode each : done.path("instruments")) {
      String failure = StatusCommand.text(each, "failure");
      out.println(
          StatusCommand.text(each, "instrument")
              + (failure.isEmpty()
                  ? String.format(
                      java.util.Locale.ROOT,
                      " stopped in %.1f ms",
                      each.path("microseconds").asInt(0) / 1_000.0)
                  : " NOT KNOWN TO HAVE STOPPED: " + failure));
    }
    out.println("everything stays stopped until two people have said 'wetstack release'");
  }
}
