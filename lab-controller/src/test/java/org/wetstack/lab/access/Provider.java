package org.wetstack.lab.access;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.Base64URL;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * An identity provider, honest or not: signs whatever it is told to, with the signatures of the JDK
 * and none of the library that verifies them.
 */
final class Provider {

  static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  static final String ISSUER = "https://login.example/lab";
  static final String AUDIENCE = "wetstack-rig-1";

  private static final JsonMapper JSON = new JsonMapper();

  final KeyPair rsa = pair("RSA", 2_048);
  final KeyPair ec = ec("secp256r1");
  final KeyPair ed = pair("Ed25519", 0);

  private static KeyPair pair(String algorithm, int bits) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
      if (bits > 0) {
        generator.initialize(bits);
      }
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  static KeyPair ec(String curve) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec(curve));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The public keys as JSON: r1 (RSA), e1 (P-256), d1 (Ed25519). */
  List<Map<String, Object>> keys() {
    return List.of(
        new RSAKey.Builder((RSAPublicKey) rsa.getPublic()).keyID("r1").build().toJSONObject(),
        new ECKey.Builder(Curve.P_256, (ECPublicKey) ec.getPublic())
            .keyID("e1")
            .build()
            .toJSONObject(),
        new OctetKeyPair.Builder(Curve.Ed25519, x(ed)).keyID("d1").build().toJSONObject());
  }

  private static Base64URL x(KeyPair pair) {
    byte[] encoded = pair.getPublic().getEncoded();
    return Base64URL.encode(Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length));
  }

  static Path write(Path file, List<Map<String, Object>> keys) throws IOException {
    Files.write(file, JSON.writeValueAsBytes(Map.of("keys", keys)));
    return file;
  }

  JwtTrust trust(Path folder) throws IOException {
    return new JwtTrust(settings(write(folder.resolve("jwks.json"), keys())), () -> NOW);
  }

  static JwtSettings settings(Path keys) {
    return new JwtSettings(
        ISSUER,
        AUDIENCE,
        keys,
        "at+jwt",
        "sub",
        List.of("realm_access", "roles"),
        Map.of("lab-operator", Role.OPERATOR, "lab-admin", Role.ADMIN),
        Duration.ofHours(12));
  }

  /** A header that is all right, changed by pairs of name and value; a null takes one away. */
  static Map<String, Object> header(@Nullable Object... changes) {
    Map<String, Object> header =
        new TreeMap<>(Map.of("alg", "RS256", "typ", "at+jwt", "kid", "r1"));
    change(header, changes);
    return header;
  }

  /** Claims that are all right, changed. */
  static Map<String, Object> claims(@Nullable Object... changes) {
    Map<String, Object> claims =
        new TreeMap<>(
            Map.of(
                "iss",
                ISSUER,
                "aud",
                List.of("other", AUDIENCE),
                "sub",
                "ada",
                "iat",
                NOW.getEpochSecond() - 60,
                "exp",
                NOW.getEpochSecond() + 600,
                "realm_access",
                Map.of("roles", List.of("lab-operator", "cook", 7))));
    change(claims, changes);
    return claims;
  }

  private static void change(Map<String, Object> map, @Nullable Object... changes) {
    for (int i = 0; i < changes.length; i += 2) {
      Object value = changes[i + 1];
      if (value == null) {
        map.remove(changes[i]);
      } else {
        map.put(String.valueOf(changes[i]), value);
      }
    }
  }

  /** A token that is all right. */
  String token() {
    return sign(header(), claims());
  }

  /** Signed with the key of the header's algorithm. */
  String sign(Map<String, Object> header, Map<String, Object> claims) {
    String alg = String.valueOf(header.get("alg"));
    return switch (alg) {
      case "ES256" -> sign(header, claims, ec, "SHA256withECDSAinP1363Format");
      case "EdDSA" -> sign(header, claims, ed, "Ed25519");
      case "RS512" -> sign(header, claims, rsa, "SHA512withRSA");
      default -> sign(header, claims, rsa, "SHA256withRSA");
    };
  }

  static String sign(
      Map<String, Object> header, Map<String, Object> claims, KeyPair key, String algorithm) {
    try {
      String input = input(header, claims);
      Signature signature = Signature.getInstance(algorithm);
      signature.initSign(key.getPrivate());
      signature.update(input.getBytes(UTF_8));
      return input + "." + Base64URL.encode(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Signed with a key that everybody knows, as if it were a secret. */
  static String hmac(Map<String, Object> header, Map<String, Object> claims, byte[] key) {
    try {
      String input = input(header, claims);
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return input + "." + Base64URL.encode(mac.doFinal(input.getBytes(UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  static String input(Map<String, Object> header, Map<String, Object> claims) {
    return part(header) + "." + part(claims);
  }

  static String part(Map<String, Object> json) {
    return Base64URL.encode(JSON.writeValueAsBytes(json)).toString();
  }
}
