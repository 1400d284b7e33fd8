package org.wetstack.hal.spi;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The {@code ?name=value&…} part of an endpoint, read strictly: an option that is unknown, given
 * twice or out of range is an error, never ignored.
 */
public final class EndpointOptions {

  private final URI endpoint;
  private final Map<String, String> values;

  private EndpointOptions(URI endpoint, Map<String, String> values) {
    this.endpoint = endpoint;
    this.values = values;
  }

  /**
   * Reads the options of {@code endpoint}.
   *
   * @param known the names of all options this kind of endpoint has
   * @throws IllegalArgumentException if an option is unknown, repeated or lacks a value
   */
  public static EndpointOptions parse(URI endpoint, Set<String> known) {
    String whole = endpoint.toString();
    int at = whole.indexOf('?');
    Map<String, String> values = new LinkedHashMap<>();
    if (at >= 0) {
      for (String pair : whole.substring(at + 1).split("&", -1)) {
        int equals = pair.indexOf('=');
        String name = equals < 0 ? pair : pair.substring(0, equals);
        if (!known.contains(name)) {
          throw new IllegalArgumentException(
              "unknown option '" + name + "' in " + whole + "; known are " + new TreeSet<>(known));
        }
        if (equals < 0 || equals == pair.length() - 1) {
          throw new IllegalArgumentException(
              "option '" + name + "' in " + whole + " has no value; write " + name + "=…");
        }
        // A plus sign in a URI is a plus sign; only in web forms is it a space.
        String escaped = pair.substring(equals + 1).replace("+", "%2B");
        String value = URLDecoder.decode(escaped, StandardCharsets.UTF_8);
        if (values.put(name, value) != null) {
          throw new IllegalArgumentException("option '" + name + "' is given twice in " + whole);
        }
      }
    }
    return new EndpointOptions(endpoint, values);
  }

  public Optional<String> text(String name) {
    return Optional.ofNullable(values.get(name));
  }

  /**
   * The whole number called {@code name}, or {@code fallback} if it is not given.
   *
   * @throws IllegalArgumentException if it is not a number from {@code min} to {@code max}
   */
  public int integer(String name, int fallback, int min, int max) {
    String value = values.get(name);
    if (value == null) {
      return fallback;
    }
    try {
      int number = Integer.parseInt(value);
      if (number >= min && number <= max) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Said below.
    }
    throw new IllegalArgumentException(
        "option '"
            + name
            + "' in "
            + endpoint
            + " must be a whole number from "
            + min
            + " to "
            + max
            + ", not '"
            + value
            + "'");
  }
}
