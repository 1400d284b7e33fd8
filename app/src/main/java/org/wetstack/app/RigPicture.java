package org.wetstack.app;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.wetstack.sparkplug.Picture;
import org.wetstack.sparkplug.Value;
import tools.jackson.databind.JsonNode;

/**
 * What dashboards see of a rig: the node is the rig, its devices are the instruments that are
 * there.
 */
final class RigPicture {

  private RigPicture() {}

  /**
   * @param rig as {@code /v1/rig} tells it
   * @param leases as {@code /v1/leases}
   * @param alarms as {@code /v1/alarms}: those that nobody has acknowledged
   */
  static Picture of(JsonNode rig, JsonNode leases, JsonNode alarms) {
    Map<String, Value> node = new TreeMap<>();
    node.put("Rig/Name", words(rig, "name"));
    node.put("Rig/Version", words(rig, "version"));
    node.put("Rig/Stopped", new Value.Truth(rig.path("stopped").asBoolean(false)));
    node.put("Rig/Free bytes", whole(rig.path("disk"), "freeBytes"));
    node.put("Rig/Alarms", new Value.Whole(alarms.path("alarms").size()));
    node.put("Rig/Latest alarm", new Value.Words(latest(alarms)));
    for (JsonNode each : rig.path("interlocks")) {
      String of = "Interlock/" + StatusCommand.text(each, "name") + "/";
      node.put(of + "State", words(each, "state"));
      var reading = new Value.Real(each.path("reading").asDouble(0));
      // A reading that never was is left out of the answer; so is one of 0, which has a time.
      node.put(of + "Reading", each.has("read") ? reading : new Value.Unknown(reading));
    }
    for (JsonNode each : rig.path("reservoirs")) {
      String of = "Reservoir/" + StatusCommand.text(each, "name") + "/";
      node.put(of + "Left at least nL", whole(each, "leftAtLeastNanoliters"));
      node.put(of + "Expires", words(each, "expires"));
    }
    Map<String, String> holders = new HashMap<>();
    leases
        .path("leases")
        .forEach(
            lease ->
                holders.put(
                    StatusCommand.text(lease, "resource"), StatusCommand.text(lease, "holder")));
    for (JsonNode each : rig.path("cultures")) {
      String name = StatusCommand.text(each, "name");
      String of = "Culture/" + name + "/";
      node.put(of + "Given last hour nL", whole(each, "givenLastHourNanoliters"));
      node.put(of + "Given last day nL", whole(each, "givenLastDayNanoliters"));
      node.put(of + "Given nL", whole(each, "givenNanoliters"));
      node.put(of + "Lease of", new Value.Words(holders.getOrDefault("culture:" + name, "")));
    }
    Map<String, Map<String, Value>> devices = new TreeMap<>();
    for (JsonNode each : rig.path("instruments")) {
      if (StatusCommand.text(each, "condition").equals("READY")) {
        devices.put(StatusCommand.text(each, "name"), instrument(each));
      }
    }
    return Picture.of(node, devices);
  }

  private static Map<String, Value> instrument(JsonNode each) {
    Map<String, Value> metrics = new TreeMap<>();
    metrics.put("Driver", words(each, "driver"));
    metrics.put("Properties/Hardware Model", words(each, "model"));
    metrics.put("Properties/Serial number", words(each, "serialNumber"));
    metrics.put("Properties/FW", words(each, "firmwareVersion"));
    metrics.put(
        "Verified on hardware", new Value.Truth(each.path("verifiedOnHardware").asBoolean(false)));
    metrics.put("Safe state", words(each, "safeState"));
    return metrics;
  }

  private static String latest(JsonNode alarms) {
    JsonNode all = alarms.path("alarms");
    JsonNode last = all.path(all.size() - 1);
    return last.isMissingNode()
        ? ""
        : StatusCommand.text(last, "code") + ": " + StatusCommand.text(last, "detail");
  }

  private static Value words(JsonNode of, String name) {
    return new Value.Words(StatusCommand.text(of, name));
  }

  private static Value whole(JsonNode of, String name) {
    return new Value.Whole(of.path(name).asLong(0));
  }
}
