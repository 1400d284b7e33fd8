package org.wetstack.bridge;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.wetstack.hal.DeviceException;
import org.wetstack.hal.spi.Link;
import org.wetstack.hal.spi.LinkHandler;
import org.wetstack.protocol.Framing;
import org.wetstack.protocol.FramingException;
import org.wetstack.protocol.Messages;
import org.wetstack.protocol.UnreadableMessageException;
import org.wetstack.protocol.v1.DeviceMessage;

/** The bridge's end of one link to hosts. Its state is guarded by the bridge's lock. */
final class Plug implements LinkHandler {

  private final PumpBridge bridge;
  private @Nullable Link link;
  private @Nullable Framing framing;

  Plug(PumpBridge bridge) {
    this.bridge = bridge;
  }

  @Override
  public void onBytes(Link from, ByteBuffer bytes) {
    bridge.locked(() -> feed(from, bytes));
  }

  private void feed(Link from, ByteBuffer bytes) {
    Framing cut = framing;
    if (cut == null) {
      link = from;
      cut =
          switch (from.delivery()) {
            case RAW_BYTES -> Framing.cobs(Framing.MAX_HOST_MESSAGE);
            case RELIABLE_BYTES -> Framing.lengthPrefixed(Framing.MAX_HOST_MESSAGE);
            case MESSAGES -> Framing.whole(Framing.MAX_HOST_MESSAGE);
          };
      framing = cut;
    }
    try {
      cut.feed(bytes, this::receive);
    } catch (FramingException e) {
      from.close();
    }
  }

  private void receive(ByteBuffer frame) {
    try {
      bridge.receive(this, Messages.host(frame));
    } catch (UnreadableMessageException e) {
      // What cannot be read is dropped like what was broken on the way (SPEC.md, 2.6).
    }
  }

  /**
   * Hands {@code message} to the link. One that the link does not take is lost, as on the way: the
   * host repeats a request, and asks for events whose numbers it misses.
   */
  void send(DeviceMessage message) {
    Link to = link;
    Framing wrap = framing;
    if (to != null && wrap != null) {
      try {
        to.send(wrap.wrap(ByteBuffer.wrap(message.toByteArray())));
      } catch (DeviceException e) {
        // As said above.
      }
    }
  }

  @Override
  public void onClosed(@Nullable Throwable cause) {
    bridge.locked(() -> link = null);
  }
}
