package org.wetstack.link.mqtt;

import java.net.URI;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import org.wetstack.hal.DeviceException;
import org.wetstack.hal.DeviceException.Outcome;
import org.wetstack.hal.DeviceException.Reason;
import org.wetstack.hal.spi.Link;
import org.wetstack.hal.spi.LinkHandler;
import org.wetstack.hal.spi.LinkProvider;
import org.wetstack.hal.spi.SystemTimebase;

/**
 * Opens {@code mqtt://broker:1883/rig-1/pump} and, inside TLS 1.3, {@code mqtts://…}. An open link
 * means that the broker carries our messages, not that a device is there to hear them.
 */
public final class MqttLinks implements LinkProvider {

  private static final Duration OPEN = Duration.ofMillis(9_500);

  @Override
  public Set<String> schemes() {
    return Set.of("mqtt", "mqtts");
  }

  @Override
  public Link open(URI endpoint, LinkHandler handler) {
    var link = new MqttLink(MqttEndpoint.parse(endpoint), handler);
    try {
      return SystemTimebase.shared().await(link.start(), OPEN);
    } catch (CompletionException e) {
      if (e.getCause() instanceof DeviceException refused) {
        throw refused;
      }
      throw e;
    } catch (TimeoutException e) {
      if (!link.giveUp()) {
        return link;
      }
      throw lost("the broker of " + endpoint + " does not answer: is it running?");
    } catch (InterruptedException e) {
      if (!link.giveUp()) {
        link.close();
      }
      Thread.currentThread().interrupt();
      throw lost("interrupted while opening " + endpoint);
    }
  }

  private static DeviceException lost(String message) {
    return new DeviceException(Reason.LINK_LOST, Outcome.NOT_DONE, message);
  }
}
