package org.wetstack.hal.spi;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Collection;
import java.util.Set;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/**
 * The options {@code ca}, {@code cert} and {@code key} of a TLS endpoint: PEM files that say whom
 * to trust and who we are. One object serves one opening of one link.
 */
public final class TlsFiles {

  /** The names of the options. All are optional; {@code cert} and {@code key} come together. */
  public static final Set<String> OPTIONS = Set.of("ca", "cert", "key");

  private static final char[] NO_PASSWORD = new char[0];

  private final SSLContext context;
  private final Identity identity;

  private TlsFiles(SSLContext context, Identity identity) {
    this.context = context;
    this.identity = identity;
  }

  /**
   * Reads the files that {@code options} name. Without {@code ca} the authorities of the Java
   * runtime are trusted.
   *
   * @throws IllegalArgumentException if a file cannot be read or is not what it should be
   */
  public static TlsFiles read(EndpointOptions options) {
    String cert = options.text("cert").orElse(null);
    String key = options.text("key").orElse(null);
    if ((cert == null) != (key == null)) {
      throw new IllegalArgumentException(
          "options cert and key go together: a certificate and the private key it belongs to");
    }
    var identity =
        cert == null || key == null
            ? new Identity(new X509Certificate[0], null)
            : new Identity(certificates(cert).toArray(X509Certificate[]::new), privateKey(key));
    try {
      var context = SSLContext.getInstance("TLSv1.3");
      String ca = options.text("ca").orElse(null);
      context.init(new KeyManager[] {identity}, ca == null ? null : trusting(ca), null);
      return new TlsFiles(context, identity);
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalArgumentException("TLS cannot be set up: " + e, e);
    }
  }

  public SSLContext context() {
    return context;
  }

  /** True if the far end has asked for a certificate of ours, whether we have one or not. */
  public boolean certificateAsked() {
    return identity.asked;
  }

  /** True if we have a certificate to show. */
  public boolean certificateGiven() {
    return identity.key != null;
  }

  private static TrustManager[] trusting(String caFile)
      throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, NO_PASSWORD);
    int number = 0;
    for (Certificate authority : certificates(caFile)) {
      store.setCertificateEntry("ca" + number++, authority);
    }
    var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    return factory.getTrustManagers();
  }

  private static Collection<? extends Certificate> certificates(String file) {
    byte[] pem = contents(file);
    try {
      var found =
          CertificateFactory.getInstance("X.509")
              .generateCertificates(new ByteArrayInputStream(pem));
      if (!found.isEmpty()) {
        return found;
      }
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException(file + " is not a PEM certificate: " + e.getMessage(), e);
    }
    throw new IllegalArgumentException(file + " holds no certificate; it must be a PEM file");
  }

  private static PrivateKey privateKey(String file) {
    String pem = new String(contents(file), StandardCharsets.US_ASCII);
    String begin = "-----BEGIN PRIVATE KEY-----";
    int from = pem.indexOf(begin);
    int to = pem.indexOf("-----END PRIVATE KEY-----");
    if (from >= 0 && to > from) {
      byte[] der = base64(pem.substring(from + begin.length(), to));
      for (String algorithm : new String[] {"RSA", "EC", "EdDSA"}) {
        try {
          return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(der));
        } catch (GeneralSecurityException e) {
          // The key names its algorithm inside; only one of these can read it.
        }
      }
    }
    throw new IllegalArgumentException(
        file
            + " holds no private key in unencrypted PKCS#8 form ('BEGIN PRIVATE KEY');"
            + " convert it with: openssl pkcs8 -topk8 -nocrypt -in OLD -out NEW");
  }

  /** What {@code text} encodes; nothing if it is damaged, which is no key either. */
  private static byte[] base64(String text) {
    try {
      return Base64.getMimeDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      return new byte[0];
    }
  }

  private static byte[] contents(String file) {
    Path path = Path.of(file);
    if (!Files.exists(path)) {
      throw new IllegalArgumentException("there is no file " + path.toAbsolutePath());
    }
    try {
      return Files.readAllBytes(path);
    } catch (IOException e) {
      throw new IllegalArgumentException("cannot read " + path + ": check its permissions", e);
    }
  }

  /** Our certificate, if we have one, and a note of whether we were asked for it. */
  private static final class Identity extends X509ExtendedKeyManager {

    private static final String ALIAS = "ours";
    private final X509Certificate[] chain;
    private final @Nullable PrivateKey key;
    private volatile boolean asked;

    Identity(X509Certificate[] chain, @Nullable PrivateKey key) {
      this.chain = chain;
      this.key = key;
    }

    private @Nullable String choose(String... keyTypes) {
      asked = true;
      for (String type : keyTypes) {
        // Elliptic curve keys are asked for as EC, or as EC_ with the kind of signature.
        if (key != null && (type.equals(key.getAlgorithm()) || type.startsWith("EC_"))) {
          return ALIAS;
        }
      }
      return null;
    }

    @Override
    public @Nullable String chooseClientAlias(
        String[] types, Principal @Nullable [] issuers, @Nullable Socket socket) {
      return choose(types);
    }

    @Override
    public @Nullable String chooseEngineClientAlias(
        String[] types, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
      return choose(types);
    }

    @Override
    public X509Certificate @Nullable [] getCertificateChain(String alias) {
      return chain.clone();
    }

    @Override
    public @Nullable PrivateKey getPrivateKey(String alias) {
      return key;
    }

    @Override
    public String @Nullable [] getClientAliases(String type, Principal @Nullable [] issuers) {
      return new String[] {ALIAS};
    }

    @Override
    public String @Nullable [] getServerAliases(String type, Principal @Nullable [] issuers) {
      return new String[] {ALIAS};
    }

    @Override
    public @Nullable String chooseServerAlias(
        String type, Principal @Nullable [] issuers, @Nullable Socket socket) {
      return choose(type);
    }

    @Override
    public @Nullable String chooseEngineServerAlias(
        String type, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
      return choose(type);
    }
  }
}
