package org.wetstack.lab.access;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Which tokens of an identity provider are accepted.
 *
 * @param issuer exactly as in {@code iss}
 * @param audience what {@code aud} must name: this controller
 * @param keys a file with the provider's public keys (a JWK set); only its owner may write it
 * @param type what {@code typ} must be, such as {@code at+jwt}: an ID token is no access token
 * @param userClaim which claim names the user, such as {@code sub}: one that users cannot change
 * @param rolesClaim where roles are, as in {@code realm_access, roles}: a list of words, or words
 *     in one text
 * @param roles what those words mean here; others mean nothing
 * @param longest how long a token may be valid, from its issue on
 */
public record JwtSettings(
    String issuer,
    String audience,
    Path keys,
    String type,
    String userClaim,
    List<String> rolesClaim,
    Map<String, Role> roles,
    Duration longest) {

  /**
   * @throws IllegalArgumentException if something is missing
   */
  public JwtSettings {
    rolesClaim = List.copyOf(rolesClaim);
    roles = Map.copyOf(roles);
    if (issuer.isBlank() || audience.isBlank() || type.isBlank() || userClaim.isBlank()) {
      throw new IllegalArgumentException(
          "an identity provider needs issuer, audience, type and the claim that names the user");
    }
    if (rolesClaim.isEmpty() || roles.isEmpty()) {
      throw new IllegalArgumentException(
          "nobody could come from " + issuer + ": say which claim has roles, and what they mean");
    }
    if (longest.isNegative() || longest.isZero()) {
      throw new IllegalArgumentException("tokens of " + issuer + " must be valid for some time");
    }
  }
}
