package org.wetstack.lab.access;

import com.nimbusds.jose.Header;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.io.IOException;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.wetstack.lab.access.DeniedException.Reason;

/**
 * Accepts the signed access tokens (JWT) of one identity provider, whose public keys are in a file:
 * nothing is fetched, and nothing in a token can name another key. The file is read again when it
 * was replaced. May be used by any thread.
 */
public final class JwtTrust {

  /** How far the clocks of provider and controller may be apart. */
  static final Duration LEEWAY = Duration.ofSeconds(30);

  static final int MOST_CHARACTERS = 16_384;

  private static final Pattern PARTS =
      Pattern.compile("([A-Za-z0-9_-]+)\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]*");

  private static final Set<JWSAlgorithm> ALLOWED =
      Set.of(JWSAlgorithm.RS256, JWSAlgorithm.ES256, JWSAlgorithm.EdDSA);

  /** Would bring a key along, or change what the signature is about. */
  private static final Set<String> FORBIDDEN = Set.of("jku", "jwk", "x5u", "x5c", "crit", "b64");

  private final JwtSettings settings;
  private final InstantSource clock;
  private final Reread<JwtKeys> keys;

  /**
   * @param clock tells what is valid now
   * @throws IOException if the file of keys cannot be used; it says why
   */
  public JwtTrust(JwtSettings settings, InstantSource clock) throws IOException {
    this.settings = settings;
    this.clock = clock;
    keys = new Reread<>(settings.keys(), false, bytes -> JwtKeys.parse(bytes, settings.keys()));
    var unused = keys.content();
  }

  /**
   * Whom {@code token} names.
   *
   * @throws DeniedException if it is not to be believed
   */
  Principal principal(String token) throws DeniedException {
    if (token.length() > MOST_CHARACTERS) {
      throw new DeniedException(Reason.TOO_LONG);
    }
    SignedJWT signed = signed(token);
    checkSignature(signed);
    JWTClaimsSet claims;
    try {
      claims = signed.getJWTClaimsSet();
    } catch (ParseException e) {
      throw new DeniedException(Reason.MALFORMED, e);
    }
    if (claims == null) {
      throw new DeniedException(Reason.MALFORMED);
    }
    require(settings.issuer().equals(claims.getIssuer()), Reason.ISSUER);
    require(claims.getAudience().contains(settings.audience()), Reason.AUDIENCE);
    Instant expires = checkTimes(claims);
    Set<Role> roles = roles(claims);
    require(!roles.isEmpty(), Reason.ROLES);
    return named(claims, roles, expires);
  }

  private static SignedJWT signed(String token) throws DeniedException {
    var parts = PARTS.matcher(token);
    require(parts.matches(), Reason.MALFORMED);
    try {
      Header header = Header.parse(new Base64URL(parts.group(1)));
      require(header instanceof JWSHeader, Reason.ALGORITHM);
      return SignedJWT.parse(token);
    } catch (ParseException | IllegalArgumentException e) {
      throw new DeniedException(Reason.MALFORMED, e);
    }
  }

  private void checkSignature(SignedJWT token) throws DeniedException {
    JWSHeader header = token.getHeader();
    require(ALLOWED.contains(header.getAlgorithm()), Reason.ALGORITHM);
    for (String name : FORBIDDEN) {
      require(!header.getIncludedParams().contains(name), Reason.HEADER);
    }
    require(
        header.getType() != null && header.getType().getType().equalsIgnoreCase(settings.type()),
        Reason.TYPE);
    JwtKeys known;
    try {
      known = keys.content();
    } catch (IOException e) {
      throw new DeniedException(Reason.FILE, e);
    }
    require(known.has(header.getKeyID(), header.getAlgorithm()), Reason.KEY);
    require(known.verifies(token), Reason.SIGNATURE);
  }

  /** Until when the token can be believed. */
  private Instant checkTimes(JWTClaimsSet claims) throws DeniedException {
    Date expires = claims.getExpirationTime();
    Date issued = claims.getIssueTime();
    if (expires == null || issued == null) {
      throw new DeniedException(Reason.UNDATED);
    }
    Instant now = clock.instant();
    Instant end = expires.toInstant().plus(LEEWAY);
    require(now.isBefore(end), Reason.EXPIRED);
    Instant latest = now.plus(LEEWAY);
    require(!issued.toInstant().isAfter(latest), Reason.NOT_YET);
    Date from = claims.getNotBeforeTime();
    require(from == null || !from.toInstant().isAfter(latest), Reason.NOT_YET);
    Duration lifetime = Duration.between(issued.toInstant(), expires.toInstant());
    require(lifetime.compareTo(settings.longest()) <= 0, Reason.LIFETIME);
    return end;
  }

  private Set<Role> roles(JWTClaimsSet claims) {
    Object value = claims.getClaims();
    for (String step : settings.rolesClaim()) {
      value = value instanceof Map<?, ?> map ? map.get(step) : null;
    }
    Set<Role> roles = EnumSet.noneOf(Role.class);
    for (Object word : words(value)) {
      Role role = word instanceof String name ? settings.roles().get(name) : null;
      if (role != null) {
        roles.add(role);
      }
    }
    return roles;
  }

  private static List<?> words(@Nullable Object value) {
    if (value instanceof String text) {
      return List.of(text.split(" "));
    }
    return value instanceof List<?> list ? list : List.of();
  }

  private Principal named(JWTClaimsSet claims, Set<Role> roles, Instant expires)
      throws DeniedException {
    if (!(claims.getClaim(settings.userClaim()) instanceof String user)) {
      throw new DeniedException(Reason.NAME);
    }
    try {
      return new Principal(user, roles, "jwt " + settings.issuer(), expires);
    } catch (IllegalArgumentException e) {
      throw new DeniedException(Reason.NAME, e);
    }
  }

  private static void require(boolean right, Reason otherwise) throws DeniedException {
    if (!right) {
      throw new DeniedException(otherwise);
    }
  }
}
