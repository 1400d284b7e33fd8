package org.wetstack.app;

import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/** {@code wetstack record}: has the controller record a culture. */
@Command(
    name = "record",
    description = {
      "Has the controller record the array of a culture, until Ctrl-C or for --seconds.",
      "Without CULTURE it lists the recordings of the controller's run. Takes the lease "
          + "meanwhile."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Example:",
      "  wetstack record organoids --seconds 600 --title baseline --before",
      "",
      "Ends with 1 if samples are missing in the recording."
    })
final class RecordCommand implements Callable<Integer> {

  private static final int REMEMBERED = 5;
  private static final int FOR_EVER = Integer.MAX_VALUE;

  @Spec private CommandSpec spec;
  @Mixin private LabOptions lab = new LabOptions();

  @Parameters(arity = "0..1", paramLabel = "CULTURE", description = "as in the rig file")
  private @Nullable String culture;

  @Option(names = "--title", paramLabel = "TEXT", defaultValue = "", description = "kept with it")
  private String title = "";

  @Option(names = "--before", description = "with the last seconds, as far as they are remembered")
  private boolean before;

  @Option(names = "--seconds", paramLabel = "N", description = "how long; default until Ctrl-C")
  private int seconds = FOR_EVER;

  @Override
  public Integer call() throws IOException, InterruptedException {
    LabClient client = lab.client();
    if (culture == null) {
      JsonNode all = client.get("/v1/recordings");
      lab.show(spec, client, all, out -> all.path("recordings").forEach(each -> tell(each, out)));
      return ExitCode.OK;
    }
    if (seconds < 1) {
      throw new IllegalArgumentException("--seconds " + seconds + ": record for 1 s at least");
    }
    CompletableFuture<Integer> signal = Signals.first();
    try (HeldLease lease = HeldLease.join(client, "culture:" + culture, "recording " + title)) {
      JsonNode begun =
          client.post(
              "/v1/cultures/" + LabClient.part(culture) + "/recordings",
              Map.of(
                  "title",
                  title,
                  "secondsBefore",
                  before ? REMEMBERED : 0,
                  "epoch",
                  lease.epoch(),
                  "key",
                  LabClient.key()));
      try {
        lease.hold(signal, Duration.ofSeconds(seconds));
      } finally {
        JsonNode ended = stop(client, begun);
        lab.show(spec, client, ended, out -> tell(ended, out));
        begun = ended;
      }
      return begun.path("missed").asLong(0) == 0 ? ExitCode.OK : ExitCode.FAILURE;
    }
  }

  private static JsonNode stop(LabClient client, JsonNode begun)
      throws IOException, InterruptedException {
    return client.post(
        "/v1/recordings/" + LabClient.part(StatusCommand.text(begun, "recording")) + ":stop",
        Map.of("key", LabClient.key()));
  }

  private static void tell(JsonNode recording, PrintWriter out) {
    out.println(
        "%s  %s, %s samples missed%s"
            .formatted(
                StatusCommand.text(recording, "recording"),
                recording.path("running").asBoolean(false) ? "running" : "ended",
                recording.path("missed").asString("0"),
                StatusCommand.text(recording, "title").isEmpty()
                    ? ""
                    : ": " + StatusCommand.text(recording, "title")));
  }
}
