package org.wetstack.tests;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.Random;

/** A TCP server that takes one connection after another and talks nonsense on each. */
final class NonsensePeer implements AutoCloseable {

  /** What it says. */
  interface Nonsense {
    void say(OutputStream out) throws IOException;
  }

  private final ServerSocket server;
  private final Nonsense nonsense;

  private NonsensePeer(ServerSocket server, Nonsense nonsense) {
    this.server = server;
    this.nonsense = nonsense;
  }

  static NonsensePeer start(Nonsense nonsense) {
    try {
      var peer =
          new NonsensePeer(new ServerSocket(0, 5, InetAddress.getLoopbackAddress()), nonsense);
      var thread = new Thread(peer::serve, "nonsense");
      thread.setDaemon(true);
      thread.start();
      return peer;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot listen", e);
    }
  }

  URI endpoint() {
    return URI.create("tcp://127.0.0.1:" + server.getLocalPort());
  }

  /** A length prefix of {@code length}, and {@code bytes} random bytes after it. */
  static byte[] frame(int length, int bytes, Random random) {
    byte[] body = new byte[bytes];
    random.nextBytes(body);
    return ByteBuffer.allocate(4 + bytes).putInt(length).put(body).array();
  }

  /** Random frames of allowed sizes, {@code total} bytes of them. */
  static void flood(OutputStream out, long total, Random random) throws IOException {
    for (long sent = 0; sent < total; ) {
      int size = 1 + random.nextInt(17_000);
      out.write(frame(size, size, random));
      sent += size;
    }
  }

  private void serve() {
    while (!server.isClosed()) {
      try (Socket socket = server.accept()) {
        nonsense.say(socket.getOutputStream());
        socket.getInputStream().transferTo(OutputStream.nullOutputStream());
      } catch (IOException e) {
        // The driver had enough, or the test is over and the loop ends.
      }
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
