package org.wetstack.emulator.rhx.program;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.wetstack.emulator.Cable;
import org.wetstack.emulator.rhx.ClientPort;
import org.wetstack.hal.DeviceException;
import org.wetstack.hal.spi.Link;
import org.wetstack.hal.spi.LinkHandler;

/** A server socket in memory: clients come by {@link #connect}. Thread-safe. */
final class CablePort implements ClientPort {

  private static final int MAX_PORT = 65_535;

  private final String name;
  private final Cable cable;
  private final Events events;
  private final ReentrantLock lock = new ReentrantLock();
  private final List<Client> clients = new ArrayList<>();
  private @Nullable Client present;
  private boolean listening;
  private boolean closed;

  CablePort(String name, Cable cable, Events events) {
    this.name = name;
    this.cable = cable;
    this.events = events;
  }

  Cable cable() {
    return cable;
  }

  /** The client's end of a connection; null if nobody listens. */
  @Nullable Link connect(LinkHandler handler) {
    Client client;
    lock.lock();
    try {
      if (!listening) {
        return null;
      }
      listening = false;
      client = new Client(handler);
      present = client;
      clients.add(client);
    } finally {
      lock.unlock();
    }
    events.onConnected();
    return client.ends.host();
  }

  @Override
  public int listen(String host, int port) throws IOException {
    lock.lock();
    try {
      if (closed || port < 0 || port > MAX_PORT) {
        throw new IOException("cable:" + name + " cannot listen on port " + port);
      }
      listening = true;
      return port;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void refuse() {
    lock.lock();
    try {
      listening = false;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public boolean offer(ByteBuffer bytes) {
    Client to = present();
    if (to == null) {
      return false;
    }
    int count = bytes.remaining();
    try {
      to.ends.device().send(bytes);
    } catch (DeviceException e) {
      return false;
    }
    to.underWay(count);
    return true;
  }

  @Override
  public boolean connected() {
    return present() != null;
  }

  @Override
  public long pending() {
    Client to = present();
    return to == null ? 0 : to.underWay(0);
  }

  private @Nullable Client present() {
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
      clients.forEach(client -> client.abandoned = true);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void hangUp() {
    List<Client> all;
    abandon();
    lock.lock();
    try {
      all = List.copyOf(clients);
      clients.clear();
    } finally {
      lock.unlock();
    }
    all.forEach(client -> client.ends.device().close());
  }

  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      listening = false;
    } finally {
      lock.unlock();
    }
    hangUp();
  }

  /** One connection. */
  private final class Client implements LinkHandler {

    private final Cable.Ends ends;
    private boolean abandoned;
    private long underWay;

    Client(LinkHandler handler) {
      ends =
          cable.join(
              new LinkHandler() {
                @Override
                public void onBytes(Link link, ByteBuffer bytes) {
                  underWay(-bytes.remaining());
                  handler.onBytes(link, bytes);
                }

                @Override
                public void onClosed(@Nullable Throwable cause) {
                  handler.onClosed(cause);
                }
              },
              this);
    }

    /** Adds {@code more} to what the client has not got yet, and tells how much that is. */
    long underWay(int more) {
      lock.lock();
      try {
        underWay += more;
        return underWay;
      } finally {
        lock.unlock();
      }
    }

    @Override
    public void onBytes(Link link, ByteBuffer bytes) {
      if (!forgotten()) {
        events.onBytes(bytes);
      }
    }

    @Override
    public void onClosed(@Nullable Throwable cause) {
      lock.lock();
      try {
        clients.remove(this);
        if (present == this) {
          present = null;
        }
      } finally {
        lock.unlock();
      }
      if (!forgotten()) {
        events.onDisconnected();
      }
    }

    private boolean forgotten() {
      lock.lock();
      try {
        return abandoned;
      } finally {
        lock.unlock();
      }
    }
  }
}
