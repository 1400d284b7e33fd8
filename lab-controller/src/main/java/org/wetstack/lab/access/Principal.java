package org.wetstack.lab.access;

import java.time.Instant;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Somebody who has shown who they are. The same name is the same person, however it was shown.
 *
 * @param name as it stands in the journal: up to 128 of {@code A-Z a-z 0-9 . _ @ | : + -}
 * @param how it was shown, for the journal
 * @param expires from when on it must be shown again
 */
public record Principal(String name, Set<Role> roles, String how, Instant expires) {

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._@|:+-]{0,127}");

  /** What the journal calls the program itself. */
  private static final String RESERVED = "controller";

  /**
   * @throws IllegalArgumentException if nobody may have this name, or there is no role
   */
  public Principal {
    checkName(name);
    if (roles.isEmpty()) {
      throw new IllegalArgumentException("'" + name + "' has no role: give one of " + all());
    }
    roles = Collections.unmodifiableSet(EnumSet.copyOf(roles));
  }

  /** Whether they have at least one of {@code any}. */
  public boolean has(Role... any) {
    for (Role role : any) {
      if (roles.contains(role)) {
        return true;
      }
    }
    return false;
  }

  static void checkName(String name) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "nobody can have this name: take up to 128 of A-Z a-z 0-9 . _ @ | : + -, a letter or a"
              + " digit first");
    }
    if (name.equalsIgnoreCase(RESERVED)) {
      throw new IllegalArgumentException(
          "'" + name + "' is what the controller calls itself: choose another name");
    }
  }

  private static String all() {
    return EnumSet.allOf(Role.class).toString();
  }
}
