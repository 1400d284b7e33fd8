package org.wetstack.lab.access;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;
import static org.wetstack.lab.access.Provider.NOW;
import static org.wetstack.lab.access.Provider.claims;
import static org.wetstack.lab.access.Provider.header;

import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.OctetSequenceKey;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.Base64URL;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.wetstack.lab.access.DeniedException.Reason;

/** Every known way to get in with a token that is not to be believed. */
class JwtTrustTest {

  private static final Provider PROVIDER = new Provider();
  private static final Provider STRANGER = new Provider();

  @TempDir private Path folder;
  private JwtTrust trust;

  @BeforeEach
  void trust() throws IOException {
    trust = PROVIDER.trust(folder);
  }

  @ParameterizedTest
  @CsvSource({"RS256, r1", "ES256, e1", "EdDSA, d1"})
  void aTokenOfTheProviderNamesItsUser(String algorithm, String key) throws Exception {
    Principal ada = trust.principal(PROVIDER.sign(header("alg", algorithm, "kid", key), claims()));
    assertEquals("ada", ada.name());
    assertEquals(Set.of(Role.OPERATOR), ada.roles());
    assertEquals(NOW.plusSeconds(630), ada.expires());
    assertEquals("jwt https://login.example/lab", ada.how());
  }

  private static Arguments claim(Reason reason, String what, @Nullable Object... changes) {
    return arguments(reason, what, PROVIDER.sign(header(), claims(changes)));
  }

  private static Arguments head(Reason reason, String what, @Nullable Object... changes) {
    return arguments(reason, what, PROVIDER.sign(header(changes), claims()));
  }

  private static Arguments text(Reason reason, String what, String token) {
    return arguments(reason, what, token);
  }

  static Stream<Arguments> wrongTimes() {
    long now = NOW.getEpochSecond();
    return Stream.of(
        claim(Reason.EXPIRED, "expired", "exp", now - 30),
        claim(Reason.EXPIRED, "expired long ago", "iat", now - 9_000, "exp", now - 8_000),
        claim(Reason.NOT_YET, "not yet", "nbf", now + 31),
        claim(Reason.NOT_YET, "from the future", "iat", now + 31),
        claim(Reason.UNDATED, "no exp", "exp", null),
        claim(Reason.UNDATED, "no iat", "iat", null),
        claim(Reason.LIFETIME, "too long", "iat", now, "exp", now + 12 * 3_600 + 1),
        claim(Reason.LIFETIME, "for ever", "exp", 9_999_999_999_999L),
        claim(Reason.MALFORMED, "exp as text", "exp", "tomorrow"),
        claim(Reason.MALFORMED, "nbf as text", "nbf", "yesterday"));
  }

  static Stream<Arguments> wrongClaims() {
    return Stream.of(
        claim(Reason.ISSUER, "another issuer", "iss", "https://login.example/lab/"),
        claim(Reason.ISSUER, "no issuer", "iss", null),
        claim(Reason.AUDIENCE, "another audience", "aud", "wetstack-rig-2"),
        claim(Reason.AUDIENCE, "no audience", "aud", null),
        claim(Reason.AUDIENCE, "part of the audience", "aud", "wetstack"),
        claim(Reason.NAME, "nobody", "sub", null),
        claim(Reason.MALFORMED, "two names", "sub", List.of("ada", "eve")),
        claim(Reason.NAME, "the controller itself", "sub", "Controller"),
        claim(Reason.NAME, "a line break", "sub", "ada\nroot"),
        claim(Reason.NAME, "an empty name", "sub", ""),
        claim(Reason.ROLES, "no roles", "realm_access", null),
        claim(Reason.ROLES, "roles elsewhere", "realm_access", List.of("lab-operator")),
        claim(Reason.ROLES, "unknown roles", "realm_access", Map.of("roles", List.of("OPERATOR"))),
        claim(Reason.ROLES, "a number", "realm_access", Map.of("roles", 3)));
  }

