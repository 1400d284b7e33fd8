package org.wetstack.bridge;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Set;
import java.util.function.Consumer;
import org.wetstack.hal.Instruments;
import org.wetstack.hal.spi.DriverProvider;
import org.wetstack.hal.spi.LinkProvider;
import org.wetstack.hal.spi.Timebase;

/** A pump on a broker, in real time: threads of its own, and a way there that comes back. */
public final class Bridge implements AutoCloseable {

  private static final Set<String> BROKERS = Set.of("mqtt", "mqtts");

  private final OwnThread hand = new OwnThread("bridge-hand");
  private final OwnThread brake = new OwnThread("bridge-brake");
  private final OwnThread broker = new OwnThread("bridge-broker");
  private final URI topic;
  private final PumpBridge bridge;
  private final Uplink uplink;

  private Bridge(
      DriverProvider driver,
      URI pump,
      URI topic,
      Epochs epochs,
      Timebase time,
      Consumer<String> news) {
    this.topic = topic;
    LinkProvider pumpLinks = Instruments.link(pump);
    LinkProvider brokerLinks = Instruments.link(topic);
    URI asDevice = URI.create(topic + (topic.getRawQuery() == null ? "?" : "&") + "role=device");
    try {
      bridge =
          PumpBridge.open(
              new PumpBridge.Parts(
                  () -> driver.open(pump, pumpLinks, time),
                  time,
                  hand,
                  brake,
                  new SecureRandom()::nextLong,
                  epochs,
                  news));
    } catch (RuntimeException e) {
      endThreads();
      throw e;
    }
    uplink = new Uplink(asDevice, brokerLinks, bridge::plug, time, new Hand(broker), news);
    try {
      uplink.connect();
    } catch (RuntimeException e) {
      bridge.close();
      endThreads();
      throw e;
    }
  }

  /**
   * Puts the pump at {@code pump}, which {@code driver} knows, on a broker. Blocks until both are
   * there. The pump is stopped.
   *
   * @param topic such as {@code mqtt://broker/rig-1/pump}
   * @param state a file in which the numbers of sessions are kept across restarts
   * @param news told, in words for a person, what happens; must return quickly
   * @throws IllegalArgumentException if an endpoint is wrong, or the pump cannot be bridged
   * @throws org.wetstack.hal.DeviceException if the pump or the broker does not answer
   * @throws IOException if the file cannot be read
   */
  public static Bridge open(
      String driver, URI pump, URI topic, Path state, Timebase time, Consumer<String> news)
      throws IOException {
    if (topic.getScheme() == null || !BROKERS.contains(topic.getScheme())) {
      throw new IllegalArgumentException(
          "a bridge leads to a broker: write mqtt://HOST/TOPIC instead of '" + topic + "'");
    }
    return new Bridge(Instruments.driver(driver), pump, topic, Epochs.in(state), time, news);
  }

  /** What hosts open, with the driver {@code firmware}. */
  public URI topic() {
    return topic;
  }

  /** Stops the pump, then leaves the broker. Blocks, for at most some seconds. */
  @Override
  public void close() {
    bridge.close();
    uplink.close();
    endThreads();
  }

  private void endThreads() {
    hand.close();
    brake.close();
    broker.close();
  }
}
