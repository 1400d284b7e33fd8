package org.wetstack.emulator.board;

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
import org.wetstack.protocol.v1.HostMessage;

/** The board's end of one link. */
final class Plug implements LinkHandler {

  private final EmulatedBoard board;
  private @Nullable Link link;
  private @Nullable Framing framing;

  Plug(EmulatedBoard board) {
    this.board = board;
  }

  @Override
  public void onBytes(Link from, ByteBuffer bytes) {
    board.world().run(() -> feed(from, bytes));
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
    HostMessage message;
    try {
      message = Messages.host(frame);
    } catch (UnreadableMessageException e) {
      // Firmware drops what it cannot read (SPEC.md, 2.6).
      return;
    }
    board.receive(this, message);
  }

  /** Hands {@code message} to the link; false if the link does not take it. Never blocks. */
  boolean send(DeviceMessage message) {
    Link to = link;
    Framing wrap = framing;
    if (to == null || wrap == null) {
      return false;
    }
    try {
      to.send(wrap.wrap(ByteBuffer.wrap(message.toByteArray())));
      return true;
    } catch (DeviceException e) {
      return false;
    }
  }

  @Override
  public void onClosed(@Nullable Throwable cause) {
    board.world().run(() -> link = null);
  }
}
