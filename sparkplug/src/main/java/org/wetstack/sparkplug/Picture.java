package org.wetstack.sparkplug;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How everything is at one moment.
 *
 * @param node metrics of the whole, by name
 * @param devices metrics of each device that is there; one that is not is left out
 */
public record Picture(
    SortedMap<String, Value> node, SortedMap<String, SortedMap<String, Value>> devices) {

  /** An immutable copy. */
  public Picture {
    node = new TreeMap<>(node);
    var copy = new TreeMap<String, SortedMap<String, Value>>();
    devices.forEach((name, metrics) -> copy.put(name, new TreeMap<>(metrics)));
    devices = copy;
  }

  /** Of {@code node} and {@code devices}, in any order. */
  public static Picture of(Map<String, Value> node, Map<String, Map<String, Value>> devices) {
    var sorted = new TreeMap<String, SortedMap<String, Value>>();
    devices.forEach((name, metrics) -> sorted.put(name, new TreeMap<>(metrics)));
    return new Picture(new TreeMap<>(node), sorted);
  }
}
