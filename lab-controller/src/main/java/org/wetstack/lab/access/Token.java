package org.wetstack.lab.access;

import java.time.Instant;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/**
 * What is known of an API token; not the token itself.
 *
 * @param id for {@link Tokens#revoke}: the first 16 digits of {@code hash}
 * @param hash SHA-256 of the token, in hexadecimal digits
 * @param label what it is for, for people; at most 200 characters
 */
public record Token(
    String id,
    String hash,
    String user,
    Set<Role> roles,
    Instant created,
    Instant expires,
    String label) {

  private static final int LABEL = 200;

  /**
   * @throws IllegalArgumentException if there can be no such token
   */
  public Token {
    var unused = new Principal(user, roles, "", expires);
    if (!hash.matches("[0-9a-f]{64}") || !hash.startsWith(id) || id.length() != 16) {
      throw new IllegalArgumentException("a token of '" + user + "' has no proper hash");
    }
    if (!expires.isAfter(created)) {
      throw new IllegalArgumentException(
          "a token must expire after it was created on " + created + ", not on " + expires);
    }
    if (label.length() > LABEL) {
      throw new IllegalArgumentException(
          "a label of " + label.length() + " characters is too long: write at most " + LABEL);
    }
    roles = Collections.unmodifiableSet(EnumSet.copyOf(roles));
  }
}
