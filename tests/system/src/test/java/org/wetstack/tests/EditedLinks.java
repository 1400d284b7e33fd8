package org.wetstack.tests;

import com.google.protobuf.InvalidProtocolBufferException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.wetstack.hal.spi.Link;
import org.wetstack.hal.spi.LinkHandler;
import org.wetstack.hal.spi.LinkProvider;
import org.wetstack.hal.spi.Timebase;
import org.wetstack.protocol.v1.DeviceMessage;
import org.wetstack.protocol.v1.HostMessage;

/**
 * Links of the firmware protocol, one message at a time, on which a test decides about each: when
 * it goes on to the device, and what of it reaches the host.
 */
final class EditedLinks implements LinkProvider {

  private final LinkProvider real;
  private final Timebase time;

  /** After how long a message of the host goes on; empty if it is lost. */
  Function<HostMessage, Optional<Duration>> toDevice = message -> Optional.of(Duration.ZERO);

  /** What the host hears instead of a message; empty if that is lost. */
  Function<DeviceMessage, Optional<DeviceMessage>> toHost = Optional::of;

  /** Such links over those of {@code real}, which keep the boundaries of messages. */
  EditedLinks(LinkProvider real, Timebase time) {
    this.real = real;
    this.time = time;
  }

  @Override
  public Set<String> schemes() {
    return real.schemes();
  }

  @Override
  public Link open(URI endpoint, LinkHandler handler) {
    Link below =
        real.open(
            endpoint,
            new LinkHandler() {
              @Override
              public void onBytes(Link link, ByteBuffer bytes) {
                toHost
                    .apply(device(bytes))
                    .ifPresent(
                        heard -> handler.onBytes(link, ByteBuffer.wrap(heard.toByteArray())));
              }

              @Override
              public void onClosed(@Nullable Throwable cause) {
                handler.onClosed(cause);
              }
            });
    return new Link() {
      @Override
      public Delivery delivery() {
        return below.delivery();
      }

      @Override
      public void send(ByteBuffer bytes) {
        ByteBuffer kept = ByteBuffer.allocate(bytes.remaining()).put(bytes).flip();
        toDevice
            .apply(host(kept))
            .ifPresent(
                delay -> {
                  if (delay.isZero()) {
                    below.send(kept);
                  } else {
                    time.after(delay, () -> below.send(kept));
                  }
                });
      }

      @Override
      public void close() {
        below.close();
      }
    };
  }

  private static HostMessage host(ByteBuffer bytes) {
    try {
      return HostMessage.parseFrom(bytes.duplicate());
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError(e);
    }
  }

  private static DeviceMessage device(ByteBuffer bytes) {
    try {
      return DeviceMessage.parseFrom(bytes.duplicate());
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError(e);
    }
  }
}
