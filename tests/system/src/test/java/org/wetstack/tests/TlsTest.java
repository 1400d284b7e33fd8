package org.wetstack.tests;

import java.net.URI;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;
import org.wetstack.conformance.ElectrodeArrayConformance;
import org.wetstack.conformance.PumpConformance;
import org.wetstack.conformance.RealTime;
import org.wetstack.conformance.Subject;
import org.wetstack.conformance.TestCertificates;
import org.wetstack.emulator.host.TcpHost;
import org.wetstack.hal.spi.EndpointOptions;
import org.wetstack.hal.spi.Link;
import org.wetstack.hal.spi.SystemTimebase;
import org.wetstack.hal.spi.TlsFiles;

/** The rules on an emulated board behind TLS 1.3, each end showing its certificate. */
class TlsTest {

  @TempDir private static Path folder;
  private static TestCertificates certificates;

  @BeforeAll
  static void certify() throws Exception {
    certificates = TestCertificates.create(folder);
  }

  private static Subject tls() {
    String asked = "tls://127.0.0.1:1?" + files("server");
    TlsFiles own = TlsFiles.read(EndpointOptions.parse(URI.create(asked), TlsFiles.OPTIONS));
    return EmulatedBoards.hosted(
        Link.Delivery.RELIABLE_BYTES,
        board -> TcpHost.openTls(board::plug, 0, own, true, SystemTimebase.shared()),
        "?" + files("client"));
  }

  private static String files(String name) {
    return "ca="
        + certificates.certificate("ca")
        + "&cert="
        + certificates.certificate(name)
        + "&key="
        + certificates.key(name);
  }

  @Nested
  @RealTime
  @DisplayName("TLS")
  class PumpOnTls extends PumpConformance {
    @Override
    protected Subject subject() {
      return tls();
    }
  }

  @Nested
  @RealTime
  @DisplayName("TLS")
  class ArrayOnTls extends ElectrodeArrayConformance {
    @Override
    protected Subject subject() {
      return tls();
    }
  }
}