  static Stream<Arguments> wrongHeaders() throws Exception {
    Map<String, Object> hs256 = header("alg", "HS256");
    byte[] rsa = PROVIDER.rsa.getPublic().getEncoded();
    String jwk = new com.nimbusds.jose.jwk.JWKSet().toString();
    return Stream.of(
        text(Reason.ALGORITHM, "alg none", Provider.input(header("alg", "none"), claims()) + "."),
        text(
            Reason.ALGORITHM,
            "alg none, spelt otherwise",
            Provider.input(header("alg", "nOnE"), claims()) + ".AAAA"),
        text(Reason.ALGORITHM, "HS256, public key", Provider.hmac(hs256, claims(), rsa)),
        text(
            Reason.ALGORITHM,
            "HS256, public key as PEM",
            Provider.hmac(
                hs256,
                claims(),
                ("-----BEGIN PUBLIC KEY-----\n" + Base64URL.encode(rsa)).getBytes(UTF_8))),
        head(Reason.ALGORITHM, "RS512", "alg", "RS512"),
        head(Reason.MALFORMED, "no alg", "alg", null),
        head(Reason.HEADER, "jku", "jku", "https://evil.example/keys"),
        head(Reason.HEADER, "x5u", "x5u", "https://evil.example/cert"),
        head(Reason.HEADER, "jwk", "jwk", PROVIDER.keys().get(0)),
        head(Reason.HEADER, "crit", "crit", List.of("exp")),
        head(Reason.HEADER, "b64", "b64", false),
        head(Reason.MALFORMED, "x5c", "x5c", jwk),
        head(Reason.TYPE, "an ID token", "typ", "JWT"),
        head(Reason.TYPE, "no typ", "typ", null),
        head(Reason.KEY, "unknown kid", "kid", "r2"),
        head(Reason.KEY, "a path as kid", "kid", "../../dev/null"),
        head(Reason.KEY, "no kid", "kid", null),
        head(Reason.KEY, "kid of another algorithm", "kid", "e1"),
        text(Reason.SIGNATURE, "a stranger's key", STRANGER.token()),
        text(
            Reason.SIGNATURE,
            "a stranger's P-256 key",
            STRANGER.sign(header("alg", "ES256", "kid", "e1"), claims())),
        text(
            Reason.SIGNATURE,
            "a stranger's Ed25519 key",
            STRANGER.sign(header("alg", "EdDSA", "kid", "d1"), claims())));
  }

  static Stream<Arguments> wrongTexts() {
    String good = PROVIDER.token();
    List<String> parts = List.of(good.split("\\.", -1));
    String es256 =
        PROVIDER.sign(header("alg", "ES256", "kid", "e1"), claims()).replaceAll("[^.]+$", "");
    String eddsa =
        PROVIDER.sign(header("alg", "EdDSA", "kid", "d1"), claims()).replaceAll("[^.]+$", "");
    return Stream.of(
        text(
            Reason.SIGNATURE,
            "changed claims",
            parts.get(0) + "." + Provider.part(claims("sub", "eve")) + "." + parts.get(2)),
        text(
            Reason.SIGNATURE,
            "changed header",
            Provider.part(header("cty", "x")) + "." + parts.get(1) + "." + parts.get(2)),
        text(Reason.MALFORMED, "no signature", parts.get(0) + "." + parts.get(1) + "."),
        text(Reason.SIGNATURE, "ES256 of zeros", es256 + Base64URL.encode(new byte[64])),
        text(Reason.MALFORMED, "ES256 without a signature", es256),
        text(Reason.SIGNATURE, "EdDSA of zeros", eddsa + Base64URL.encode(new byte[64])),
        text(Reason.SIGNATURE, "EdDSA too short", eddsa + "AAAA"),
        text(Reason.MALFORMED, "no dots", good.replace(".", "")),
        text(Reason.MALFORMED, "one dot", parts.get(0) + "." + parts.get(1)),
        text(Reason.MALFORMED, "four dots", good + ".a.a"),
        text(Reason.MALFORMED, "a space", good + " "),
        text(Reason.MALFORMED, "a line break", good.replaceFirst("\\.", ".\n")),
        text(Reason.MALFORMED, "padding", good + "="),
        text(Reason.MALFORMED, "no JSON", "AAAA.AAAA.AAAA"),
        text(Reason.MALFORMED, "claims that are no JSON", signedNonsense()),
        text(Reason.TOO_LONG, "1 MB", "a".repeat(1 << 20)),
        text(
            Reason.TOO_LONG,
            "signed, and long",
            PROVIDER.sign(header(), claims("x", "y".repeat(JwtTrust.MOST_CHARACTERS)))));
  }

