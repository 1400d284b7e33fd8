package org.wetstack.hal.spi;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.channels.ClosedChannelException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What can be said without a handshake; the handshakes are in the tests of the links. */
class TlsFilesTest {

  @TempDir private Path folder;

  private static TlsFiles read(String query) {
    URI endpoint = URI.create("tls://rig:7310" + query);
    return TlsFiles.read(EndpointOptions.parse(endpoint, TlsFiles.OPTIONS));
  }

  private String file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text).toUri().getRawPath();
  }

  private static void assertRefused(String part, String query) {
    String message = assertThrows(IllegalArgumentException.class, () -> read(query)).getMessage();
    assertTrue(String.valueOf(message).contains(part), message);
  }

  @Test
  void nothingIsNeeded() {
    TlsFiles files = read("");
    assertFalse(files.certificateAsked());
    assertFalse(files.certificateGiven());
  }

  @ParameterizedTest
  @ValueSource(strings = {"?cert=a.pem", "?key=a.key", "?ca=a.pem&key=a.key"})
  void aCertificateWithoutItsKeyOrAKeyWithoutItsCertificateIsRefused(String query) {
    assertRefused("options cert and key go together", query);
  }

  @Test
  void aFileThatIsMissingOrNoCertificateIsNamed() throws IOException {
    assertRefused("there is no file ", "?ca=" + folder.resolve("missing.pem").toUri().getRawPath());
    assertRefused("empty.pem holds no certificate; it must be", "?ca=" + file("empty.pem", ""));
    assertRefused("junk.pem is not a PEM certificate", "?ca=" + file("junk.pem", "junk"));
    assertRefused("cannot read ", "?ca=" + folder.toUri().getRawPath());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "-----BEGIN RSA PRIVATE KEY-----\nAAAA\n-----END RSA PRIVATE KEY-----\n",
        "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n",
        "-----BEGIN PRIVATE KEY-----\nA\n-----END PRIVATE KEY-----\n",
        "-----BEGIN PRIVATE KEY-----\nAAAA\n"
      })
  void aDamagedKeyIsNamedWithTheRemedy(String pem) throws IOException {
    String cert = file("ours.pem", CERTIFICATE);
    assertRefused(
        "ours.key holds no private key in unencrypted PKCS#8 form ('BEGIN PRIVATE KEY');"
            + " convert it with: openssl pkcs8",
        "?cert=" + cert + "&key=" + file("ours.key", pem));
  }

  private static void assertExplained(String expected, Throwable failure) {
    String said = TlsFailure.explain(failure, "rig:7310", read(""), "tcp");
    assertTrue(said.startsWith(expected), said);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "PKIX path building failed | the certificate of rig:7310 is not signed by a trusted",
        "No subject alternative DNS name | the certificate of rig:7310 is for another host name",
        "No name matching rig found | the certificate of rig:7310 is for another host name",
        "Unsupported or unrecognized SSL message | rig:7310 answers, but not in TLS: use tcp://",
        "Received fatal alert: protocol_version | rig:7310 refuses TLS 1.3",
        "closed while handshaking | rig:7310 closed the connection during the TLS handshake",
        "something else | the TLS handshake with rig:7310 failed: ",
      })
  void aFailedHandshakeIsExplainedFromItsRoot(String root, String said) {
    assertExplained(said, new SSLException(root));
    if (!root.contains("protocol") && !root.contains("closed")) {
      assertExplained(said, new SSLHandshakeException(root).initCause(new IOException(root)));
    }
  }

  @Test
  void aCertificateOutOfItsTimeAndAClosedConnectionAreToldApart() {
    String stale = "the certificate of rig:7310 is not valid today";
    assertExplained(stale, new SSLException("x", new CertificateExpiredException("old")));
    assertExplained(stale, new SSLException("x", new CertificateNotYetValidException("new")));
    assertExplained("rig:7310 closed the connection", new ClosedChannelException());
  }

  /** Anybody's: a self-signed certificate for the name rig, whose key was thrown away. */
  private static final String CERTIFICATE =
      """
      -----BEGIN CERTIFICATE-----
      MIIBczCCARmgAwIBAgIUMgAMeJTdi2kHRgLUBIzNsNlrO3kwCgYIKoZIzj0EAwIw
      DjEMMAoGA1UEAwwDcmlnMCAXDTI2MTEyNDE2MjQ0N1oYDzIxMjYxMDMxMTYyNDQ3
      WjAOMQwwCgYDVQQDDANyaWcwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAAQNPQaa
      pLZlUpsB3B+OOUHlo/u5tgEPdtwLgbWCNAZ5ORJXrTKz26kbyAGWM64vTkCKN70y
      qnOknz9t3nTC1Bfco1MwUTAdBgNVHQ4EFgQUZ93Ixtj/+gwhmsGoEG9JdVthBV4w
      HwYDVR0jBBgwFoAUZ93Ixtj/+gwhmsGoEG9JdVthBV4wDwYDVR0TAQH/BAUwAwEB
      /zAKBggqhkjOPQQDAgNIADBFAiBUPp/7qGNJqT8NNvJb87RBtog681vCeWHKkmz6
      9lcdsgIhAJINhJAP12c3LXsiWRcHeKOmri20sELmQr7wQexQG5yp
      -----END CERTIFICATE-----
      """;
}
