package org.wetstack.lab.train;

import java.util.List;
import java.util.Map;
import org.wetstack.hal.ArrayLayout;

/**
 * Where and with what an experiment begins.
 *
 * @param seed of the culture, or its number; all random choices come from it
 * @param sites the electrodes of the array, in the order of the counts of spikes
 * @param parameters all that the provider names, with what the file says or the usual value
 */
public record Setting(long seed, List<ArrayLayout.Site> sites, Map<String, Double> parameters) {

  public Setting {
    sites = List.copyOf(sites);
    parameters = Map.copyOf(parameters);
  }

  /**
   * The value of {@code name}.
   *
   * @throws IllegalArgumentException if the provider names no such parameter
   */
  public double parameter(String name) {
    Double value = parameters.get(name);
    if (value == null) {
      throw new IllegalArgumentException(
          "no parameter '" + name + "'; the provider names " + parameters.keySet());
    }
    return value;
  }

  /**
   * The parameter {@code name} as the number of an electrode.
   *
   * @throws IllegalArgumentException if the array has no such electrode
   */
  public int electrode(String name) {
    double value = parameter(name);
    if (value != Math.rint(value) || value < 0 || value >= sites.size()) {
      throw new IllegalArgumentException(
          "'%s' must be an electrode, 0 to %d, not %s".formatted(name, sites.size() - 1, value));
    }
    return (int) value;
  }
}
