package org.wetstack.drivers.firmware;

import java.net.URI;
import java.nio.ByteBuffer;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.wetstack.hal.DeviceException;
import org.wetstack.hal.DeviceException.Outcome;
import org.wetstack.hal.DeviceException.Reason;
import org.wetstack.hal.spi.Link;
import org.wetstack.hal.spi.LinkHandler;
import org.wetstack.hal.spi.LinkProvider;
import org.wetstack.protocol.Framing;
import org.wetstack.protocol.FramingException;
import org.wetstack.protocol.Messages;
import org.wetstack.protocol.SampleFrame;
import org.wetstack.protocol.UnreadableMessageException;
import org.wetstack.protocol.v1.DeviceMessage;
import org.wetstack.protocol.v1.HostMessage;

/**
 * The link of a session and the framing that fits it: bytes to messages and back. State is guarded
 * by the session's lock, which those who send hold; what is heard is told outside it, on the link's
 * thread.
 */
final class Wire implements LinkHandler {

  private final URI endpoint;
  private final Session session;
  private final ReentrantLock lock;
  private @Nullable Link link;
  private @Nullable Framing framing;
  private final Consumer<ByteBuffer> onFrame = this::onFrame;
  private final SampleFrame samples = new SampleFrame();
  private long framesUnreadable;

  Wire(URI endpoint, Session session, ReentrantLock lock) {
    this.endpoint = endpoint;
    this.session = session;
    this.lock = lock;
  }

  /** Opens the link, which may bring bytes or end before this returns. Not under the lock. */
  Link open(LinkProvider links) {
    Link opened = links.open(endpoint, this);
    var unused = attach(opened);
    return opened;
  }

  private Framing attach(Link opened) {
    lock.lock();
    try {
      Framing known = framing;
      if (known == null) {
        link = opened;
        known =
            switch (opened.delivery()) {
              case RAW_BYTES -> Framing.cobs(Framing.MAX_DEVICE_MESSAGE);
              case RELIABLE_BYTES -> Framing.lengthPrefixed(Framing.MAX_DEVICE_MESSAGE);
              case MESSAGES -> Framing.whole(Framing.MAX_DEVICE_MESSAGE);
            };
        framing = known;
      }
      return known;
    } finally {
      lock.unlock();
    }
  }

  /** The link; null until it is open. */
  @Nullable Link link() {
    return link;
  }

  /** {@code message} as it travels; null until the link is open. */
  @Nullable ByteBuffer wrap(HostMessage message) {
    Framing wrap = framing;
    return wrap == null ? null : wrap.wrap(ByteBuffer.wrap(message.toByteArray()));
  }

  /** How many frames were damaged, or held no message. */
  long framesBroken() {
    return framesUnreadable + (framing == null ? 0 : framing.broken());
  }

  @Override
  public void onBytes(Link from, ByteBuffer bytes) {
    Framing cut = attach(from);
    try {
      cut.feed(bytes, onFrame);
    } catch (FramingException e) {
      session.lose(
          new DeviceException(
              Reason.PROTOCOL,
              Outcome.UNKNOWN,
              "what answers at " + endpoint + " does not speak the firmware protocol",
              e));
    }
  }

  private void onFrame(ByteBuffer frame) {
    if (samples.read(frame)) {
      session.hear(samples);
      return;
    }
    DeviceMessage message;
    try {
      message = Messages.device(frame);
    } catch (UnreadableMessageException e) {
      lock.lock();
      try {
        framesUnreadable++;
      } finally {
        lock.unlock();
      }
      return;
    }
    if (message.hasSamples() && message.getInReplyTo() == 0) {
      samples.take(message);
      session.hear(samples);
    } else {
      session.hear(message);
    }
  }

  @Override
  public void onClosed(@Nullable Throwable cause) {
    String why = cause == null ? "it was closed" : String.valueOf(cause.getMessage());
    session.lose(
        new DeviceException(
            Reason.LINK_LOST, Outcome.UNKNOWN, "link to " + endpoint + " lost: " + why, cause));
  }
}
