package org.wetstack.link.serial;

import java.io.IOException;
import java.net.URI;
import org.wetstack.conformance.FarEnd;
import org.wetstack.emulator.host.Pty;

/** The instrument's end of a pseudo-terminal. */
final class PtyFarEnd implements FarEnd {

  private final Pty pty = open();

  private static Pty open() {
    try {
      return Pty.open();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Override
  public URI endpoint() {
    return URI.create("serial:" + pty.path());
  }

  @Override
  public void send(byte[] bytes) throws IOException {
    int sent = 0;
    while (sent < bytes.length) {
      int taken = pty.write(bytes, sent, bytes.length - sent, 1000);
      if (taken < 0) {
        throw new IOException("closed");
      }
      sent += taken;
    }
  }

  @Override
  public int receive(byte[] into) throws IOException {
    return pty.read(into, 100);
  }

  @Override
  public void vanish() {
    pty.close();
  }

  @Override
  public void close() {
    pty.close();
  }
}
