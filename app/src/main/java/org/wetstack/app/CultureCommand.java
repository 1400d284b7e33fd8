package org.wetstack.app;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.wetstack.hal.units.Energy;
import org.wetstack.hal.units.Volume;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/** {@code wetstack culture}: what became of a culture, and where all of them are. */
@Command(
    name = "culture",
    description = {
      "Tells what became of a culture, how lively it is, how long it may last, and when its medium "
          + "is due; without a name, where each culture is.",
      "Changes nothing, but for --exchanged."
    },
    mixinStandardHelpOptions = true,
    subcommands = CultureMoveCommand.class,
    footer = {"", "What the numbers mean, and what they do not: docs/reference/cultures.md"})
final class CultureCommand implements Callable<Integer> {

  private static final int SHOWN = 10;

  @Spec private CommandSpec spec;
  @Mixin private LabOptions lab = new LabOptions();

  @Parameters(
      paramLabel = "CULTURE",
      arity = "0..1",
      description = "as the rig file calls it; all of them if it is left out")
  private String culture = "";

  @Option(
      names = "--exchanged",
      paramLabel = "VOLUME",
      description = "writes down that you have just exchanged its medium, as in 100uL")
  private @Nullable String exchanged;

  @Override
  public Integer call() throws IOException, InterruptedException {
    LabClient client = lab.client();
    if (culture.isEmpty()) {
      JsonNode all = client.get("/v1/custody");
      lab.show(
          spec,
          client,
          all,
          out ->
              all.path("custody")
                  .forEach(one -> line(out, StatusCommand.text(one, "culture"), where(one))));
      return ExitCode.OK;
    }
    String path = "/v1/cultures/" + LabClient.part(culture);
    JsonNode life =
        exchanged == null
            ? client.get(path)
            : client.post(
                path + ":exchanged",
                Map.of(
                    "nanoliters",
                    Long.toString(Volume.parse(exchanged).nanoliters()),
                    "key",
                    LabClient.key()));
    JsonNode custody = client.get(path + "/custody");
    lab.show(
        spec,
        client,
        life,
        out -> {
          line(out, "where", where(custody));
          tell(life, out);
        });
    return ExitCode.OK;
  }

  /** Where a culture is, in words. */
  static String where(JsonNode custody) {
    JsonNode leaving = custody.path("leaving");
    JsonNode gone = custody.path("gone");
    JsonNode coming = custody.path("coming");
    String words =
        switch (StatusCommand.text(custody, "place")) {
          case "LEAVING" ->
              "leaving for rig %s since %s (move %s); nothing is admitted"
                  .formatted(
                      StatusCommand.text(leaving, "to"),
                      StatusCommand.text(leaving, "since"),
                      StatusCommand.text(leaving, "move"));
          case "AWAY" ->
              "at rig %s since %s (move %s)"
                  .formatted(
                      StatusCommand.text(gone, "to"),
                      StatusCommand.text(gone, "at"),
                      StatusCommand.text(gone, "move"));
          case "AWAITED" -> "awaited, and not here yet";
          default -> "here, at rig " + StatusCommand.text(custody, "rig");
        };
    return coming.isMissingNode()
        ? words
        : words
            + "; coming from rig %s since %s (move %s)"
                .formatted(
                    StatusCommand.text(coming, "from"),
                    StatusCommand.text(coming, "since"),
                    StatusCommand.text(coming, "move"));
  }

  private static void tell(JsonNode life, PrintWriter out) {
    JsonNode its = life.path("culture");
    line(out, "culture", its.path("name").asString("") + ": " + its.path("cells").asString(""));
    line(out, "age", "%.1f days in vitro", number(life, "daysInVitro"));
    if (life.has("vigour")) {
      line(out, "vigour", "%.0f %% of what it was at first", 100 * number(life, "vigour"));
    } else {
      line(out, "vigour", "not observed yet: a task that does 'observe' is missing in its rig");
    }
    JsonNode forecast = life.path("forecast");
    if (!forecast.isMissingNode()) {
      line(
          out,
          "forecast",
          "to day %.0f; 80 %%: day %.0f to %.0f (63 %% of such cultures die within %.0f days)",
          number(forecast, "median"),
          number(forecast, "low"),
          number(forecast, "high"),
          number(forecast, "lifespan"));
    }
    line(
        out,
        "was given",
        "%s doses, %s nL at most; %s trains",
        life.path("doses").asString("0"),
        its.path("givenNanoliters").asString("0"),
        life.path("trains").asString("0"));
    if (!its.path("lights").isEmpty()) {
      line(
          out,
          "was lit",
          "%s in the last hour, %s in the last 24 h, at most",
          energy(its, "litLastHourPicojoules"),
          energy(its, "litLastDayPicojoules"));
    }
    line(
        out,
        "its rig had",
        "%s emergency stops, %s alarms",
        life.path("stops").asString("0"),
        life.path("alarms").asString("0"));
    medium(life.path("medium"), out);
    JsonNode impedances = life.path("impedances");
    if (!impedances.isEmpty()) {
      JsonNode last = impedances.get(impedances.size() - 1);
      line(
          out,
          "impedance",
          "%.0f kOhm at %s, median of its electrodes",
          number(last, "ohms") / 1_000,
          last.path("at").asString(""));
    }
    JsonNode observations = life.path("observations");
    for (int i = Math.max(0, observations.size() - SHOWN); i < observations.size(); i++) {
      line(out, "observed", observation(observations.get(i)));
    }
  }

  private static void medium(JsonNode medium, PrintWriter out) {
    if (medium.isMissingNode()) {
      return;
    }
    line(
        out,
        "medium",
        "%s %s: %s nL every %.0f h %s",
        medium.path("overdue").asBoolean(false) ? "OVERDUE since" : "due at",
        medium.path("due").asString(""),
        medium.path("nanoliters").asString("0"),
        Double.parseDouble(medium.path("everySeconds").asString("0")) / 3_600,
        medium.path("byHand").asBoolean(false) ? "by hand" : "by pumps");
    line(
        out,
        "exchanged",
        "%s times, missed %s; last %s",
        medium.path("done").asString("0"),
        medium.path("missed").asString("0"),
        medium.has("last")
            ? medium.path("last").asString("")
                + " by "
                + medium.path("lastBy").asString("")
                + ", "
                + medium.path("lastNanoliters").asString("0")
                + " nL"
            : "never, as far as anybody told");
  }

  private static String observation(JsonNode seen) {
    String answers =
        seen.has("answersPerPulse")
            ? String.format(Locale.ROOT, ", %.2f answers a pulse", number(seen, "answersPerPulse"))
            : "";
    return String.format(
        Locale.ROOT,
        "%s: %.1f spikes/s, %d of %d electrodes active%s; vigour %.0f %%",
        seen.path("at").asString(""),
        number(seen, "spikesPerSecond"),
        seen.path("active").asInt(0),
        seen.path("electrodes").asInt(0),
        answers,
        100 * number(seen, "vigour"));
  }

  private static Energy energy(JsonNode from, String field) {
    return Energy.picojoules(Long.parseLong(from.path(field).asString("0")));
  }

  private static double number(JsonNode node, String name) {
    return node.path(name).asDouble(0);
  }

  private static void line(PrintWriter out, String what, String words, Object... values) {
    out.println(
        String.format("%-12s", what)
            + (values.length == 0 ? words : String.format(Locale.ROOT, words, values)));
  }
}
