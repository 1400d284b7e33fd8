package org.wetstack.drivers.intanrhx;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The native name of an amplifier channel, such as {@code B-003}.
 *
 * @param port 0 for port A to 7 for port H
 * @param number 0 to 127 within its port
 */
record ChannelName(int port, int number) implements Comparable<ChannelName> {

  /** The most channels that one port may have. */
  static final int PER_PORT = 128;

  private static final Pattern NAME = Pattern.compile("([A-Ha-h])-(\\d{3})");

  /** The electrode number of this channel in the HAL: 10 for A-010, 131 for B-003. */
  int electrode() {
    return port * PER_PORT + number;
  }

  static ChannelName ofElectrode(int electrode) {
    return new ChannelName(electrode / PER_PORT, electrode % PER_PORT);
  }

  /**
   * Reads {@code text}.
   *
   * @throws IllegalArgumentException if it is no amplifier channel's name
   */
  static ChannelName parse(String text) {
    Matcher parts = NAME.matcher(text);
    if (!parts.matches() || Integer.parseInt(parts.group(2)) >= PER_PORT) {
      throw new IllegalArgumentException(
          "'" + text + "' is no amplifier channel; write a port and three digits, as in A-010");
    }
    int port = parts.group(1).toUpperCase(Locale.ROOT).charAt(0) - 'A';
    return new ChannelName(port, Integer.parseInt(parts.group(2)));
  }

  /**
   * Reads single channels and ranges within a port, as in {@code A-000:A-015,B-003}. In order of
   * electrode numbers.
   *
   * @throws IllegalArgumentException if it cannot be read, or names a channel twice
   */
  static List<ChannelName> parseList(String text) {
    var channels = new TreeSet<ChannelName>();
    for (String part : text.split(",", -1)) {
      int colon = part.indexOf(':');
      ChannelName first = parse(colon < 0 ? part : part.substring(0, colon));
      ChannelName last = colon < 0 ? first : parse(part.substring(colon + 1));
      if (last.port != first.port || last.number < first.number) {
        throw new IllegalArgumentException(
            "the range " + part + " must go upwards within one port, as in A-000:A-015");
      }
      for (int number = first.number; number <= last.number; number++) {
        if (!channels.add(new ChannelName(first.port, number))) {
          throw new IllegalArgumentException(
              "channel " + new ChannelName(first.port, number) + " is named twice in " + text);
        }
      }
    }
    return new ArrayList<>(channels);
  }

  /** The letter of a port, in lower case: how RHX is asked about it. */
  static String portAddress(int port) {
    return String.valueOf((char) ('a' + port));
  }

  /** How RHX is told of a parameter of this channel: {@code a-010.shape}. */
  String parameter(String name) {
    return toString().toLowerCase(Locale.ROOT) + "." + name;
  }

  @Override
  public int compareTo(ChannelName other) {
    return Integer.compare(electrode(), other.electrode());
  }

  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%c-%03d", (char) ('A' + port), number);
  }
}
