package org.wetstack.link.tcp;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.DisplayName;
import org.wetstack.conformance.FarEnd;
import org.wetstack.conformance.LinkConformance;
import org.wetstack.hal.spi.LinkProvider;

/** The rules of a link, over TCP that is asked for bytes without a pause. */
@DisplayName("TCP, spinning")
class SpinningLinkConformanceTest extends LinkConformance {

  @Override
  protected LinkProvider provider() {
    return new TcpLinks();
  }

  @Override
  protected FarEnd farEnd() throws IOException {
    var listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    return new SocketFarEnd(listener, "tcp://127.0.0.1:", "?poll=spin");
  }
}
