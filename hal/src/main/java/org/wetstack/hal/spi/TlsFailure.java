package org.wetstack.hal.spi;

import java.nio.channels.ClosedChannelException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.ArrayDeque;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a failed TLS handshake means, in words for a person. */
public final class TlsFailure {

  private static final int MAX_CAUSES = 20;

  private TlsFailure() {}

  /**
   * A sentence on why TLS with {@code peer} failed, and the remedy.
   *
   * @param peer host and port
   * @param plainScheme the scheme of the same link without TLS, such as {@code tcp}
   */
  public static String explain(Throwable failure, String peer, TlsFiles files, String plainScheme) {
    // From the root: it says what is wrong, the others say where that was noticed.
    var causes = new ArrayDeque<Throwable>();
    for (Throwable e = failure; e != null && causes.size() < MAX_CAUSES; e = e.getCause()) {
      causes.push(e);
    }
    for (Throwable e : causes) {
      String said = explainOne(e, peer, plainScheme);
      if (said != null) {
        return said;
      }
    }
    if (files.certificateAsked() && !files.certificateGiven()) {
      return peer + " requires a client certificate: add cert=FILE and key=FILE";
    }
    if (files.certificateAsked()) {
      return peer + " does not accept our client certificate: it trusts another authority";
    }
    String text = text(failure);
    if (text.contains("protocol_version") || text.contains("handshake_failure")) {
      return peer + " refuses TLS 1.3, the only version spoken here: update it";
    }
    if (text.contains("closed while") || failure instanceof ClosedChannelException) {
      return peer
          + " closed the connection during the TLS handshake: does it speak TLS on this port?";
    }
    return "the TLS handshake with " + peer + " failed: " + failure;
  }

  private static @Nullable String explainOne(Throwable e, String peer, String plainScheme) {
    String text = text(e);
    if (e instanceof CertificateExpiredException || e instanceof CertificateNotYetValidException) {
      return "the certificate of "
          + peer
          + " is not valid today: renew it, and check this computer's clock";
    }
    if (text.contains("no subject alternative") || text.contains("no name matching")) {
      return "the certificate of "
          + peer
          + " is for another host name: use the name it was made for, or make one for this name ("
          + e.getMessage()
          + ")";
    }
    if (text.contains("pkix path") || text.contains("unable to find valid certification path")) {
      return "the certificate of "
          + peer
          + " is not signed by a trusted authority: add ca=FILE with the certificate of the"
          + " authority that signed it";
    }
    if (e.getClass().getSimpleName().equals("NotSslRecordException")
        || text.contains("unsupported or unrecognized ssl message")) {
      return peer + " answers, but not in TLS: use " + plainScheme + ":// or another port";
    }
    return null;
  }

  private static String text(Throwable e) {
    String message = e.getMessage();
    return message == null ? "" : message.toLowerCase(Locale.ROOT);
  }
}
