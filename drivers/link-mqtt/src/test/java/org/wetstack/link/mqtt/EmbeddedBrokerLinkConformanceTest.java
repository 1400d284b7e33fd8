package org.wetstack.link.mqtt;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.wetstack.broker.EmbeddedBroker;
import org.wetstack.conformance.FarEnd;
import org.wetstack.conformance.LinkConformance;
import org.wetstack.conformance.RealTime;
import org.wetstack.hal.spi.LinkProvider;

/** The rules of a link, through the embedded broker. */
@RealTime
@DisplayName("MQTT, embedded")
class EmbeddedBrokerLinkConformanceTest extends LinkConformance {

  private static final EmbeddedBroker BROKER = new EmbeddedBroker(0);
  private static final AtomicInteger NUMBER = new AtomicInteger();

  @BeforeAll
  static void startBroker() throws Exception {
    BROKER.start();
  }

  @AfterAll
  static void stopBroker() {
    BROKER.close();
  }

  @Override
  protected LinkProvider provider() {
    return new MqttLinks();
  }

  @Override
  protected FarEnd farEnd() throws Exception {
    String base = "rig-" + NUMBER.incrementAndGet() + "/pump";
    return new PahoFarEnd("mqtt://127.0.0.1:" + BROKER.port() + "/" + base);
  }
}