  private static String signedNonsense() {
    try {
      String input = Provider.part(header()) + "." + Base64URL.encode("nonsense");
      var signature = java.security.Signature.getInstance("SHA256withRSA");
      signature.initSign(PROVIDER.rsa.getPrivate());
      signature.update(input.getBytes(UTF_8));
      return input + "." + Base64URL.encode(signature.sign());
    } catch (java.security.GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  @ParameterizedTest(name = "{1}")
  @MethodSource({"wrongTimes", "wrongClaims", "wrongHeaders", "wrongTexts"})
  void nobodyIsLetInBy(Reason reason, String what, String token) {
    DeniedException denied =
        assertThrows(DeniedException.class, () -> trust.principal(token), what);
    assertEquals(reason, denied.reason(), what);
    assertEquals(
        "not let in: send 'Authorization: Bearer TOKEN' with a token that is valid here",
        denied.getMessage());
  }

  @Test
  void clocksMayBeApartByTheLeewayAndNoMore() throws Exception {
    long now = NOW.getEpochSecond();
    for (Map<String, Object> good :
        List.of(
            claims("exp", now - 29),
            claims("nbf", now + 30),
            claims("iat", now + 30),
            claims("nbf", now - 1_000),
            claims("iat", now, "exp", now + 12 * 3_600))) {
      assertEquals("ada", trust.principal(PROVIDER.sign(header(), good)).name());
    }
  }

  @Test
  void rolesMayBeAListOrOneText() throws Exception {
    Object words = Map.of("roles", "cook lab-admin lab-operator");
    Principal ada = trust.principal(PROVIDER.sign(header(), claims("realm_access", words)));
    assertEquals(Set.of(Role.ADMIN, Role.OPERATOR), ada.roles());
  }

  @Test
  void noChangedCharacterOfATokenIsBelieved() {
    String good = PROVIDER.token();
    for (int i = 0; i < good.length(); i++) {
      char other = good.charAt(i) == 'A' ? 'Q' : 'A';
      String changed = good.substring(0, i) + other + good.substring(i + 1);
      assertThrows(DeniedException.class, () -> trust.principal(changed), "character " + i);
    }
  }

  @Test
  void newKeysAreSeenAndLostOnesKeepEverybodyOut() throws Exception {
    Path file = folder.resolve("jwks.json");
    Path fresh = folder.resolve("fresh");
    Files.move(
        Provider.write(fresh, STRANGER.keys()),
        file,
        java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    assertEquals("ada", trust.principal(STRANGER.token()).name());
    assertDenied(Reason.SIGNATURE, PROVIDER.token());
    Files.writeString(file, "{\"keys\":[]}");
    assertDenied(Reason.FILE, STRANGER.token());
    Files.delete(file);
    assertDenied(Reason.FILE, STRANGER.token());
  }

  private void assertDenied(Reason reason, String token) {
    assertEquals(
        reason, assertThrows(DeniedException.class, () -> trust.principal(token)).reason());
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void keysThatOthersCanWriteAreNotTrusted() throws Exception {
    Path file = folder.resolve("jwks.json");
    for (String mode : List.of("rw--w----", "rw-----w-")) {
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
      assertDenied(Reason.FILE, PROVIDER.token());
    }
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    assertEquals("ada", trust.principal(PROVIDER.token()).name());
  }

  @Test
  void keysOfNoUseAreToldAtTheStart() throws Exception {
    Map<String, Object> rsa = PROVIDER.keys().get(0);
    KeyPair p384 = Provider.ec("secp384r1");
    KeyPairGenerator small = KeyPairGenerator.getInstance("RSA");
    small.initialize(1_024);
    RSAPublicKey weak = (RSAPublicKey) small.generateKeyPair().getPublic();
    refused("'kid'", with(rsa, "kid", null));
    refused(
        "is private",
        new RSAKey.Builder((RSAPublicKey) PROVIDER.rsa.getPublic())
            .privateKey(PROVIDER.rsa.getPrivate())
            .keyID("r1")
            .build()
            .toJSONObject());
    refused(
        "is private", new OctetSequenceKey.Builder(new byte[32]).keyID("s").build().toJSONObject());
    refused("not for signatures", with(rsa, "use", "enc"));
    refused("is for RS512", with(rsa, "alg", "RS512"));
    refused("2048 bits", new RSAKey.Builder(weak).keyID("w").build().toJSONObject());
    refused(
        "P-256",
        new ECKey.Builder(Curve.P_384, (ECPublicKey) p384.getPublic())
            .keyID("e")
            .build()
            .toJSONObject());
    refused("twice", List.of(rsa, rsa));
    refused("1 to 64 keys, not 0", List.of());
    List<Map<String, Object>> many = new ArrayList<>();
    for (int i = 0; i < 65; i++) {
      many.add(with(rsa, "kid", "r" + i));
    }
    refused("not 65", many);
    Path file = folder.resolve("jwks.json");
    Files.writeString(file, "-----BEGIN PUBLIC KEY-----");
    var nonsense =
        assertThrows(IOException.class, () -> new JwtTrust(Provider.settings(file), () -> NOW));
    assertTrue(
        String.valueOf(nonsense.getMessage()).contains("is no JWK set"), nonsense.getMessage());
    JwtTrust explicit =
        new JwtTrust(
            Provider.settings(
                Provider.write(file, List.of(with(with(rsa, "use", "sig"), "alg", "RS256")))),
            () -> NOW);
    assertEquals("ada", explicit.principal(PROVIDER.token()).name());
  }

  private static Map<String, Object> with(
      Map<String, Object> key, String name, @Nullable Object value) {
    Map<String, Object> changed = new java.util.TreeMap<>(key);
    if (value == null) {
      changed.remove(name);
    } else {
      changed.put(name, value);
    }
    return changed;
  }

  private void refused(String why, Map<String, Object> key) throws IOException {
    refused(why, List.of(key));
  }

  private void refused(String why, List<Map<String, Object>> keys) throws IOException {
    Path file = Provider.write(folder.resolve("jwks.json"), keys);
    IOException refused =
        assertThrows(IOException.class, () -> new JwtTrust(Provider.settings(file), () -> NOW));
    assertTrue(String.valueOf(refused.getMessage()).contains(why), refused.getMessage());
    assertTrue(String.valueOf(refused.getMessage()).contains("jwks.json"), refused.getMessage());
  }

  @Test
  void settingsThatWouldTrustNobodyOrEverybodyAreRefused() {
    Path keys = folder.resolve("jwks.json");
    List<String> claim = List.of("roles");
    Map<String, Role> roles = Map.of("a", Role.ADMIN);
    Duration hour = Duration.ofHours(1);
    assertFalse(new JwtSettings("i", "a", keys, "t", "u", claim, roles, hour).roles().isEmpty());
    for (Runnable wrong :
        List.<Runnable>of(
            () -> new JwtSettings("", "a", keys, "t", "u", claim, roles, hour),
            () -> new JwtSettings("i", " ", keys, "t", "u", claim, roles, hour),
            () -> new JwtSettings("i", "a", keys, "", "u", claim, roles, hour),
            () -> new JwtSettings("i", "a", keys, "t", "", claim, roles, hour),
            () -> new JwtSettings("i", "a", keys, "t", "u", List.of(), roles, hour),
            () -> new JwtSettings("i", "a", keys, "t", "u", claim, Map.of(), hour),
            () -> new JwtSettings("i", "a", keys, "t", "u", claim, roles, Duration.ZERO),
            () -> new JwtSettings("i", "a", keys, "t", "u", claim, roles, hour.negated()))) {
      assertThrows(IllegalArgumentException.class, wrong::run);
    }
  }

  @Test
  void theTokenEndsWithTheClock() throws Exception {
    Path keys = Provider.write(folder.resolve("jwks.json"), PROVIDER.keys());
    Instant[] now = {NOW};
    JwtTrust moving = new JwtTrust(Provider.settings(keys), () -> now[0]);
    String token = PROVIDER.token();
    Instant end = moving.principal(token).expires();
    now[0] = end.minusNanos(1);
    assertEquals(end, moving.principal(token).expires());
    now[0] = end;
    assertThrows(DeniedException.class, () -> moving.principal(token));
  }
}
