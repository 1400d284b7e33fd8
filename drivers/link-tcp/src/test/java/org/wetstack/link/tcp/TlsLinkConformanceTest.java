package org.wetstack.link.tcp;

import java.net.InetAddress;
import java.nio.file.Path;
import javax.net.ssl.SSLServerSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.io.TempDir;
import org.wetstack.conformance.FarEnd;
import org.wetstack.conformance.LinkConformance;
import org.wetstack.conformance.TestCertificates;
import org.wetstack.hal.spi.LinkProvider;

/** The rules of a link, over TLS 1.3 with a client certificate. */
@DisplayName("TLS")
class TlsLinkConformanceTest extends LinkConformance {

  private static final LeakWatch LEAKS = new LeakWatch();

  @AfterAll
  static void nothingLeaked() {
    LEAKS.assertNone();
  }

  @TempDir private static Path dir;
  private static TestCertificates certificates;

  @BeforeAll
  static void makeCertificates() throws Exception {
    certificates = TestCertificates.create(dir);
  }

  @Override
  protected LinkProvider provider() {
    return new TcpLinks();
  }

  @Override
  protected FarEnd farEnd() throws Exception {
    var listener =
        (SSLServerSocket)
            certificates
                .serverContext("server")
                .getServerSocketFactory()
                .createServerSocket(0, 50, InetAddress.getLoopbackAddress());
    listener.setNeedClientAuth(true);
    String files =
        "?ca="
            + certificates.certificate("ca")
            + "&cert="
            + certificates.certificate("client")
            + "&key="
            + certificates.key("client");
    return new SocketFarEnd(listener, "tls://localhost:", files);
  }
}
