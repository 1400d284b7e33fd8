package org.wetstack.emulator.host;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** A socket that listens until one client has come. */
final class Admission {

  private static final int CLOSE_MILLIS = 1_600;

  private final ServerSocket server;
  private final BiConsumer<Admission, Socket> onArrival;
  private final CountDownLatch out = new CountDownLatch(1);

  /**
   * @param onArrival takes the client, on the thread that calls {@link #accept}
   */
  Admission(ServerSocket server, BiConsumer<Admission, Socket> onArrival) {
    this.server = server;
    this.onArrival = onArrival;
  }

  int port() {
    return server.getLocalPort();
  }

  /** Waits for the client, or for the end of listening. */
  void accept() {
    Socket socket = null;
    while (socket == null && !server.isClosed()) {
      socket = next();
    }
    // Before anybody is told: from here on a second client is refused.
    LonePort.closeQuietly(server);
    out.countDown();
    if (socket != null) {
      onArrival.accept(this, socket);
    }
  }

  private @Nullable Socket next() {
    try {
      Socket socket = server.accept();
      socket.setTcpNoDelay(true);
      return socket;
    } catch (IOException e) {
      // The end of listening, or a connection that failed at birth.
      return null;
    }
  }

  /** Ends listening. The system frees the port only when nobody is in accept any more. */
  void end() {
    LonePort.closeQuietly(server);
    try {
      var unused = out.await(CLOSE_MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
