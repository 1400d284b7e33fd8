package org.wetstack.app;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/** {@code wetstack history}: what a rig's journal tells. */
@Command(
    name = "history",
    description = "Prints entries of a rig's journal, oldest first. Changes nothing.",
    mixinStandardHelpOptions = true,
    footer = {"", "Kinds of entries: docs/reference/journal.md"})
final class HistoryCommand implements Callable<Integer> {

  private static final int MOST = 1_000;

  @Spec private CommandSpec spec;
  @Mixin private LabOptions lab = new LabOptions();

  @Option(
      names = "--from",
      paramLabel = "N",
      defaultValue = "0",
      description = "number of the first entry; default the oldest that is kept at hand")
  private long from;

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "100",
      description = "at most so many, 1 to 1000; default ${DEFAULT-VALUE}")
  private int limit;

  @Option(
      names = "--kind",
      paramLabel = "KIND",
      description = "only such entries, as dose.ended; may be given several times")
  private @Nullable List<String> kinds;

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (limit < 1 || limit > MOST) {
      throw new IllegalArgumentException("--limit " + limit + " is not within 1 to " + MOST);
    }
    LabClient client = lab.client();
    String only =
        kinds == null
            ? ""
            : kinds.stream()
                .map(kind -> "&kinds=" + LabClient.part(kind))
                .collect(Collectors.joining());
    JsonNode page = client.get("/v1/history?from=" + from + "&limit=" + limit + only);
    lab.show(spec, client, page, out -> tell(page, out));
    return ExitCode.OK;
  }

  private static void tell(JsonNode page, PrintWriter out) {
    if (page.path("entries").isEmpty()) {
      out.println("no such entries");
    }
    for (JsonNode entry : page.path("entries")) {
      var facts = new TreeMap<String, String>();
      entry
          .path("facts")
          .properties()
          .forEach(fact -> facts.put(fact.getKey(), fact.getValue().asString("")));
      out.println(
          "%s  %s  %s  %s  %s"
              .formatted(
                  entry.path("number").asString("0"),
                  StatusCommand.text(entry, "at"),
                  StatusCommand.text(entry, "who"),
                  StatusCommand.text(entry, "what"),
                  facts.entrySet().stream()
                      .map(Object::toString)
                      .collect(Collectors.joining(" "))));
    }
    String next = page.path("next").asString("0");
    if (!next.equals("0")) {
      out.println("more: --from " + next);
    }
  }
}
