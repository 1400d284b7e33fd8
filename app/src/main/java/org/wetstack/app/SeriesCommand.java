package org.wetstack.app;

import java.io.IOException;
import java.io.PrintWriter;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.wetstack.lab.rig.Quantities;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/** {@code wetstack series}: what a rig was like over months. */
@Command(
    name = "series",
    description = {
      "Prints what a rig's history holds: without names which series there are, with names "
          + "their values.",
      "Changes nothing."
    },
    mixinStandardHelpOptions = true,
    footer = {"", "What is kept, and for how long: docs/reference/history-store.md"})
final class SeriesCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;
  @Mixin private LabOptions lab = new LabOptions();

  @Parameters(
      paramLabel = "NAME",
      arity = "0..*",
      description = "as in reading/bath; one that ends with * is all that begin so")
  private @Nullable List<String> names;

  @Option(
      names = "--from",
      paramLabel = "TIME",
      defaultValue = "24h",
      description = "a day, a moment, or so long ago; default ${DEFAULT-VALUE}")
  private String from = "24h";

  @Option(names = "--to", paramLabel = "TIME", description = "as --from; default now")
  private @Nullable String to;

  @Option(
      names = "--resolution",
      paramLabel = "TIME",
      description = "how long each bucket is, as in 1min; default what --points leaves")
  private @Nullable String resolution;

  @Option(
      names = "--points",
      paramLabel = "N",
      description = "at most so many buckets of each series, 1 to 10000; default 500")
  private @Nullable Integer points;

  @Option(names = "--csv", description = "print values as comma-separated lines with a header")
  private boolean csv;

  @Override
  public Integer call() throws IOException, InterruptedException {
    LabClient client = lab.client();
    if (names == null || names.isEmpty()) {
      JsonNode all = client.get("/v1/series");
      lab.show(spec, client, all, out -> list(all, out));
      return ExitCode.OK;
    }
    JsonNode answer = client.get("/v1/series:query?" + question(names));
    if (csv) {
      PrintWriter out = spec.commandLine().getOut();
      table(answer, out);
      out.flush();
    } else {
      lab.show(spec, client, answer, out -> tell(answer, out));
    }
    return ExitCode.OK;
  }

  private String question(List<String> wanted) {
    Instant now = now();
    String series =
        wanted.stream()
            .map(name -> "series=" + LabClient.part(name))
            .collect(Collectors.joining("&"));
    return series
        + "&fromUnixMilliseconds="
        + moment("--from", from, now).toEpochMilli()
        + (to == null ? "" : "&toUnixMilliseconds=" + moment("--to", to, now).toEpochMilli())
        + (resolution == null ? "" : "&resolutionSeconds=" + seconds(resolution))
        + (points == null ? "" : "&points=" + points);
  }

  private static Instant now() {
    return org.wetstack.hal.spi.SystemTimebase.shared().now();
  }

  private static long seconds(String text) {
    Duration span = Quantities.duration(text);
    if (span.getNano() != 0 || span.isZero()) {
      throw new IllegalArgumentException(
          "--resolution: '" + text + "' is not a whole number of seconds");
    }
    return span.getSeconds();
  }

  /** A day in UTC, a moment with its offset, or so long before {@code now}. */
  static Instant moment(String option, String text, Instant now) {
    try {
      if (text.matches("[0-9]{4}-[0-9]{2}-[0-9]{2}")) {
        return LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
      }
      return text.indexOf('T') > 0
          ? OffsetDateTime.parse(text).toInstant()
          : now.minus(Quantities.duration(text));
    } catch (DateTimeException | IllegalArgumentException e) {
      throw new IllegalArgumentException(
          option
              + ": '"
              + text
              + "' is no time: write it as in 2026-11-27, 2026-11-27T08:00:00+01:00, or 24h for a"
              + " day ago",
          e);
    }
  }

  private static void list(JsonNode all, PrintWriter out) {
    for (JsonNode each : all.path("series")) {
      out.println(
          "%-44s %-8s %s to %s"
              .formatted(
                  StatusCommand.text(each, "name"),
                  StatusCommand.text(each, "unit"),
                  StatusCommand.text(each, "first"),
                  StatusCommand.text(each, "last")));
    }
  }

  private static void tell(JsonNode answer, PrintWriter out) {
    out.println("each for " + answer.path("resolutionSeconds").asInt(0) + " s");
    for (JsonNode line : answer.path("lines")) {
      out.println(StatusCommand.text(line, "series") + "  " + StatusCommand.text(line, "unit"));
      for (JsonNode bucket : line.path("buckets")) {
        out.println(
            String.format(
                Locale.ROOT,
                "  %s  min %s  mean %s  max %s  of %s",
                StatusCommand.text(bucket, "at"),
                number(bucket, "min"),
                number(bucket, "mean"),
                number(bucket, "max"),
                bucket.path("count").asString("0")));
      }
    }
  }

  private static void table(JsonNode answer, PrintWriter out) {
    out.println("series,unit,at,seconds,min,mean,max,count");
    int seconds = answer.path("resolutionSeconds").asInt(0);
    for (JsonNode line : answer.path("lines")) {
      for (JsonNode bucket : line.path("buckets")) {
        out.println(
            String.join(
                ",",
                cell(StatusCommand.text(line, "series")),
                cell(StatusCommand.text(line, "unit")),
                StatusCommand.text(bucket, "at"),
                Integer.toString(seconds),
                number(bucket, "min"),
                number(bucket, "mean"),
                number(bucket, "max"),
                bucket.path("count").asString("0")));
      }
    }
  }

  /** As RFC 4180 has it. */
  private static String cell(String text) {
    return text.indexOf(',') < 0 && text.indexOf('"') < 0
        ? text
        : '"' + text.replace("\"", "\"\"") + '"';
  }

  private static String number(JsonNode bucket, String name) {
    return Double.toString(bucket.path(name).asDouble(0));
  }
}
