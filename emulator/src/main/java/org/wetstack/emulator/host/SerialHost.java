package org.wetstack.emulator.host;

import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.wetstack.hal.spi.Link;
import org.wetstack.hal.spi.LinkHandler;

/**
 * An instrument on a serial port of its own. As on a real one, it is not told when a host opens or
 * closes the port.
 */
public final class SerialHost implements Host, Link {

  private static final int WAIT_MILLIS = 500;

  private final Pty port;
  private final LinkHandler instrument;
  private final Outgoing outgoing;
  private final URI endpoint;

  private SerialHost(Pty port, LinkHandler instrument) {
    this.port = port;
    this.instrument = instrument;
    endpoint = URI.create("serial:" + port.path());
    outgoing = new Outgoing("serial out " + port.path(), this::write, this::close);
    var thread = new Thread(this::read, "serial in " + port.path());
    thread.setDaemon(true);
    thread.start();
  }

  /**
   * Offers {@code instrument} on a new pseudo-terminal.
   *
   * @param linkAt a symbolic link to make to it, removed by {@link #close}, or null
   */
  public static SerialHost open(LinkHandler instrument, @Nullable Path linkAt) throws IOException {
    return new SerialHost(linkAt == null ? Pty.open() : Pty.open(linkAt), instrument);
  }

  @Override
  public URI endpoint() {
    return endpoint;
  }

  @Override
  public Delivery delivery() {
    return Delivery.RAW_BYTES;
  }

  @Override
  public void send(ByteBuffer bytes) {
    outgoing.send(bytes);
  }

  @Override
  public void close() {
    outgoing.close();
    port.close();
  }

  private void read() {
    byte[] piece = new byte[4_096];
    IOException failure = null;
    try {
      for (int count = 0; count >= 0; count = port.read(piece, WAIT_MILLIS)) {
        if (count > 0) {
          instrument.onBytes(this, ByteBuffer.wrap(piece, 0, count));
        }
      }
    } catch (IOException e) {
      failure = e;
    }
    close();
    instrument.onClosed(failure);
  }

  private void write(byte[] bytes, int length) throws IOException {
    int written = 0;
    while (written < length) {
      int count = port.write(bytes, written, length - written, WAIT_MILLIS);
      if (count < 0) {
        return;
      }
      written += count;
    }
  }
}
