package org.wetstack.drivers.fluidics;

import java.net.URI;
import java.nio.ByteBuffer;
import java.util.Set;
import java.util.function.Consumer;
import org.wetstack.hal.spi.Link;
import org.wetstack.hal.spi.LinkHandler;
import org.wetstack.hal.spi.LinkProvider;

/** A link on which nothing is ever said, and its frames: for what never asks its line. */
final class Mute implements LinkProvider, Link, Codec {
  @Override
  public Set<String> schemes() {
    return Set.of("test");
  }

  @Override
  public Link open(URI endpoint, LinkHandler handler) {
    return this;
  }

  @Override
  public Delivery delivery() {
    return Delivery.RAW_BYTES;
  }

  @Override
  public void send(ByteBuffer bytes) {}

  @Override
  public void close() {}

  @Override
  public void decode(ByteBuffer bytes, Consumer<byte[]> frames) {}

  @Override
  public void reset() {}
}
