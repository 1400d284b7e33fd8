package org.wetstack.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.wetstack.lab.access.JwtSettings;
import org.wetstack.lab.access.JwtTrust;
import org.wetstack.lab.access.Role;
import tools.jackson.databind.json.JsonMapper;

/** Signs tokens as an identity provider does, and as those do who would like to be one. */
final class Jwts {

  private static final JsonMapper JSON = new JsonMapper();

  private final KeyPair keys;
  private final JwtTrust trust;

  Jwts(Path folder) throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2_048);
    keys = generator.generateKeyPair();
    var key = (RSAPublicKey) keys.getPublic();
    Path file = folder.resolve("keys.json");
    Files.writeString(
        file,
        JSON.writeValueAsString(
            Map.of(
                "keys",
                List.of(
                    Map.of(
                        "kty", "RSA",
                        "kid", "r1",
                        "alg", "RS256",
                        "use", "sig",
                        "n", digits(key.getModulus()),
                        "e", digits(key.getPublicExponent()))))));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    trust =
        new JwtTrust(
            new JwtSettings(
                "https://login.example",
                "rig-1",
                file,
                "at+jwt",
                "sub",
                List.of("roles"),
                Map.of("lab", Role.OPERATOR),
                Duration.ofHours(24)),
            Instant::now);
  }

  JwtTrust trust() {
    return trust;
  }

  private static String digits(BigInteger number) {
    byte[] bytes = number.toByteArray();
    return base64(bytes[0] == 0 ? Arrays.copyOfRange(bytes, 1, bytes.length) : bytes);
  }

  private static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /** What a token for an operator says. */
  static Map<String, Object> claims() {
    long now = Instant.now().getEpochSecond();
    return new TreeMap<>(
        Map.of(
            "iss",
            "https://login.example",
            "aud",
            "rig-1",
            "sub",
            "grace",
            "roles",
            List.of("lab"),
            "iat",
            now - 10,
            "exp",
            now + 600));
  }

  static Map<String, Object> with(String claim, Object value) {
    Map<String, Object> claims = claims();
    claims.put(claim, value);
    return claims;
  }

  static Map<String, Object> header(String algorithm) {
    return new TreeMap<>(Map.of("alg", algorithm, "kid", "r1", "typ", "at+jwt"));
  }

  private static String unsigned(Map<String, Object> header, Map<String, Object> claims) {
    return base64(JSON.writeValueAsString(header).getBytes(UTF_8))
        + "."
        + base64(JSON.writeValueAsString(claims).getBytes(UTF_8));
  }

  String signed(Map<String, Object> header, Map<String, Object> claims) throws Exception {
    String text = unsigned(header, claims);
    Signature signature = Signature.getInstance("SHA256withRSA");
    signature.initSign(keys.getPrivate());
    signature.update(text.getBytes(UTF_8));
    return text + "." + base64(signature.sign());
  }

  String good() throws Exception {
    return signed(header("RS256"), claims());
  }

  String none() {
    return unsigned(header("none"), claims()) + ".";
  }

  /** Signed with what everybody knows: the public key as a shared secret. */
  String confused() throws Exception {
    String text = unsigned(header("HS256"), claims());
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(keys.getPublic().getEncoded(), "HmacSHA256"));
    return text + "." + base64(mac.doFinal(text.getBytes(UTF_8)));
  }

  /** Somebody else's key, brought along. */
  String ownKey() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2_048);
    KeyPair other = generator.generateKeyPair();
    var key = (RSAPublicKey) other.getPublic();
    Map<String, Object> header = header("RS256");
    header.put(
        "jwk",
        Map.of("kty", "RSA", "n", digits(key.getModulus()), "e", digits(key.getPublicExponent())));
    String text = unsigned(header, claims());
    Signature signature = Signature.getInstance("SHA256withRSA");
    signature.initSign(other.getPrivate());
    signature.update(text.getBytes(UTF_8));
    return text + "." + base64(signature.sign());
  }
}
