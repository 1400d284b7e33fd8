package org.wetstack.app;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.wetstack.bridge.Bridge;
import org.wetstack.hal.Instruments;
import org.wetstack.hal.spi.SystemTimebase;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code wetstack bridge}: puts a pump on a broker, as the computer beside an incubator. */
@Command(
    name = "bridge",
    description = {
      "Puts a pump of any supported maker on an MQTT broker, under the firmware protocol.",
      "Runs until Ctrl-C, then stops the pump. The pump also stops when its host falls silent."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Example:",
      "  wetstack bridge 'serial:/dev/ttyUSB0?syringe=1000&ledger=pump.ledger' \\",
      "      mqtt://broker/rig-1/pump --driver cavro",
      "A host then opens it with the driver firmware at mqtt://broker/rig-1/pump."
    })
final class BridgeCommand implements Callable<Integer> {

  private static final Duration A_DAY = Duration.ofDays(1);

  @Spec private CommandSpec spec;

  @Option(
      names = "--driver",
      paramLabel = "NAME",
      defaultValue = "new-era",
      description = "which driver knows the pump; default ${DEFAULT-VALUE}")
  private String driver = "";

  @Option(
      names = "--state",
      paramLabel = "FILE",
      description = {
        "where the numbers of sessions are kept, which must grow across restarts;",
        "default: a file in this folder, named after the topic"
      })
  private @Nullable Path state;

  @Parameters(index = "0", paramLabel = "PUMP", description = "where the pump is")
  private String pump = "";

  @Parameters(index = "1", paramLabel = "TOPIC", description = "mqtt://BROKER/TOPIC")
  private String topic = "";

  @Override
  public Integer call() throws IOException, InterruptedException {
    URI pumpEndpoint = Instruments.uri(pump);
    URI topicEndpoint = Instruments.uri(topic);
    CompletableFuture<Integer> signal = Signals.first();
    try (Bridge bridge =
        Bridge.open(
            driver,
            pumpEndpoint,
            topicEndpoint,
            state == null ? named(topicEndpoint) : state,
            SystemTimebase.shared(),
            this::say)) {
      say("bridge  " + bridge.topic());
      return until(signal);
    }
  }

  private static Path named(URI topic) {
    String path = topic.getPath() == null ? "" : topic.getPath();
    return Path.of("bridge" + path.replaceAll("[^A-Za-z0-9.-]+", "-") + ".epoch");
  }

  private static int until(CompletableFuture<Integer> signal) throws InterruptedException {
    while (true) {
      try {
        return SystemTimebase.shared().await(signal, A_DAY);
      } catch (TimeoutException e) {
        // Another day.
      }
    }
  }

  private void say(String news) {
    PrintWriter out = spec.commandLine().getOut();
    out.println(news);
    out.flush();
  }
}
