package org.wetstack.emulator.host;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.wetstack.hal.spi.Link;
import org.wetstack.hal.spi.LinkHandler;
import org.wetstack.hal.spi.Timebase;

@Timeout(30)
class TcpHostTest {

  private static final int GONE = -1;

  /** Says everything back. */
  private static final class Echo implements LinkHandler {
    @Override
    public void onBytes(Link link, ByteBuffer bytes) {
      link.send(bytes);
    }

    @Override
    public void onClosed(@Nullable Throwable cause) {}
  }

  /** A clock that threads may read while the test sets it. */
  private static final class SetClock implements Timebase {
    private final AtomicLong nanos = new AtomicLong();

    @Override
    public long nanoTime() {
      return nanos.get();
    }

    @Override
    public Instant now() {
      throw new UnsupportedOperationException();
    }

    @Override
    public Timer after(Duration delay, Runnable task) {
      throw new UnsupportedOperationException();
    }

    @Override
    public <T> T await(CompletableFuture<T> future, Duration limit) {
      throw new UnsupportedOperationException();
    }
  }

  private final SetClock time = new SetClock();
  private final List<Socket> sockets = new ArrayList<>();
  private TcpHost host;

  @BeforeEach
  void listen() throws IOException {
    host = TcpHost.open(Echo::new, 0, time);
  }

  @AfterEach
  void close() throws IOException {
    host.close();
    for (Socket socket : sockets) {
      socket.close();
    }
  }

  private Socket connect() throws IOException {
    var socket = new Socket(InetAddress.getLoopbackAddress(), host.endpoint().getPort());
    sockets.add(socket);
    return socket;
  }

  /** What comes back for {@code value}, or {@link #GONE}. */
  private static int say(Socket socket, int value) {
    try {
      socket.getOutputStream().write(value);
      return socket.getInputStream().read();
    } catch (IOException e) {
      return GONE;
    }
  }

  private void fill() throws IOException {
    for (int i = 0; i < TcpHost.MAX_CONNECTIONS; i++) {
      assertEquals(i, say(connect(), i), "connection " + i);
    }
  }

  @Test
  void hostsThatDiedWithoutAWordDoNotLockOutOthersForEver() throws Exception {
    fill();
    time.nanos.addAndGet(TcpHost.SILENT_NANOS - 1);
    assertEquals(1, say(sockets.get(0), 1));
    time.nanos.addAndGet(1);
    assertEquals(2, say(connect(), 2), "there is room for one more");
    assertEquals(3, say(sockets.get(0), 3), "one that speaks stays");
  }

  @Test
  void aCrowdOfNewConnectionsDoesNotPushOutAHostThatHasASession() throws Exception {
    fill();
    time.nanos.addAndGet(TcpHost.SILENT_NANOS - 1);
    assertEquals(GONE, say(connect(), 1));
    for (int i = 0; i < TcpHost.MAX_CONNECTIONS; i++) {
      assertEquals(i, say(sockets.get(i), i), "connection " + i);
    }
  }
}
