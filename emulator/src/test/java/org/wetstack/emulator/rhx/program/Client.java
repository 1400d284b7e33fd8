package org.wetstack.emulator.rhx.program;

import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.wetstack.hal.spi.Link;
import org.wetstack.hal.spi.LinkHandler;
import org.wetstack.hal.spi.LinkProvider;

/** Somebody who is connected to a socket of the program, in virtual time. */
final class Client implements LinkHandler {

  private final StringBuilder heard = new StringBuilder();
  private final Link link;
  private boolean hungUp;

  Client(LinkProvider links, String endpoint) {
    link = links.open(URI.create(endpoint), this);
  }

  /** Sends {@code text} so that it arrives with one read. */
  void send(String text) {
    link.send(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
  }

  /** What came since this was last asked. */
  String heard() {
    String all = heard.toString();
    heard.setLength(0);
    return all;
  }

  boolean hungUp() {
    return hungUp;
  }

  void close() {
    link.close();
  }

  @Override
  public void onBytes(Link from, ByteBuffer bytes) {
    heard.append(StandardCharsets.ISO_8859_1.decode(bytes));
  }

  @Override
  public void onClosed(@Nullable Throwable cause) {
    hungUp = true;
  }
}
