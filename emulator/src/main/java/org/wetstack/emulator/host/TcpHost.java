package org.wetstack.emulator.host;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.Comparator;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import javax.net.ssl.SSLServerSocket;
import org.jspecify.annotations.Nullable;
import org.wetstack.hal.spi.Link;
import org.wetstack.hal.spi.LinkHandler;
import org.wetstack.hal.spi.Timebase;
import org.wetstack.hal.spi.TlsFiles;

/** An instrument on a TCP port of the loopback interface, with TLS 1.3 if wanted. */
public final class TcpHost implements Host {

  static final int MAX_CONNECTIONS = 8;

  /** The longest lease (SPEC.md, 3.6): a host that is silent for longer has no session. */
  static final long SILENT_NANOS = 60_000_000_000L;

  private static final int PIECE = 64 * 1024;
  private static final int CLOSE_MILLIS = 5_000;

  private final ServerSocket server;
  private final Supplier<LinkHandler> instrument;
  private final Timebase time;
  private final URI endpoint;
  private final Set<Connection> connections = ConcurrentHashMap.newKeySet();
  private final Thread acceptor;

  private TcpHost(
      ServerSocket server, Supplier<LinkHandler> instrument, String scheme, Timebase time) {
    this.server = server;
    this.instrument = instrument;
    this.time = time;
    endpoint = URI.create(scheme + "://127.0.0.1:" + server.getLocalPort());
    acceptor = start(this::accept, "accept " + endpoint);
  }

  /**
   * Listens on {@code port}, or on a free one if that is 0. Each connection is a link of its own to
   * what {@code instrument} gives for it. At most 8 at once; a further one replaces one that has
   * been silent for a minute, or is closed at once.
   */
  public static TcpHost open(Supplier<LinkHandler> instrument, int port, Timebase time)
      throws IOException {
    return new TcpHost(bound(new ServerSocket(), port), instrument, "tcp", time);
  }

  /**
   * The same in TLS, with the certificate of {@code tls}.
   *
   * @param clientCertificates whether hosts must show a certificate that {@code tls} trusts
   */
  public static TcpHost openTls(
      Supplier<LinkHandler> instrument,
      int port,
      TlsFiles tls,
      boolean clientCertificates,
      Timebase time)
      throws IOException {
    var server = (SSLServerSocket) tls.context().getServerSocketFactory().createServerSocket();
    server.setEnabledProtocols(new String[] {"TLSv1.3"});
    server.setNeedClientAuth(clientCertificates);
    return new TcpHost(bound(server, port), instrument, "tls", time);
  }

  private static ServerSocket bound(ServerSocket server, int port) throws IOException {
    try {
      server.setReuseAddress(true);
      server.bind(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port));
      return server;
    } catch (IOException e) {
      server.close();
      throw new IOException(
          "cannot listen on port " + port + " of 127.0.0.1: " + e.getMessage() + "; choose another",
          e);
    }
  }

  @Override
  public URI endpoint() {
    return endpoint;
  }

  /** Hangs up on everybody, but goes on listening. */
  public void hangUp() {
    connections.forEach(Connection::close);
  }

  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException e) {
      // It listens no more, which is what was wanted.
    }
    hangUp();
    awaitAcceptor();
  }

  /** The system frees the port only when nobody is in accept any more. */
  private void awaitAcceptor() {
    try {
      if (Thread.currentThread() != acceptor) {
        acceptor.join(CLOSE_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        if (!hasRoom()) {
          socket.close();
        } else {
          socket.setTcpNoDelay(true);
          var connection = new Connection(socket, instrument.get());
          connections.add(connection);
          Thread unused = start(connection::read, "read " + endpoint);
          if (server.isClosed()) {
            connection.close();
          }
        }
      } catch (IOException e) {
        // A connection that failed at birth, or the end of listening.
      }
    }
  }

  /** Hosts that died without a word must not lock the others out for ever. */
  private boolean hasRoom() {
    if (connections.size() >= MAX_CONNECTIONS) {
      connections.stream()
          .max(Comparator.comparingLong(Connection::silentNanos))
          .filter(longest -> longest.silentNanos() >= SILENT_NANOS)
          .ifPresent(Connection::close);
    }
    return connections.size() < MAX_CONNECTIONS;
  }

  private static Thread start(Runnable task, String name) {
    var thread = new Thread(task, name);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  /** One connection. */
  private final class Connection implements Link {

    private final Socket socket;
    private final LinkHandler handler;
    private final Outgoing outgoing;
    private final AtomicBoolean closed = new AtomicBoolean();
    private volatile long heardNanos = time.nanoTime();

    Connection(Socket socket, LinkHandler handler) {
      this.socket = socket;
      this.handler = handler;
      outgoing =
          new Outgoing(
              "write " + endpoint,
              (bytes, length) -> socket.getOutputStream().write(bytes, 0, length),
              this::close);
    }

    void read() {
      byte[] piece = new byte[PIECE];
      IOException failure = null;
      try {
        var in = socket.getInputStream();
        for (int count = in.read(piece); count >= 0; count = in.read(piece)) {
          heardNanos = time.nanoTime();
          handler.onBytes(this, ByteBuffer.wrap(piece, 0, count));
        }
      } catch (IOException e) {
        failure = e;
      } finally {
        // Also when the board fails: a connection that nobody reads must not keep its place.
        boolean ours = closed.get();
        close();
        handler.onClosed(ours ? null : reason(failure));
      }
    }

    long silentNanos() {
      return time.nanoTime() - heardNanos;
    }

    private @Nullable Throwable reason(@Nullable IOException failure) {
      return failure == null ? new IOException("the host closed the connection") : failure;
    }

    @Override
    public Delivery delivery() {
      return Delivery.RELIABLE_BYTES;
    }

    @Override
    public void send(ByteBuffer bytes) {
      outgoing.send(bytes);
    }

    @Override
    public void close() {
      if (closed.compareAndSet(false, true)) {
        connections.remove(this);
        outgoing.close();
        try {
          socket.close();
        } catch (IOException e) {
          // Whatever state it is in, nobody uses it any more.
        }
      }
    }
  }
}
