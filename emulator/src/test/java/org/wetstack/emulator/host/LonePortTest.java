package org.wetstack.emulator.host;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.wetstack.emulator.rhx.ClientPort;
import org.wetstack.emulator.rhx.program.ClientPortContract;

/** Ports on real sockets. */
class LonePortTest extends ClientPortContract {

  private static final long PATIENCE_NANOS = 30_000_000_000L;

  @Override
  protected ClientPort open(ClientPort.Events events) {
    return LonePort.factory().open("test", events);
  }

  @Override
  protected @Nullable Peer connect(int number) {
    try {
      return new SocketPeer(
          new Socket(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), number));
    } catch (ConnectException e) {
      assertTrue(String.valueOf(e.getMessage()).contains("refused"), e::toString);
      return null;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  protected boolean comesTrue(BooleanSupplier condition) {
    long deadline = System.nanoTime() + PATIENCE_NANOS;
    while (!condition.getAsBoolean() && System.nanoTime() < deadline) {
      LockSupport.parkNanos(1_000_000);
    }
    return condition.getAsBoolean();
  }

  private static final class Deaf implements ClientPort.Events {
    @Override
    public void onConnected() {}

    @Override
    public void onBytes(ByteBuffer borrowed) {}

    @Override
    public void onDisconnected() {}
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.0.0.0", "192.0.2.1", "localhost", "", "999.0.0.1", "::"})
  void onlyTheLoopbackInterfaceIsListenedOn(String host) {
    try (ClientPort port = open(new Deaf())) {
      assertThrows(IOException.class, () -> port.listen(host, 0));
    }
  }

  @Test
  void aTakenPortIsToldWithWhatToDo() throws IOException {
    try (var taken = new ServerSocket(0, 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}));
        ClientPort port = open(new Deaf())) {
      var failure =
          assertThrows(IOException.class, () -> port.listen("127.0.0.1", taken.getLocalPort()));
      String message = String.valueOf(failure.getMessage());
      assertTrue(
          message.startsWith(
              "the test port cannot listen on port " + taken.getLocalPort() + " of 127.0.0.1: "),
          message);
      assertTrue(message.endsWith("; choose another"), message);
    }
  }

  @Test
  void theOldestOfTooManyDanglingConnectionsIsClosed() throws IOException {
    try (ClientPort port = open(new Deaf())) {
      int number = port.listen("127.0.0.1", 0);
      // Held on to: a socket that nobody holds is closed by and by.
      List<Peer> peers = new ArrayList<>();
      for (int i = 0; i <= LonePort.MAX_DANGLING; i++) {
        Peer next = connect(number);
        assertNotNull(next);
        peers.add(next);
        assertTrue(comesTrue(port::connected), "connection " + i);
        assertFalse(i < LonePort.MAX_DANGLING && peers.get(0).hungUp(), "after " + i);
        port.abandon();
        port.listen("127.0.0.1", number);
      }
      assertTrue(comesTrue(() -> peers.get(0).hungUp()));
      assertFalse(peers.get(1).hungUp());
    }
  }

  /** Reads only when asked what it has heard. */
  private static final class SocketPeer implements Peer {
    private final Socket socket;
    private final ByteArrayOutputStream heard = new ByteArrayOutputStream();
    private boolean hungUp;

    SocketPeer(Socket socket) throws IOException {
      this.socket = socket;
      socket.setSoTimeout(20);
    }

    @Override
    public void send(byte[] bytes) {
      try {
        socket.getOutputStream().write(bytes);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public byte[] heard() {
      read();
      return heard.toByteArray();
    }

    @Override
    public boolean hungUp() {
      read();
      return hungUp;
    }

    private void read() {
      byte[] piece = new byte[1 << 20];
      try {
        int count = socket.getInputStream().read(piece);
        hungUp |= count < 0;
        heard.write(piece, 0, Math.max(0, count));
      } catch (SocketTimeoutException e) {
        // Nothing more at present.
      } catch (IOException e) {
        hungUp = true;
      }
    }

    @Override
    public void close() {
      try {
        socket.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
