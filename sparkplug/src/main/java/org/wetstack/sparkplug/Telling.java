package org.wetstack.sparkplug;

import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.wetstack.sparkplug.payload.Metric;
import org.wetstack.sparkplug.payload.Payload;

/**
 * What was told in this session: makes the next messages of what is told already and what is now.
 * Counts them, and gives each metric a number that stands for its name. For one thread.
 */
final class Telling {

  /** Where a message goes. */
  interface Out {
    void send(String topic, Payload payload) throws java.io.IOException;
  }

  private static final String REBIRTH = "Node Control/Rebirth";
  static final String SESSION = "bdSeq";
  private static final int WRAP = 256;

  private final Place place;
  private final Out out;
  private final Map<String, Long> aliases = new HashMap<>();
  private SortedMap<String, Value> node = new TreeMap<>();
  private final Map<String, SortedMap<String, Value>> devices = new TreeMap<>();
  private int sequence;

  Telling(Place place, Out out) {
    this.place = place;
    this.out = out;
  }

  /** Everything, as for somebody who knows nothing. */
  void birth(Picture now, int session, long millis) throws java.io.IOException {
    sequence = 0;
    node = now.node();
    Payload.Builder all = Payload.newBuilder().setTimestamp(millis);
    all.addMetrics(session(session, millis));
    all.addMetrics(
        Metric.newBuilder()
            .setName(REBIRTH)
            .setTimestamp(millis)
            .setDatatype(new Value.Truth(false).datatype())
            .setBooleanValue(false));
    node.forEach((name, value) -> all.addMetrics(born("", name, value, millis)));
    send(place.topic("NBIRTH"), all);
    devices.clear();
    for (Map.Entry<String, SortedMap<String, Value>> device : now.devices().entrySet()) {
      birth(device.getKey(), device.getValue(), millis);
    }
  }

  private void birth(String device, SortedMap<String, Value> metrics, long millis)
      throws java.io.IOException {
    devices.put(device, metrics);
    Payload.Builder all = Payload.newBuilder().setTimestamp(millis);
    metrics.forEach((name, value) -> all.addMetrics(born(device + "/", name, value, millis)));
    send(place.topic("DBIRTH", device), all);
  }

  /** Only what has changed; whether all has to be told anew, as something new is there. */
  boolean change(Picture now, long millis) throws java.io.IOException {
    if (isOther(node, now.node())) {
      return true;
    }
    Payload.Builder changed = changed("", node, now.node(), millis);
    node = now.node();
    if (changed.getMetricsCount() > 0) {
      send(place.topic("NDATA"), changed);
    }
    for (String gone :
        devices.keySet().stream().filter(d -> !now.devices().containsKey(d)).toList()) {
      devices.remove(gone);
      send(place.topic("DDEATH", gone), Payload.newBuilder().setTimestamp(millis));
    }
    for (Map.Entry<String, SortedMap<String, Value>> device : now.devices().entrySet()) {
      SortedMap<String, Value> before = devices.get(device.getKey());
      if (before == null || isOther(before, device.getValue())) {
        birth(device.getKey(), device.getValue(), millis);
        continue;
      }
      Payload.Builder its = changed(device.getKey() + "/", before, device.getValue(), millis);
      devices.put(device.getKey(), device.getValue());
      if (its.getMetricsCount() > 0) {
        send(place.topic("DDATA", device.getKey()), its);
      }
    }
    return false;
  }

  /** Whether there are other metrics than before, or of other types: births tell of these. */
  private static boolean isOther(SortedMap<String, Value> before, SortedMap<String, Value> now) {
    return !before.keySet().equals(now.keySet())
        || now.entrySet().stream()
            .anyMatch(
                entry ->
                    entry.getValue().datatype()
                        != java.util.Objects.requireNonNull(before.get(entry.getKey())).datatype());
  }

  private Payload.Builder changed(
      String of, SortedMap<String, Value> before, SortedMap<String, Value> now, long millis) {
    Payload.Builder changed = Payload.newBuilder().setTimestamp(millis);
    now.forEach(
        (name, value) -> {
          if (!value.equals(before.get(name))) {
            Metric.Builder metric =
                Metric.newBuilder()
                    .setAlias(alias(of + name))
                    .setTimestamp(millis)
                    .setDatatype(value.datatype());
            value.put(metric);
            changed.addMetrics(metric);
          }
        });
    return changed;
  }

  private Metric born(String of, String name, Value value, long millis) {
    Metric.Builder metric =
        Metric.newBuilder()
            .setName(name)
            .setAlias(alias(of + name))
            .setTimestamp(millis)
            .setDatatype(value.datatype());
    value.put(metric);
    return metric.build();
  }

  /** Which session it is: in the birth of a node and in its death, that they can be matched. */
  static Metric session(int number, long millis) {
    return Metric.newBuilder()
        .setName(SESSION)
        .setTimestamp(millis)
        .setDatatype(new Value.Whole(0).datatype())
        .setLongValue(number)
        .build();
  }

  private long alias(String name) {
    return aliases.computeIfAbsent(name, first -> aliases.size() + 1L);
  }

  private void send(String topic, Payload.Builder payload) throws java.io.IOException {
    out.send(topic, payload.setSeq(sequence).build());
    sequence = (sequence + 1) % WRAP;
  }

  /**
   * Whether {@code command} asks to be told everything again; all else asks for what there is not.
   */
  static boolean isRebirth(Payload command) {
    return command.getMetricsList().stream()
        .anyMatch(metric -> metric.getName().equals(REBIRTH) && metric.getBooleanValue());
  }
}
