package org.wetstack.lab.safety;

import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Somebody has agreed.
 *
 * @param name of the user, without commas
 * @param roles the user has, such as {@link #OPERATOR}
 */
public record Approval(String name, Set<String> roles) {

  public static final String OPERATOR = "OPERATOR";
  public static final String SAFETY_OFFICER = "SAFETY_OFFICER";

  public Approval {
    if (name.isBlank() || name.contains(",")) {
      throw new IllegalArgumentException("'" + name + "' is no name of a user");
    }
    roles = Set.copyOf(roles);
  }

  /** Names are compared without case, so that nobody is two people. */
  public boolean isSamePersonAs(Approval other) {
    return plain(name).equals(plain(other.name));
  }

  boolean mayOperate() {
    return roles.contains(OPERATOR) || isSafetyOfficer();
  }

  boolean isSafetyOfficer() {
    return roles.contains(SAFETY_OFFICER);
  }

  /** The different people in a comma-separated list. */
  static Set<String> names(String by) {
    return Arrays.stream(by.split(",", -1))
        .map(Approval::plain)
        .filter(name -> !name.isEmpty())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static String plain(String name) {
    return name.strip().toLowerCase(Locale.ROOT);
  }
}
