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

/** {@code wetstack lease}: who works with what. */
@Command(
    name = "lease",
    description = {
      "Tells who has the lease of what.",
      "With RESOURCE it takes that lease, and holds it until Ctrl-C; with its end "
          + "everything that runs under it is stopped."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  wetstack lease",
      "  wetstack lease culture:organoids --purpose 'changing the medium' --seconds 600",
      "  wetstack lease culture:organoids --revoke --purpose 'left over night'"
    })
final class LeaseCommand implements Callable<Integer> {

  private static final int HOUR = 3_600;

  @Spec private CommandSpec spec;
  @Mixin private LabOptions lab = new LabOptions();

  @Parameters(arity = "0..1", paramLabel = "RESOURCE", description = "rig, or culture:NAME")
  private @Nullable String resource;

  @Option(
      names = "--purpose",
      paramLabel = "TEXT",
      defaultValue = "the command line",
      description = "why, for others to read")
  private String purpose = "";

  @Option(
      names = "--seconds",
      paramLabel = "N",
      defaultValue = "" + HOUR,
      description = "how long to hold it at most; default ${DEFAULT-VALUE}")
  private int seconds = HOUR;

  @Option(names = "--revoke", description = "takes it from whoever has it, and does not keep it")
  private boolean revoke;

  @Override
  public Integer call() throws IOException, InterruptedException {
    LabClient client = lab.client();
    if (resource == null) {
      JsonNode leases = client.get("/v1/leases");
      lab.show(spec, client, leases, out -> list(leases, out));
      return ExitCode.OK;
    }
    if (revoke) {
      JsonNode done =
          client.post(
              "/v1/leases/" + LabClient.part(resource) + ":revoke",
              Map.of("reason", purpose, "key", LabClient.key()));
      lab.show(spec, client, done, out -> out.println("revoked"));
      return ExitCode.OK;
    }
    return hold(client, resource);
  }

  private int hold(LabClient client, String wanted) throws IOException, InterruptedException {
    CompletableFuture<Integer> signal = Signals.first();
    try (HeldLease lease = HeldLease.take(client, wanted, purpose, seconds)) {
      lab.show(
          spec,
          client,
          lease.lease(),
          out ->
              out.println("holding " + wanted + ", epoch " + lease.epoch() + "; Ctrl-C ends it"));
      return lease.hold(signal, Duration.ofSeconds(seconds)) ? signal.join() : ExitCode.OK;
    }
  }

  private static void list(JsonNode leases, PrintWriter out) {
    if (leases.path("leases").isEmpty()) {
      out.println("nobody has a lease");
    }
    for (JsonNode each : leases.path("leases")) {
      out.println(
          "%s  %s  epoch %s  until %s  %s"
              .formatted(
                  StatusCommand.text(each, "resource"),
                  StatusCommand.text(each, "holder"),
                  StatusCommand.text(each, "epoch"),
                  StatusCommand.text(each, "until"),
                  StatusCommand.text(each, "purpose")));
    }
    int waiting = leases.path("waiting").asInt(0);
    if (waiting > 0) {
      out.println(waiting + " wait");
    }
  }
}
