package org.wetstack.emulator.rhx.program;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.wetstack.emulator.CableFaults;
import org.wetstack.emulator.rhx.ClientPort;
import org.wetstack.hal.DeviceException;
import org.wetstack.hal.DeviceException.Outcome;
import org.wetstack.hal.DeviceException.Reason;
import org.wetstack.hal.spi.Link;
import org.wetstack.hal.spi.LinkHandler;
import org.wetstack.hal.spi.VirtualTimebase;

/** Ports in memory. */
class CablePortTest extends ClientPortContract {

  private static final URI ENDPOINT = URI.create("cable:rhx-waveform");

  private static final VirtualTimebase TIME = new VirtualTimebase();
  private static final RhxCables CABLES = new RhxCables(TIME, 1, CableFaults.none());

  @Override
  protected ClientPort open(ClientPort.Events events) {
    return CABLES.open(EmulatedRhx.WAVEFORM, events);
  }

  @Override
  protected @Nullable Peer connect(int number) {
    var peer = new CablePeer();
    try {
      peer.link = CABLES.open(ENDPOINT, peer);
      return peer;
    } catch (DeviceException e) {
      assertEquals(Reason.LINK_LOST, e.reason());
      assertEquals(Outcome.NOT_DONE, e.outcome());
      return null;
    }
  }

  @Override
  protected boolean comesTrue(BooleanSupplier condition) {
    for (int i = 0; i < 100 && !condition.getAsBoolean(); i++) {
      TIME.advance(Duration.ofMillis(1));
    }
    return condition.getAsBoolean();
  }

  @Test
  void anUnknownEndpointIsRefusedByName() {
    var failure =
        assertThrows(
            IllegalArgumentException.class,
            () -> CABLES.open(URI.create("cable:rhx-video"), new CablePeer()));
    assertEquals(
        "no socket is called 'cable:rhx-video': there are cable:rhx-waveform",
        failure.getMessage());
  }

  private static final class CablePeer implements Peer, LinkHandler {
    private final ByteArrayOutputStream heard = new ByteArrayOutputStream();
    private @Nullable Link link;
    private boolean hungUp;

    @Override
    public void send(byte[] bytes) {
      if (link != null) {
        link.send(ByteBuffer.wrap(bytes));
      }
    }

    @Override
    public byte[] heard() {
      return heard.toByteArray();
    }

    @Override
    public boolean hungUp() {
      return hungUp;
    }

    @Override
    public void close() {
      if (link != null) {
        link.close();
      }
    }

    @Override
    public void onBytes(Link from, ByteBuffer bytes) {
      while (bytes.hasRemaining()) {
        heard.write(bytes.get());
      }
    }

    @Override
    public void onClosed(@Nullable Throwable cause) {
      hungUp = true;
    }
  }
}
