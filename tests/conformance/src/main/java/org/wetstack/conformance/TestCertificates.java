package org.wetstack.conformance;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * A certificate authority for tests, made on the spot with the JDK's keytool, and the PEM files of
 * what it signed: {@code server} (for localhost and 127.0.0.1), {@code elsewhere} (for another
 * host), {@code client}; {@code stranger} is signed by nobody known.
 */
public final class TestCertificates {

  private static final String PASSWORD = "not-a-secret";

  private final Path dir;

  private TestCertificates(Path dir) {
    this.dir = dir;
  }

  /** Makes all certificates in {@code dir}. Takes a few seconds. */
  public static TestCertificates create(Path dir) throws Exception {
    var made = new TestCertificates(dir);
    made.generate("ca", "-ext", "bc:c");
    String local = "san=dns:localhost,ip:127.0.0.1";
    made.generate("server", "-signer", "ca", "-ext", local);
    made.generate("elsewhere", "-signer", "ca", "-ext", "san=dns:elsewhere.example");
    made.generate("expired", "-signer", "ca", "-ext", local, "-startdate", "-20d");
    made.generate("client", "-signer", "ca");
    made.generate("stranger", "-ext", local);
    made.exportPem();
    return made;
  }

  /** The PEM file with the certificate chain of {@code name}. */
  public Path certificate(String name) {
    return dir.resolve(name + ".pem");
  }

  /** The PEM file with the private key of {@code name}. */
  public Path key(String name) {
    return dir.resolve(name + ".key");
  }

  /** TLS for the server called {@code name}, trusting clients that the authority signed. */
  public SSLContext serverContext(String name) throws GeneralSecurityException, IOException {
    KeyStore all = load();
    KeyStore own = empty();
    own.setKeyEntry(
        name,
        all.getKey(name, PASSWORD.toCharArray()),
        PASSWORD.toCharArray(),
        all.getCertificateChain(name));
    var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(own, PASSWORD.toCharArray());
    KeyStore trusted = empty();
    trusted.setCertificateEntry("ca", all.getCertificate("ca"));
    var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    var context = SSLContext.getInstance("TLSv1.3");
    context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
    return context;
  }

  private void generate(String alias, String... more) throws Exception {
    var command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                alias,
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-dname",
                "CN=Wetstack test " + alias,
                "-validity",
                "10",
                "-keystore",
                store().toString(),
                "-storetype",
                "PKCS12",
                "-storepass",
                PASSWORD));
    command.addAll(List.of(more));
    Process keytool = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (!keytool.waitFor(60, TimeUnit.SECONDS) || keytool.exitValue() != 0) {
      throw new IOException("keytool failed for " + alias + ": " + said);
    }
  }

  private void exportPem() throws GeneralSecurityException, IOException {
    KeyStore all = load();
    for (String alias : List.of("ca", "server", "elsewhere", "expired", "client", "stranger")) {
      var pem = new StringBuilder();
      for (Certificate link : all.getCertificateChain(alias)) {
        pem.append(pem("CERTIFICATE", link.getEncoded()));
      }
      Files.writeString(certificate(alias), pem);
      Key key = all.getKey(alias, PASSWORD.toCharArray());
      Files.writeString(key(alias), pem("PRIVATE KEY", key.getEncoded()));
    }
  }

  private static String pem(String what, byte[] der) {
    String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
    return "-----BEGIN " + what + "-----\n" + body + "\n-----END " + what + "-----\n";
  }

  private Path store() {
    return dir.resolve("all.p12");
  }

  private KeyStore load() throws GeneralSecurityException, IOException {
    KeyStore all = KeyStore.getInstance("PKCS12");
    try (InputStream in = new FileInputStream(store().toFile())) {
      all.load(in, PASSWORD.toCharArray());
    }
    return all;
  }

  private static KeyStore empty() throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, PASSWORD.toCharArray());
    return store;
  }
}
