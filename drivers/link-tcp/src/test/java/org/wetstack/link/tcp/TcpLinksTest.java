package org.wetstack.link.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.ServiceLoader;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLServerSocket;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.wetstack.conformance.TestCertificates;
import org.wetstack.hal.DeviceException;
import org.wetstack.hal.DeviceException.Outcome;
import org.wetstack.hal.DeviceException.Reason;
import org.wetstack.hal.spi.Link;
import org.wetstack.hal.spi.LinkHandler;
import org.wetstack.hal.spi.LinkProvider;

/** Every way in which opening fails has words of its own. */
@Timeout(60)
class TcpLinksTest {

  @TempDir private static Path dir;
  private static TestCertificates certificates;
  private static final LeakWatch LEAKS = new LeakWatch();

  private final TcpLinks links = new TcpLinks();
  private final CompletableFuture<String> ended = new CompletableFuture<>();
  private final LinkHandler handler =
      new LinkHandler() {
        @Override
        public void onBytes(Link link, ByteBuffer bytes) {}

        @Override
        public void onClosed(@Nullable Throwable cause) {
          ended.complete(String.valueOf(cause));
        }
      };

  @BeforeAll
  static void makeCertificates() throws Exception {
    certificates = TestCertificates.create(dir);
  }

  @AfterAll
  static void nothingLeaked() {
    LEAKS.assertNone();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "tcp://127.0.0.1                         | no port in tcp://127.0.0.1; write tcp://host:port",
        "tcp://[::1]                             | no port",
        "tcp://:5000                             | no host",
        "tcp:127.0.0.1:5000                      | no host and port",
        "tcp://127.0.0.1:70000                   | from 1 to 65535, not '70000'",
        "tcp://127.0.0.1:0                       | from 1 to 65535, not '0'",
        "tcp://127.0.0.1:http                    | not 'http'",
        "tcp://127.0.0.1:5000/pump               | '/pump' after the port",
        "tcp://127.0.0.1:5000#x                  | '#' has no meaning",
        "tcp://127.0.0.1:5000?ca=x               | unknown option 'ca'",
        "tcp://127.0.0.1:5000?connect-millis=60000 | from 1 to 9000, not '60000'",
        "tcp://127.0.0.1:5000?poll=fast          | must be spin, not 'fast'; leave it out",
        "tls://127.0.0.1:5000?poll=spin          | unknown option 'poll'",
        "tls://127.0.0.1:5000?cert=c.pem         | cert and key go together",
        "tls://127.0.0.1:5000?ca=/no/such/ca.pem | there is no file /no/such/ca.pem",
      })
  void aMalformedEndpointIsTheCallersMistakeAndSaysWhatIsRight(String endpoint, String says) {
    assertMistake(endpoint, says);
  }

  @Test
  void filesThatAreNotWhatTheyShouldBeAreNamed() throws Exception {
    Path empty = Files.writeString(dir.resolve("empty.pem"), "");
    Path text = Files.writeString(dir.resolve("text.pem"), "no certificate at all");
    Path rsa = Files.writeString(dir.resolve("old.key"), "-----BEGIN RSA PRIVATE KEY-----\nAA==\n");
    assertMistake("tls://localhost:1?ca=" + empty, empty + " holds no certificate");
    assertMistake("tls://localhost:1?ca=" + text, text.toString());
    assertMistake("tls://localhost:1?ca=" + dir, "cannot read");
    String cert = "tls://localhost:1?cert=" + certificates.certificate("client") + "&key=";
    assertMistake(cert + rsa, "openssl pkcs8 -topk8");
    assertMistake(cert + dir.resolve("none.key"), "there is no file");
  }

  @Test
  void aRefusedConnectionAsksWhetherAnythingListens() throws Exception {
    int port;
    try (var listener = listener()) {
      port = listener.getLocalPort();
    }
    assertLost("tcp://127.0.0.1:" + port, "nothing listens on 127.0.0.1:" + port, "switched on");
  }

  @Test
  void anUnknownHostIsNamed() {
    assertLost("tcp://no-such-host.invalid:5000", "there is no host no-such-host.invalid");
  }

  @Test
  void aFullBacklogTimesOut() throws Exception {
    // Linux accepts one more than the backlog; after that, greetings are not answered.
    try (var listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      List<Socket> taken = new java.util.ArrayList<>();
      try {
        for (int i = 0; i < 3; i++) {
          var socket = new Socket();
          taken.add(socket);
          try {
            socket.connect(listener.getLocalSocketAddress(), 300);
          } catch (IOException e) {
            break;
          }
        }
        assertLost(
            "tcp://127.0.0.1:" + listener.getLocalPort() + "?connect-millis=3000",
            "does not answer within 3000 ms",
            "firewall");
      } finally {
        for (Socket socket : taken) {
          socket.close();
        }
      }
    }
  }

  @Test
  void aCertificateOfAnUnknownAuthorityIsToldApart() throws Exception {
    try (var far = tls("stranger", false)) {
      assertLost(far.endpoint(), "not signed by a trusted authority", "add ca=FILE");
    }
  }

  @Test
  void withoutCaTheAuthoritiesOfJavaCount() throws Exception {
    try (var far = tls("server", false)) {
      String noCa = far.endpoint().toString().replaceFirst("\\?.*", "");
      assertLost(URI.create(noCa), "not signed by a trusted authority");
    }
  }

  @Test
  void aCertificateForAnotherHostIsToldApart() throws Exception {
    try (var far = tls("elsewhere", false)) {
      assertLost(far.endpoint(), "is for another host name");
    }
  }

  @Test
  void anExpiredCertificateIsToldApart() throws Exception {
    try (var far = tls("expired", false)) {
      assertLost(far.endpoint(), "not valid today", "clock");
    }
  }

  @Test
  void aServerThatWantsAClientCertificateSaysSo() throws Exception {
    try (var far = tls("server", true)) {
      assertLost(far.endpoint(), "requires a client certificate", "cert=FILE and key=FILE");
    }
  }

  @Test
  void aClientCertificateOfTheWrongAuthorityIsToldApart() throws Exception {
    try (var far = tls("server", true)) {
      String files =
          "&cert=" + certificates.certificate("stranger") + "&key=" + certificates.key("stranger");
      assertLost(URI.create(far.endpoint() + files), "does not accept our client certificate");
    }
  }

  @Test
  void anAnswerThatIsNotTlsIsToldApart() throws Exception {
    try (var listener = listener()) {
      answerEveryone(listener, "HTTP/1.1 400 Bad Request\r\n\r\n");
      assertLost(
          "tls://localhost:" + listener.getLocalPort(), "answers, but not in TLS", "use tcp://");
    }
  }

  @Test
  void aServerThatHangsUpDuringTheHandshakeIsToldApart() throws Exception {
    try (var listener = listener()) {
      answerEveryone(listener, "");
      assertLost("tls://localhost:" + listener.getLocalPort(), "during the TLS handshake");
    }
  }

  @Test
  void aServerThatIsSilentInTheHandshakeIsToldApart() throws Exception {
    try (var listener = listener()) {
      assertLost(
          "tls://localhost:" + listener.getLocalPort() + "?connect-millis=4000",
          "does not answer in TLS within 4000 ms",
          "use tcp://");
    }
  }

  @Test
  void anOldTlsVersionIsRefused() throws Exception {
    try (var far = tls("server", false, "TLSv1.2")) {
      assertLost(far.endpoint(), "refuses TLS 1.3");
    }
  }

  @Test
  void aBrokenConnectionSaysWithWhom() throws Exception {
    try (var listener = listener()) {
      Link link = links.open(URI.create("tcp://127.0.0.1:" + listener.getLocalPort()), handler);
      listener.accept().close();
      String cause = ended.get(30, TimeUnit.SECONDS);
      assertTrue(cause.contains("127.0.0.1:" + listener.getLocalPort()), cause);
      link.close();
    }
  }

  @Test
  void moreThanTheQueueCanEverHoldIsTheCallersMistake() throws Exception {
    try (var listener = listener()) {
      Link link = links.open(URI.create("tcp://127.0.0.1:" + listener.getLocalPort()), handler);
      ByteBuffer much = ByteBuffer.allocate(Outbox.CAPACITY + 1);
      assertThrows(IllegalArgumentException.class, () -> link.send(much));
      link.close();
    }
  }

  @Test
  void theProviderIsFoundThroughTheServiceLoader() {
    assertTrue(
        ServiceLoader.load(LinkProvider.class).stream()
            .anyMatch(provider -> provider.get().schemes().equals(links.schemes())));
  }

  private void assertMistake(String endpoint, String says) {
    var wrong =
        assertThrows(
            IllegalArgumentException.class, () -> links.open(URI.create(endpoint), handler));
    assertTrue(wrong.toString().contains(says), wrong::toString);
  }

  private void assertLost(String endpoint, String... says) {
    assertLost(URI.create(endpoint), says);
  }

  private void assertLost(URI endpoint, String... says) {
    var lost = assertThrows(DeviceException.class, () -> links.open(endpoint, handler));
    assertEquals(Reason.LINK_LOST, lost.reason());
    assertEquals(Outcome.NOT_DONE, lost.outcome());
    for (String words : says) {
      assertTrue(lost.toString().contains(words), lost::toString);
    }
    assertEquals(false, ended.isDone(), "a link that never opened does not close");
  }

  private static ServerSocket listener() throws IOException {
    return new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  }

  private static SocketFarEnd tls(String name, boolean clientMustShow, String... protocols)
      throws Exception {
    var listener =
        (SSLServerSocket)
            certificates
                .serverContext(name)
                .getServerSocketFactory()
                .createServerSocket(0, 50, InetAddress.getLoopbackAddress());
    listener.setNeedClientAuth(clientMustShow);
    if (protocols.length > 0) {
      listener.setEnabledProtocols(protocols);
    }
    return new SocketFarEnd(listener, "tls://localhost:", "?ca=" + certificates.certificate("ca"));
  }

  private static void answerEveryone(ServerSocket listener, String answer) {
    var answering =
        new Thread(
            () -> {
              try {
                while (true) {
                  try (Socket socket = listener.accept()) {
                    int first = socket.getInputStream().read();
                    socket.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
                    socket.shutdownOutput();
                    while (first >= 0) {
                      first = socket.getInputStream().read();
                    }
                  }
                }
              } catch (IOException e) {
                // The test has closed the listener.
              }
            },
            "not a TLS server");
    answering.setDaemon(true);
    answering.start();
  }
}
