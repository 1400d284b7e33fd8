package org.wetstack.link.mqtt;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.io.TempDir;
import org.wetstack.conformance.FarEnd;
import org.wetstack.conformance.LinkConformance;
import org.wetstack.conformance.RealTime;
import org.wetstack.conformance.TestCertificates;
import org.wetstack.hal.spi.EndpointOptions;
import org.wetstack.hal.spi.LinkProvider;
import org.wetstack.hal.spi.TlsFiles;

/** The rules of a link, through mosquitto inside TLS, with a password. */
@RealTime
@DisplayName("MQTT, mosquitto, TLS")
class MosquittoTlsLinkConformanceTest extends LinkConformance {

  @TempDir private static Path dir;
  private static Mosquitto broker;
  private static TestCertificates certificates;
  private static final AtomicInteger NUMBER = new AtomicInteger();

  @BeforeAll
  static void startBroker() throws Exception {
    certificates = TestCertificates.create(dir);
    Files.writeString(dir.resolve("password"), "s3cret\n");
    broker =
        Mosquitto.start(
            dir,
            "allow_anonymous false",
            "password_file " + Passwords.of(dir, "rig", "s3cret"),
            "cafile " + certificates.certificate("ca"),
            "certfile " + certificates.certificate("server"),
            "keyfile " + certificates.key("server"));
  }

  @AfterAll
  static void stopBroker() throws Exception {
    if (broker != null) {
      broker.close();
    }
  }

  @Override
  protected LinkProvider provider() {
    return new MqttLinks();
  }

  @Override
  protected FarEnd farEnd() throws Exception {
    String endpoint =
        "mqtts://localhost:"
            + broker.port()
            + "/rig-"
            + NUMBER.incrementAndGet()
            + "?user=rig&password-file="
            + dir.resolve("password")
            + "&ca="
            + certificates.certificate("ca");
    var options = new MqttConnectionOptions();
    Set<String> known = Set.of("ca", "user", "password-file");
    var sockets =
        new PromptSockets(TlsFiles.read(EndpointOptions.parse(URI.create(endpoint), known)));
    options.setUserName("rig");
    options.setPassword("s3cret".getBytes(StandardCharsets.US_ASCII));
    return new PahoFarEnd(endpoint, options, sockets).behind(broker);
  }
}
