package org.wetstack.lab.train;

import java.util.ServiceLoader;
import java.util.TreeMap;

/** The experiments on the class path. */
public final class Experiments {

  private Experiments() {}

  /**
   * The provider called {@code name}.
   *
   * @throws IllegalArgumentException if there is none, or two; the message names those there are
   */
  public static ExperimentProvider named(String name) {
    var all = new TreeMap<String, ExperimentProvider>();
    for (ExperimentProvider each : ServiceLoader.load(ExperimentProvider.class)) {
      if (all.put(each.name(), each) != null && each.name().equals(name)) {
        throw new IllegalArgumentException(
            "two experiments on the class path are called '" + name + "': take one away");
      }
    }
    ExperimentProvider found = all.get(name);
    if (found == null) {
      throw new IllegalArgumentException(
          "there is no experiment '" + name + "'; on the class path are " + all.keySet());
    }
    return found;
  }
}
