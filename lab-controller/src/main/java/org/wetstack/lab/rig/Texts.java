package org.wetstack.lab.rig;

import java.util.Collection;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.wetstack.lab.rig.RigSpec.Listen;
import org.wetstack.lab.rig.RigSpec.Range;

/** Values of a rig file that are no quantities. All throw {@link IllegalArgumentException}. */
final class Texts {

  private static final int MOST = 300;
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,31}");
  private static final Pattern ADDRESS =
      Pattern.compile("(?:\\[([0-9A-Fa-f:.]+)]|([A-Za-z0-9.-]+)):([0-9]{1,5})");
  private static final String NUMBER = "(-?[0-9]{1,9}(?:\\.[0-9]{1,6})?)";
  private static final Pattern RANGE = Pattern.compile(NUMBER + " ?(?:-|–|to) ?" + NUMBER);

  private Texts() {}

  /** What names a thing in the file, in addresses and in file names. */
  static String name(String text) {
    if (!NAME.matcher(text).matches()) {
      throw new IllegalArgumentException(
          "'"
              + text
              + "' is no name: up to 32 lower case letters, digits and dashes, a letter first");
    }
    return text;
  }

  /** Something for people to read, or the name of a file. */
  static String words(String text) {
    if (text.isBlank() || text.length() > MOST) {
      throw new IllegalArgumentException("1 to " + MOST + " characters must stand here");
    }
    return text.strip();
  }

  /** One of {@code names}, which are those of {@code kind} in this file. */
  static Function<String, String> oneOf(Collection<String> names, String kind) {
    return text -> {
      requireOneOf(names, kind, text);
      return text;
    };
  }

  /** That {@code text} is one of {@code names}, which are those of {@code kind} in this file. */
  static void requireOneOf(Collection<String> names, String kind, String text) {
    if (!names.contains(text)) {
      throw new IllegalArgumentException(
          "there is no " + kind + " '" + text + "' in this file; there are " + names);
    }
  }

  /** A host and a port; {@code least} is the lowest port. */
  static Listen address(String text, int least) {
    Matcher parts = ADDRESS.matcher(text);
    int port = parts.matches() ? Integer.parseInt(parts.group(3)) : -1;
    if (port < least || port > 65_535) {
      throw new IllegalArgumentException(
          "'"
              + text
              + "' is no address: write HOST:PORT with a port of "
              + least
              + " to 65535, as in 127.0.0.1:7400 or [::1]:7400");
    }
    return new Listen(parts.group(1) != null ? parts.group(1) : parts.group(2), port);
  }

  static Range range(String text) {
    Matcher parts = RANGE.matcher(text.strip());
    if (!parts.matches()) {
      throw new IllegalArgumentException(
          "'" + text + "' is no range: write it as in 36.5-37.5 or -5 to 5");
    }
    double low = Double.parseDouble(parts.group(1));
    double high = Double.parseDouble(parts.group(2));
    if (low >= high) {
      throw new IllegalArgumentException("'" + text + "' is no range: the lower end comes first");
    }
    return new Range(low, high);
  }
}
