package org.wetstack.app;

import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.wetstack.hal.Flash;
import org.wetstack.hal.units.Power;
import org.wetstack.lab.rig.Quantities;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/** {@code wetstack flash}: flashes a light on a culture. */
@Command(
    name = "flash",
    description = {
      "Flashes a light on a culture through its controller, and waits until it is out.",
      "Takes the lease of the culture meanwhile; Ctrl-C puts the light out, and gives the lease "
          + "back."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Example:",
      "  wetstack flash organoids 2mW for 50ms",
      "",
      "If the answer is lost, the same command with the same --key lights nothing more: it tells",
      "what became of the flash. Ends with 0 if it was lit for the whole time."
    })
final class FlashCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;
  @Mixin private LabOptions lab = new LabOptions();

  @Parameters(index = "0", paramLabel = "CULTURE", description = "as in the rig file")
  private String culture = "";

  @Parameters(
      index = "1..*",
      arity = "3",
      hideParamSyntax = true,
      paramLabel = "POWER for DURATION",
      description = "the flash, as it leaves the light")
  private List<String> words = List.of();

  @Option(
      names = "--light",
      paramLabel = "NAME",
      defaultValue = "",
      description = "as in the rig file; needed if the culture has several")
  private String light = "";

  @Option(
      names = "--purpose",
      paramLabel = "TEXT",
      defaultValue = "a flash from the command line",
      description = "why, for others to read")
  private String purpose = "";

  @Option(
      names = "--key",
      paramLabel = "TEXT",
      description = "by which the same wish is known when it comes again")
  private String key = LabClient.key();

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (words.size() != 3 || !words.get(1).equals("for")) {
      throw new IllegalArgumentException(
          "'" + String.join(" ", words) + "' is no flash: write it as in 2mW for 50ms");
    }
    Duration duration = Quantities.duration(words.get(2));
    if (duration.toNanosPart() % 1_000 != 0) {
      throw new IllegalArgumentException(
          "'" + words.get(2) + "' is not a whole number of microseconds");
    }
    var flash = new Flash(Power.parse(words.get(0)), duration);
    CompletableFuture<Integer> signal = Signals.first();
    LabClient client = lab.client();
    try (HeldLease lease = HeldLease.join(client, "culture:" + culture, purpose)) {
      Map<String, Object> wish = new HashMap<>();
      wish.put("light", light);
      wish.put("microwatts", Long.toString(flash.power().microwatts()));
      wish.put("microseconds", Long.toString(flash.duration().toNanos() / 1_000));
      wish.put("epoch", lease.epoch());
      wish.put("key", key);
      JsonNode now = client.post("/v1/cultures/" + LabClient.part(culture) + "/flashes", wish);
      return new UnderWay(UnderWay.Kind.FLASH, spec, lab, client, lease)
          .end(culture, light.isEmpty() ? Map.of() : Map.of("light", light), now, signal);
    }
  }
}
