package org.wetstack.app;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.wetstack.hal.units.FlowRate;
import org.wetstack.hal.units.Volume;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/** {@code wetstack dose}: gives a culture a dose. */
@Command(
    name = "dose",
    description = {
      "Gives a culture a dose through its controller, and waits for its end.",
      "Takes the lease of the culture meanwhile; Ctrl-C stops the pump, and gives the lease back."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Example:",
      "  wetstack dose organoids dopamine 100nl at 1ul/min",
      "",
      "If the answer is lost, the same command with the same --key gives nothing more: it tells what",
      "became of the dose. Ends with 0 if all of it was given."
    })
final class DoseCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;
  @Mixin private LabOptions lab = new LabOptions();

  @Parameters(index = "0", paramLabel = "CULTURE", description = "as in the rig file")
  private String culture = "";

  @Parameters(index = "1", paramLabel = "RESERVOIR", description = "as in the rig file")
  private String reservoir = "";

  @Parameters(
      index = "2..*",
      arity = "3",
      hideParamSyntax = true,
      paramLabel = "VOLUME at RATE",
      description = "the dose")
  private List<String> words = List.of();

  @Option(
      names = "--purpose",
      paramLabel = "TEXT",
      defaultValue = "a dose from the command line",
      description = "why, for others to read")
  private String purpose = "";

  @Option(
      names = "--key",
      paramLabel = "TEXT",
      description = "by which the same wish is known when it comes again")
  private String key = LabClient.key();

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (words.size() != 3 || !words.get(1).equals("at")) {
      throw new IllegalArgumentException(
          "'" + String.join(" ", words) + "' is no dose: write it as in 100nl at 1ul/min");
    }
    Volume volume = Volume.parse(words.get(0));
    FlowRate rate = FlowRate.parse(words.get(2));
    CompletableFuture<Integer> signal = Signals.first();
    LabClient client = lab.client();
    try (HeldLease lease = HeldLease.join(client, "culture:" + culture, purpose)) {
      JsonNode dose =
          client.post(
              "/v1/cultures/" + LabClient.part(culture) + "/doses",
              Map.of(
                  "reservoir", reservoir,
                  "nanoliters", Long.toString(volume.nanoliters()),
                  "nanolitersPerMinute", Long.toString(rate.nanolitersPerMinute()),
                  "epoch", lease.epoch(),
                  "key", key));
      return new UnderWay(UnderWay.Kind.DOSE, spec, lab, client, lease)
          .end(culture, Map.of("reservoir", reservoir), dose, signal);
    }
  }
}
