package org.wetstack.link.mqtt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ServiceLoader;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.wetstack.broker.EmbeddedBroker;
import org.wetstack.conformance.TestCertificates;
import org.wetstack.hal.DeviceException;
import org.wetstack.hal.DeviceException.Outcome;
import org.wetstack.hal.DeviceException.Reason;
import org.wetstack.hal.spi.Link;
import org.wetstack.hal.spi.LinkHandler;
import org.wetstack.hal.spi.LinkProvider;

/** Each way in which a broker cannot be had is told in its own words. */
@Timeout(120)
class MqttOpeningTest {

  @TempDir private static Path dir;

  private final MqttLinks links = new MqttLinks();
  private final CompletableFuture<Throwable> broke = new CompletableFuture<>();
  private final LinkHandler handler =
      new LinkHandler() {
        @Override
        public void onBytes(Link link, ByteBuffer bytes) {}

        @Override
        public void onClosed(@Nullable Throwable cause) {
          broke.complete(cause == null ? new IOException("closed in order") : cause);
        }
      };

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "mqtt:rig-1/pump                | no broker in mqtt:rig-1/pump; write mqtt://broker:1883",
        "mqtt://:1883/rig-1             | no broker",
        "mqtt://broker                  | no topic",
        "mqtt://broker/                 | no topic",
        "mqtt://broker:70000/rig-1      | from 1 to 65535, not '70000'",
        "mqtt://broker:mqtt/rig-1       | from 1 to 65535, not 'mqtt'",
        "mqtt://broker/rig-1/#          | '#' has no meaning",
        "mqtt://broker/rig-1/+          | a topic has no wildcards",
        "mqtt://broker//rig-1           | begins or ends with '/'",
        "mqtt://me:secret@broker/rig-1  | use user=NAME and password-file=FILE",
        "mqtt://broker/rig-1?ca=x       | unknown option 'ca'",
        "mqtt://broker/rig-1?role=pump  | must be host or device, not 'pump'",
        "mqtt://broker/rig-1?user=       | option 'user'",
        "mqtt://broker/rig-1?password-file=/no/such | there is no password file /no/such",
        "mqtts://broker/rig-1?cert=c.pem | cert and key go together",
      })
  void aMalformedEndpointIsTheCallersMistakeAndSaysWhatIsRight(String endpoint, String says) {
    var wrong =
        assertThrows(
            IllegalArgumentException.class, () -> links.open(URI.create(endpoint), handler));
    assertTrue(wrong.toString().contains(says), wrong::toString);
    assertTrue(!wrong.toString().contains("secret"), "no password in a message: " + wrong);
  }

  @Test
  void aRefusedConnectionAsksForTheBroker() throws Exception {
    int port;
    try (var listener = listener()) {
      port = listener.getLocalPort();
    }
    assertLost(port, "/rig-1", "nothing listens on 127.0.0.1:" + port, "is the broker running");
  }

  @Test
  void anUnknownHostIsNamed() {
    assertLost(
        URI.create("mqtt://no-such-host.invalid/rig-1"), "there is no host no-such-host.invalid");
  }

  @Test
  void aServerThatIsNoBrokerIsToldApart() throws Exception {
    try (var listener = listener()) {
      assertLost(listener.getLocalPort(), "/rig-1", "does not answer in MQTT", "is it a broker");
    }
  }

  @Test
  void theEmbeddedBrokerTellsAWrongPassword() throws Exception {
    try (var broker = new EmbeddedBroker(0).withUser("rig", "s3cret")) {
      broker.start();
      assertLost(broker.port(), "/rig-1?user=rig&" + password("wrong"), "password");
    }
  }

  @Test
  void badCredentialsAndNoneAreToldApart() throws Exception {
    try (Mosquitto broker =
        Mosquitto.start(
            dir, "allow_anonymous false", "password_file " + Passwords.of(dir, "rig", "s3cret"))) {
      int port = broker.port();
      assertLost(port, "/rig-1?user=rig&" + password("wrong"), "user rig", "check the password");
      assertLost(port, "/rig-1", "does not let an unnamed user in", "add user=");
      links.open(at(port, "/rig-1?user=rig&" + password("s3cret")), handler).close();
    }
  }

  @Test
  void aTopicOfSomebodyElseIsDeniedWithTheUserAndTheTopic() throws Exception {
    try (Mosquitto broker = withAccessList("topic readwrite rig-1/#")) {
      assertLost(
          broker.port(),
          "/rig-2?user=rig&" + password("s3cret"),
          "127.0.0.1:" + broker.port() + "/rig-2",
          "does not allow this to user rig",
          "access list");
    }
  }

  @Test
  void aDenialThatShowsOnlyWhenSomethingIsSentEndsTheLinkInWords() throws Exception {
    try (Mosquitto broker = withAccessList("topic readwrite rig-1/presence/#")) {
      Link link = links.open(at(broker.port(), "/rig-1?user=rig&" + password("s3cret")), handler);
      link.send(ByteBuffer.wrap(new byte[] {1}));
      Throwable cause = broke.get(30, TimeUnit.SECONDS);
      assertTrue(cause.toString().contains("does not allow this to user rig"), cause::toString);
      link.close();
    }
  }

  @Test
  void aCertificateOfAnUnknownAuthorityIsToldApart() throws Exception {
    TestCertificates certificates = TestCertificates.create(dir);
    try (var broker =
        new EmbeddedBroker(0)
            .withTls(certificates.certificate("server"), certificates.key("server"))) {
      broker.start();
      URI endpoint = URI.create("mqtts://localhost:" + broker.port() + "/rig-1");
      assertLost(endpoint, "certificate", "ca=");
    }
  }

  @Test
  void theProviderIsFoundThroughTheServiceLoader() {
    assertTrue(
        ServiceLoader.load(LinkProvider.class).stream()
            .anyMatch(provider -> provider.get().schemes().equals(links.schemes())));
  }

  private static Mosquitto withAccessList(String rule) throws Exception {
    Path list = Files.createTempFile(dir, "access", "");
    Files.writeString(list, "user rig\n" + rule + "\n");
    return Mosquitto.start(
        dir,
        "allow_anonymous false",
        "password_file " + Passwords.of(dir, "rig", "s3cret"),
        "acl_file " + list);
  }

  private static String password(String word) throws IOException {
    return "password-file=" + Files.writeString(Files.createTempFile(dir, "password", ""), word);
  }

  private static URI at(int port, String rest) {
    return URI.create("mqtt://127.0.0.1:" + port + rest);
  }

  private void assertLost(int port, String rest, String... says) {
    assertLost(at(port, rest), says);
  }

  private void assertLost(URI endpoint, String... says) {
    var lost = assertThrows(DeviceException.class, () -> links.open(endpoint, handler));
    assertEquals(Reason.LINK_LOST, lost.reason());
    assertEquals(Outcome.NOT_DONE, lost.outcome());
    for (String words : says) {
      assertTrue(lost.toString().contains(words), lost::toString);
    }
    assertEquals(false, broke.isDone(), "a link that never opened does not close");
  }

  private static ServerSocket listener() throws IOException {
    return new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  }
}
