package org.wetstack.lab.lease;

import java.util.regex.Pattern;

/** What can be leased: the whole rig, or one culture of it. */
final class Resource {

  private static final int MOST_TEXT = 500;

  static final String RIG = "rig";
  private static final Pattern NAME =
      Pattern.compile("rig|culture:[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

  private Resource() {}

  /**
   * @throws IllegalArgumentException if there can be no such resource
   */
  static void check(String resource) {
    if (!NAME.matcher(resource).matches()) {
      throw new IllegalArgumentException(
          "'" + resource + "' cannot be leased: write 'rig' or 'culture:NAME'");
    }
  }

  /** Whether two may not have one each. */
  static boolean meet(String one, String other) {
    return one.equals(other) || one.equals(RIG) || other.equals(RIG);
  }

  /**
   * @throws IllegalArgumentException unless somebody could read {@code text}
   */
  static void checkText(String what, String text) {
    if (text.isBlank() || text.length() > MOST_TEXT) {
      throw new IllegalArgumentException(
          "say in up to " + MOST_TEXT + " characters for which " + what);
    }
  }
}
