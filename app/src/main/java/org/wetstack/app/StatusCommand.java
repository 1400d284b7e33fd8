package org.wetstack.app;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/** {@code wetstack status}: how a rig is. */
@Command(
    name = "status",
    description = "Tells how a rig is that a controller keeps. Changes nothing.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Ends with 0 if every instrument is ready, nothing is stopped, no interlock is open and",
      "the disk has room for recordings; otherwise with 1."
    })
final class StatusCommand implements Callable<Integer> {

  private static final double GIBIBYTE = 1L << 30;

  @Spec private CommandSpec spec;
  @Mixin private LabOptions lab = new LabOptions();

  @Override
  public Integer call() throws IOException, InterruptedException {
    LabClient client = lab.client();
    JsonNode rig = client.get("/v1/rig");
    JsonNode leases = client.get("/v1/leases");
    JsonNode alarms = client.get("/v1/alarms");
    JsonNode store = client.get("/v1/store");
    lab.show(
        spec,
        client,
        rig,
        out -> {
          tell(rig, leases, alarms, out);
          store(store, out);
        });
    return isWell(rig) ? ExitCode.OK : ExitCode.FAILURE;
  }

  private static boolean isWell(JsonNode rig) {
    boolean well = !rig.path("stopped").asBoolean(false);
    for (JsonNode each : rig.path("instruments")) {
      well &= each.path("condition").asString("").equals("READY");
    }
    well &= !isShort(rig);
    for (JsonNode each : rig.path("interlocks")) {
      well &= each.path("state").asString("").equals("CLOSED");
    }
    return well;
  }

  private static void tell(JsonNode rig, JsonNode leases, JsonNode alarms, PrintWriter out) {
    out.println(
        "rig         "
            + text(rig, "name")
            + (rig.path("stopped").asBoolean(false)
                ? ": EMERGENCY STOP, until two people release it"
                : ""));
    for (JsonNode each : rig.path("instruments")) {
      out.println(
          "instrument  "
              + text(each, "name")
              + ": "
              + words(text(each, "condition"))
              + after(", ", text(each, "reason"))
              + after(", in its safe state: ", text(each, "safeState")));
    }
    for (JsonNode each : rig.path("interlocks")) {
      out.println(
          "interlock   "
              + text(each, "name")
              + ": "
              + words(text(each, "state"))
              + after(", ", text(each, "reason")));
    }
    for (JsonNode each : rig.path("cultures")) {
      out.println(
          "culture     "
              + text(each, "name")
              + ": "
              + each.path("electrodes").size()
              + " electrodes of "
              + text(each, "array"));
    }
    out.println(disk(rig));
    for (JsonNode each : leases.path("leases")) {
      out.println(
          "lease       %s: %s until %s, %s"
              .formatted(
                  text(each, "resource"),
                  text(each, "holder"),
                  text(each, "until"),
                  text(each, "purpose")));
    }
    for (JsonNode each : alarms.path("alarms")) {
      out.println(
          "alarm       "
              + text(each, "alarm")
              + "  "
              + text(each, "code")
              + ": "
              + text(each, "detail"));
    }
  }

  /** Not part of being well: the rig goes on without its history. */
  private static void store(JsonNode store, PrintWriter out) {
    String problem = text(store, "problem");
    String lost = store.path("lost").asString("0");
    out.println(
        "history     "
            + (!store.path("kept").asBoolean(false)
                ? "not kept, as the rig file says"
                : problem.isEmpty() ? "written" : "NOT WRITTEN: " + problem)
            + (lost.equals("0") ? "" : "; " + lost + " readings lost"));
  }

  private static boolean isShort(JsonNode rig) {
    JsonNode disk = rig.path("disk");
    return disk.path("freeBytes").asLong(0) < disk.path("keepFreeBytes").asLong(0);
  }

  private static String disk(JsonNode rig) {
    JsonNode disk = rig.path("disk");
    return "disk        %.1f GiB free%s"
        .formatted(
            disk.path("freeBytes").asLong(0) / GIBIBYTE,
            isShort(rig)
                ? ": TOO LITTLE FOR RECORDINGS, move old ones elsewhere"
                : ", recordings end at %.1f"
                    .formatted(disk.path("keepFreeBytes").asLong(0) / GIBIBYTE));
  }

  static String text(JsonNode node, String name) {
    return node.path(name).asString("");
  }

  private static String words(String constant) {
    return constant.toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  private static String after(String lead, String text) {
    return text.isEmpty() ? "" : lead + text;
  }
}
