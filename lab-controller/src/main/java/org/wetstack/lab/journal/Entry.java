package org.wetstack.lab.journal;

import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/**
 * One thing that was about to happen, or had happened.
 *
 * @param number 1 for the first entry of a journal, then each one more
 * @param at by the clock of the host, which may have been set back since the entry before
 * @param who caused it: a user's name, or {@code controller}
 * @param what kind it is: one of {@link Kinds}
 * @param facts everything that is needed to work out again what it meant, as plain text
 */
public record Entry(long number, Instant at, String who, String what, Map<String, String> facts) {

  public Entry {
    facts = java.util.Collections.unmodifiableMap(new TreeMap<>(facts));
  }

  /**
   * The fact called {@code name}.
   *
   * @throws IllegalArgumentException if this entry has none
   */
  public String fact(String name) {
    String value = facts.get(name);
    if (value == null) {
      throw new IllegalArgumentException(
          "entry " + number + " (" + what + ") has no '" + name + "'; it has " + facts.keySet());
    }
    return value;
  }

  /**
   * The whole number in the fact called {@code name}.
   *
   * @throws IllegalArgumentException if there is none
   */
  public long whole(String name) {
    String text = fact(name);
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "'" + name + "' of entry " + number + " is no whole number: '" + text + "'", e);
    }
  }
}
