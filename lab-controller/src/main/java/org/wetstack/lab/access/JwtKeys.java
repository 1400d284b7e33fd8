package org.wetstack.lab.access;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.text.ParseException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The public keys of an identity provider, each for one algorithm. */
final class JwtKeys {

  /** How many keys a provider may have. */
  static final int MOST = 64;

  private static final int RSA_BITS = 2_048;

  /** What stands before the 32 bytes of an Ed25519 key in its X.509 form (RFC 8410). */
  private static final byte[] ED25519 = HexFormat.of().parseHex("302a300506032b6570032100");

  private final Map<String, JWK> keys;

  private JwtKeys(Map<String, JWK> keys) {
    this.keys = keys;
  }

  /** Reads a JWK set; refuses it as a whole if one of its keys is of no use. */
  static JwtKeys parse(byte[] bytes, Path file) throws IOException {
    try {
      JWKSet set = JWKSet.parse(new String(bytes, UTF_8));
      Map<String, JWK> keys = new TreeMap<>();
      for (JWK key : set.getKeys()) {
        String wrong = wrong(key);
        if (wrong == null && keys.put(key.getKeyID(), key) != null) {
          wrong = "is there twice";
        }
        if (wrong != null) {
          throw new IOException(file + ": key '" + key.getKeyID() + "' " + wrong);
        }
      }
      if (keys.isEmpty() || keys.size() > MOST) {
        throw new IOException(file + " must hold 1 to " + MOST + " keys, not " + keys.size());
      }
      return new JwtKeys(keys);
    } catch (ParseException e) {
      throw new IOException(file + " is no JWK set: " + e.getMessage(), e);
    }
  }

  private static @Nullable String wrong(JWK key) {
    if (key.getKeyID() == null) {
      return "has no 'kid', by which tokens name it";
    }
    if (key.isPrivate()) {
      return "is private: keep the public half here, and the rest at the provider";
    }
    if (key.getKeyUse() != null && !KeyUse.SIGNATURE.equals(key.getKeyUse())) {
      return "is not for signatures";
    }
    JWSAlgorithm use = algorithm(key);
    if (use == null) {
      return "must be RSA of " + RSA_BITS + " bits or more, P-256 or Ed25519";
    }
    return key.getAlgorithm() == null || key.getAlgorithm().getName().equals(use.getName())
        ? null
        : "is for " + key.getAlgorithm() + ", which is not accepted here";
  }

  /** What {@code key} may verify: a key has one algorithm, whatever a token says. */
  private static @Nullable JWSAlgorithm algorithm(JWK key) {
    if (key instanceof RSAKey && key.size() >= RSA_BITS) {
      return JWSAlgorithm.RS256;
    }
    if (key instanceof ECKey ec && Curve.P_256.equals(ec.getCurve())) {
      return JWSAlgorithm.ES256;
    }
    if (key instanceof OctetKeyPair pair && Curve.Ed25519.equals(pair.getCurve())) {
      return JWSAlgorithm.EdDSA;
    }
    return null;
  }

  /** Whether there is a key {@code id} for {@code algorithm}. */
  boolean has(@Nullable String id, JWSAlgorithm algorithm) {
    JWK key = id == null ? null : keys.get(id);
    return key != null && algorithm.equals(algorithm(key));
  }

  /** Whether the key that {@code token} names, which {@link #has} told, has signed it. */
  boolean verifies(JWSObject token) {
    JWK key = keys.get(token.getHeader().getKeyID());
    try {
      if (key instanceof RSAKey rsa) {
        return token.verify(new RSASSAVerifier(rsa));
      }
      if (key instanceof ECKey ec) {
        return token.verify(new ECDSAVerifier(ec));
      }
      return key instanceof OctetKeyPair pair && ed25519(pair, token);
    } catch (JOSEException | GeneralSecurityException e) {
      return false;
    }
  }

  private static boolean ed25519(OctetKeyPair pair, JWSObject token)
      throws GeneralSecurityException {
    byte[] x = pair.getDecodedX();
    byte[] encoded = new byte[ED25519.length + x.length];
    System.arraycopy(ED25519, 0, encoded, 0, ED25519.length);
    System.arraycopy(x, 0, encoded, ED25519.length, x.length);
    PublicKey key =
        KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded));
    Signature signature = Signature.getInstance("Ed25519");
    signature.initVerify(key);
    signature.update(token.getSigningInput());
    return signature.verify(token.getSignature().decode());
  }
}
