package org.wetstack.tests;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeoutException;
import org.wetstack.conformance.Bench;
import org.wetstack.hal.spi.Timebase;

/** A way to a TCP port on which connections can be cut, silenced and slowed. */
final class Detour implements Bench.Wire, AutoCloseable {

  private static final int MOST_PIECES = 100_000;

  private static final class Piece {
    private final byte[] bytes;
    private final long dueNanos;

    Piece(byte[] bytes, long dueNanos) {
      this.bytes = bytes;
      this.dueNanos = dueNanos;
    }
  }

  private final InetSocketAddress to;
  private final Timebase time;
  private final ServerSocket listening;
  private final List<Connection> connections = new CopyOnWriteArrayList<>();
  private volatile Duration lag = Duration.ZERO;

  Detour(InetSocketAddress to, Timebase time) throws IOException {
    this.to = to;
    this.time = time;
    this.listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    start(this::accept);
  }

  int port() {
    return listening.getLocalPort();
  }

  private static void start(Runnable work) {
    Thread thread = new Thread(work, "detour");
    thread.setDaemon(true);
    thread.start();
  }

  private void accept() {
    while (true) {
      Socket host;
      try {
        host = listening.accept();
      } catch (IOException e) {
        return;
      }
      try {
        connections.add(new Connection(host, new Socket(to.getAddress(), to.getPort())));
      } catch (IOException e) {
        // One of the two is gone already; the next may come.
        close(host);
      }
    }
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // It is gone either way.
    }
  }

  @Override
  public void cut() {
    connections.forEach(Connection::close);
    connections.clear();
  }

  @Override
  public void silence() {
    connections.forEach(each -> each.silent = true);
  }

  @Override
  public void lag(Duration delay) {
    lag = delay;
  }

  @Override
  public void close() {
    try {
      listening.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    cut();
  }

  private final class Connection {

    private final Socket host;
    private final Socket device;
    private final BlockingQueue<Piece> toHost = new LinkedBlockingQueue<>(MOST_PIECES);
    private volatile boolean silent;

    Connection(Socket host, Socket device) throws IOException {
      this.host = host;
      this.device = device;
      host.setTcpNoDelay(true);
      device.setTcpNoDelay(true);
      start(() -> read(host, piece -> write(device, piece)));
      start(
          () ->
              read(device, piece -> toHost.add(new Piece(piece, time.nanoTime() + lag.toNanos()))));
      start(this::deliver);
    }

    private void read(Socket from, java.util.function.Consumer<byte[]> taker) {
      byte[] buffer = new byte[65_536];
      try {
        InputStream in = from.getInputStream();
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
          if (!silent) {
            taker.accept(Arrays.copyOf(buffer, read));
          }
        }
      } catch (IOException e) {
        // Cut, or closed by its end.
      }
      close();
    }

    private void deliver() {
      try {
        while (!host.isClosed()) {
          Piece piece = toHost.take();
          long wait = piece.dueNanos - time.nanoTime();
          if (wait > 0) {
            pass(wait);
          }
          if (!silent) {
            write(host, piece.bytes);
          }
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    private void pass(long nanos) throws InterruptedException {
      try {
        time.await(new CompletableFuture<>(), Duration.ofNanos(nanos));
      } catch (TimeoutException e) {
        return;
      }
    }

    private void write(Socket socket, byte[] bytes) {
      try {
        OutputStream out = socket.getOutputStream();
        out.write(bytes);
      } catch (IOException e) {
        close();
      }
    }

    void close() {
      if (silent) {
        // It looks healthy from both ends.
        return;
      }
      Detour.close(host);
      Detour.close(device);
      toHost.add(new Piece(new byte[0], 0));
    }
  }
}
