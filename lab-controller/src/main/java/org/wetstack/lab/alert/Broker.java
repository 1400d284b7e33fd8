package org.wetstack.lab.alert;

import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.wetstack.hal.DeviceException;
import org.wetstack.hal.Instruments;
import org.wetstack.hal.spi.Link;
import org.wetstack.hal.spi.LinkHandler;

/**
 * Publishes alarms as JSON to {@code <base>/to-host} of a broker, as an instrument there would
 * talk: whoever watches is the host.
 */
final class Broker implements Channel {

  private final URI endpoint;

  Broker(String endpoint) {
    URI plain = Instruments.uri(endpoint);
    String query = plain.getRawQuery();
    this.endpoint =
        query != null && query.contains("role=")
            ? plain
            : Instruments.uri(endpoint + (query == null ? "?" : "&") + "role=device");
  }

  @Override
  public void send(Message message) throws IOException {
    Link link = null;
    try {
      link = Instruments.link(endpoint).open(endpoint, new Deaf());
      link.send(ByteBuffer.wrap(message.json().getBytes(StandardCharsets.UTF_8)));
    } catch (DeviceException e) {
      throw new IOException(e.getMessage(), e);
    } finally {
      if (link != null) {
        link.close();
      }
    }
  }

  /** Nobody answers an alarm here. */
  private static final class Deaf implements LinkHandler {
    @Override
    public void onBytes(Link link, ByteBuffer borrowed) {}

    @Override
    public void onClosed(@Nullable Throwable cause) {}
  }
}
