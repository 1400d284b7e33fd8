package org.wetstack.link.mqtt;

import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.io.TempDir;
import org.wetstack.conformance.FarEnd;
import org.wetstack.conformance.LinkConformance;
import org.wetstack.conformance.RealTime;
import org.wetstack.hal.spi.LinkProvider;

/** The rules of a link, through Debian's mosquitto. */
@RealTime
@DisplayName("MQTT, mosquitto")
class MosquittoLinkConformanceTest extends LinkConformance {

  @TempDir private static Path dir;
  private static Mosquitto broker;
  private static final AtomicInteger NUMBER = new AtomicInteger();

  @BeforeAll
  static void startBroker() throws Exception {
    broker = Mosquitto.start(dir, "allow_anonymous true");
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
    String base = "rig-" + NUMBER.incrementAndGet() + "/pump";
    return new PahoFarEnd("mqtt://127.0.0.1:" + broker.port() + "/" + base).behind(broker);
  }
}
