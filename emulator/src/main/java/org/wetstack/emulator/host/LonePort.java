package org.wetstack.emulator.host;

import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.ReentrantLock;
import jdk.net.ExtendedSocketOptions;
import org.jspecify.annotations.Nullable;
import org.wetstack.emulator.rhx.ClientPort;

/**
 * A TCP port of the loopback interface for one client at a time: while a client is there, nobody
 * listens, and a second one is refused by the system.
 */
public final class LonePort implements ClientPort {

  /** Connections that may dangle; the oldest one beyond is closed after all. */
  static final int MAX_DANGLING = 64;

  private static final int PIECE = 64 * 1024;

  private final String name;
  private final Events events;

  /** Held while {@link #events} are told, so that they come one at a time; taken first. */
  private final ReentrantLock telling = new ReentrantLock();

  private final ReentrantLock lock = new ReentrantLock();
  private final Deque<Connection> connections = new ArrayDeque<>();
  private @Nullable Admission listener;
  private @Nullable Connection present;
  private boolean closed;

  private LonePort(String name, Events events) {
    this.name = name;
    this.events = events;
  }

  /** Makes ports on real sockets, each with a thread to listen and two for each connection. */
  public static Factory factory() {
    return LonePort::new;
  }

  @Override
  public int listen(String host, int port) throws IOException {
    lock.lock();
    try {
      if (closed) {
        throw new IOException("the " + name + " port was closed for good");
      }
      Admission present = listener;
      if (present != null) {
        return present.port();
      }
      var started = new Admission(Loopback.bound(name + " port", host, port), this::arrived);
      listener = started;
      start(started::accept, "accept " + name + " " + started.port());
      return started.port();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void refuse() {
    Admission ending;
    lock.lock();
    try {
      ending = listener;
      listener = null;
    } finally {
      lock.unlock();
    }
    if (ending != null) {
      ending.end();
    }
  }

  @Override
  public boolean offer(ByteBuffer bytes) {
    Connection to = present();
    return to != null && to.outgoing.offer(bytes);
  }

  @Override
  public boolean connected() {
    return present() != null;
  }

  @Override
  public long pending() {
    Connection to = present();
    return to == null ? 0 : to.outgoing.pending();
  }

  private @Nullable Connection present() {
    lock.lock();
    try {
      return present;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void abandon() {
    lock.lock();
    try {
      present = null;
      connections.forEach(connection -> connection.abandoned = true);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void hangUp() {
    Connection[] all;
    lock.lock();
    try {
      present = null;
      connections.forEach(connection -> connection.abandoned = true);
      all = connections.toArray(new Connection[0]);
      connections.clear();
    } finally {
      lock.unlock();
    }
    for (Connection connection : all) {
      connection.close();
    }
  }

  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
    } finally {
      lock.unlock();
    }
    refuse();
    hangUp();
  }

  private void arrived(Admission from, Socket socket) {
    telling.lock();
    try {
      Connection client = admit(from, socket);
      if (client == null) {
        closeQuietly(socket);
        return;
      }
      events.onConnected();
      start(client::read, "read " + name + " " + socket.getLocalSocketAddress());
    } finally {
      telling.unlock();
    }
  }

  /** Takes in a client that came to {@code from}; null if that listens no more. */
  private @Nullable Connection admit(Admission from, Socket socket) {
    Connection oldest = null;
    Connection admitted;
    lock.lock();
    try {
      if (listener != from) {
        return null;
      }
      listener = null;
      admitted = new Connection(socket);
      present = admitted;
      connections.addLast(admitted);
      if (connections.size() > MAX_DANGLING) {
        oldest = connections.removeFirst();
        oldest.abandoned = true;
      }
    } finally {
      lock.unlock();
    }
    if (oldest != null) {
      oldest.close();
    }
    return admitted;
  }

  private static void start(Runnable task, String name) {
    var thread = new Thread(task, name);
    thread.setDaemon(true);
    thread.start();
  }

  static void closeQuietly(AutoCloseable socket) {
    try {
      socket.close();
    } catch (Exception e) {
      // Whatever state it is in, nobody uses it any more.
    }
  }

  /** One client. */
  private final class Connection {

    private final Socket socket;
    private final Outgoing outgoing;
    private volatile boolean abandoned;

    Connection(Socket socket) {
      this.socket = socket;
      outgoing =
          new Outgoing(
              "write " + name + " " + socket.getLocalSocketAddress(),
              (bytes, length) -> socket.getOutputStream().write(bytes, 0, length),
              this::close);
    }

    void read() {
      byte[] piece = new byte[PIECE];
      try {
        var in = socket.getInputStream();
        acknowledgeSoon();
        for (int count = in.read(piece); count >= 0; count = in.read(piece)) {
          acknowledgeSoon();
          tell(ByteBuffer.wrap(piece, 0, count));
        }
      } catch (IOException e) {
        // A client that went without a word went all the same.
      } finally {
        close();
        tellGone();
      }
    }

    /**
     * A client's system holds back what he sends until what he sent before is acknowledged, unless
     * he has told it not to. Acknowledged late, his commands would arrive merged, and be refused.
     * The system forgets this with each piece that arrives.
     */
    private void acknowledgeSoon() throws IOException {
      if (socket.supportedOptions().contains(ExtendedSocketOptions.TCP_QUICKACK)) {
        Socket unused = socket.setOption(ExtendedSocketOptions.TCP_QUICKACK, true);
      }
    }

    private void tell(ByteBuffer bytes) {
      telling.lock();
      try {
        if (!abandoned) {
          events.onBytes(bytes);
        }
      } finally {
        telling.unlock();
      }
    }

    private void tellGone() {
      telling.lock();
      try {
        lock.lock();
        try {
          connections.remove(this);
          if (present == this) {
            present = null;
          }
        } finally {
          lock.unlock();
        }
        if (!abandoned) {
          events.onDisconnected();
        }
      } finally {
        telling.unlock();
      }
    }

    void close() {
      outgoing.close();
      closeQuietly(socket);
    }
  }
}
