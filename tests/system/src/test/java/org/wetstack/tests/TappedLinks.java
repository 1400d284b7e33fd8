package org.wetstack.tests;

import java.net.URI;
import java.nio.ByteBuffer;
import java.util.Set;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import org.wetstack.hal.spi.Link;
import org.wetstack.hal.spi.LinkHandler;
import org.wetstack.hal.spi.LinkProvider;
import org.wetstack.hal.spi.Timebase;

/** Links of another provider, with a running checksum of when and what went which way. */
final class TappedLinks implements LinkProvider {

  private final LinkProvider real;
  private final Timebase time;
  private final CRC32C sum = new CRC32C();
  private long bytes;

  TappedLinks(LinkProvider real, Timebase time) {
    this.real = real;
    this.time = time;
  }

  /** The same for two runs only if every byte went at the same time in the same direction. */
  long checksum() {
    return sum.getValue();
  }

  long bytes() {
    return bytes;
  }

  @Override
  public Set<String> schemes() {
    return real.schemes();
  }

  @Override
  public Link open(URI endpoint, LinkHandler handler) {
    note('o', ByteBuffer.allocate(0));
    return new Tap(
        real.open(
            endpoint,
            new LinkHandler() {
              @Override
              public void onBytes(Link link, ByteBuffer bytes) {
                note('<', bytes);
                handler.onBytes(link instanceof Tap ? link : new Tap(link), bytes);
              }

              @Override
              public void onClosed(@Nullable Throwable cause) {
                note('c', ByteBuffer.allocate(0));
                handler.onClosed(cause);
              }
            }));
  }

  private void note(char what, ByteBuffer data) {
    sum.update(ByteBuffer.allocate(10).putLong(time.nanoTime()).putChar(what).flip());
    bytes += data.remaining();
    sum.update(data.duplicate());
  }

  private final class Tap implements Link {

    private final Link link;

    Tap(Link link) {
      this.link = link;
    }

    @Override
    public Delivery delivery() {
      return link.delivery();
    }

    @Override
    public void send(ByteBuffer data) {
      note('>', data);
      link.send(data);
    }

    @Override
    public void close() {
      link.close();
    }
  }
}
