package org.wetstack.link.tcp;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import javax.net.ssl.SSLSocket;
import org.wetstack.conformance.FarEnd;

/** A plain blocking server of the JDK that serves the connection accepted last. */
final class SocketFarEnd implements FarEnd {

  private final ServerSocket listener;
  private final URI endpoint;
  private volatile CompletableFuture<Socket> current = new CompletableFuture<>();

  SocketFarEnd(ServerSocket listener, String endpointBefore, String endpointAfter) {
    this.listener = listener;
    this.endpoint = URI.create(endpointBefore + listener.getLocalPort() + endpointAfter);
    var accepting = new Thread(this::acceptAll, "far end");
    accepting.setDaemon(true);
    accepting.start();
  }

  private void acceptAll() {
    boolean first = true;
    while (true) {
      try {
        Socket socket = listener.accept();
        socket.setTcpNoDelay(true);
        if (socket instanceof SSLSocket tls && !shakesHands(tls)) {
          continue;
        }
        socket.setSoTimeout(200);
        if (!first) {
          current = new CompletableFuture<>();
        }
        first = false;
        current.complete(socket);
      } catch (IOException e) {
        if (listener.isClosed()) {
          return;
        }
        // A client that has gone again: the next one may stay.
      }
    }
  }

  private static boolean shakesHands(SSLSocket tls) throws IOException {
    try {
      tls.startHandshake();
      return true;
    } catch (IOException e) {
      // Refused, by either side: what a test may have wanted.
      tls.close();
      return false;
    }
  }

  private Socket socket() throws IOException {
    try {
      return current.join();
    } catch (CompletionException e) {
      throw new IOException(e);
    }
  }

  @Override
  public URI endpoint() {
    return endpoint;
  }

  @Override
  public void send(byte[] bytes) throws IOException {
    socket().getOutputStream().write(bytes);
  }

  @Override
  public int receive(byte[] into) throws IOException {
    try {
      return socket().getInputStream().read(into);
    } catch (SocketTimeoutException e) {
      return 0;
    }
  }

  @Override
  public void vanish() throws IOException {
    Socket socket = socket();
    if (!(socket instanceof SSLSocket)) {
      socket.setSoLinger(true, 0);
    }
    socket.close();
  }

  @Override
  public void close() {
    try {
      listener.close();
      if (current.isDone()) {
        current.join().close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
