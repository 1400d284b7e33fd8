package org.wetstack.app;

import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.wetstack.hal.Instruments;
import org.wetstack.hal.spi.SystemTimebase;
import org.wetstack.sparkplug.EdgeNode;
import org.wetstack.sparkplug.Picture;
import org.wetstack.sparkplug.Place;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/** {@code wetstack sparkplug}: shows a rig to dashboards, as an edge node of Sparkplug B. */
@Command(
    name = "sparkplug",
    description = {
      "Shows a rig on an MQTT broker, as an edge node of Sparkplug B 3.0, until Ctrl-C.",
      "It only tells: the one command that it takes is to tell everything again. A token of an "
          + "observer is enough, and the rig does not notice whether the broker is there."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Example:",
      "  wetstack sparkplug mqtts://broker.lab:8883 --group lab --node rig-1",
      "What is told: docs/how-to/show-a-rig-on-sparkplug.md"
    })
final class SparkplugCommand implements Callable<Integer> {

  private static final Duration EACH = Duration.ofSeconds(1);

  @Spec private CommandSpec spec;
  @Mixin private LabOptions lab = new LabOptions();

  @Parameters(paramLabel = "BROKER", description = "mqtt://HOST:PORT, or mqtts://… for TLS")
  private String broker = "";

  @Option(names = "--group", paramLabel = "NAME", required = true, description = "of Sparkplug")
  private String group = "";

  @Option(
      names = "--node",
      paramLabel = "NAME",
      description = "what the rig is called there; default its name")
  private @Nullable String node;

  @Option(
      names = "--host",
      paramLabel = "NAME",
      description = "the primary host application: nothing is told while it is not online")
  private @Nullable String host;

  @Override
  public Integer call() throws IOException, InterruptedException {
    LabClient client = lab.client();
    CompletableFuture<Integer> signal = Signals.first();
    String name = node == null ? StatusCommand.text(client.get("/v1/rig"), "name") : node;
    Place place = Place.of(Instruments.uri(broker), group, name, Optional.ofNullable(host));
    PrintWriter out = spec.commandLine().getOut();
    try (var edge = new EdgeNode(place, SystemTimebase.shared())) {
      String before = "";
      while (!signal.isDone()) {
        String now = once(client, edge);
        if (!now.equals(before)) {
          out.println(now);
          out.flush();
          before = now;
        }
        edge.await(EACH);
      }
    }
    return signal.join();
  }

  /** What became of it, in words. */
  private static String once(LabClient client, EdgeNode edge) throws InterruptedException {
    Picture now;
    try {
      JsonNode rig = client.get("/v1/rig");
      now = RigPicture.of(rig, client.get("/v1/leases"), client.get("/v1/alarms"));
    } catch (IOException e) {
      // What was told is not current any more, and dashboards must see that.
      edge.fallSilent();
      return "offline: " + e.getMessage();
    }
    try {
      edge.tell(now);
      return edge.isBorn() ? "online" : "waiting for the broker or its host application";
    } catch (IOException e) {
      return "offline: " + e.getMessage();
    }
  }
}
