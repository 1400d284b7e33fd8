package org.wetstack.link.tcp;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.wetstack.hal.DeviceException;
import org.wetstack.hal.DeviceException.Outcome;
import org.wetstack.hal.DeviceException.Reason;
import org.wetstack.hal.spi.Link;
import org.wetstack.hal.spi.LinkHandler;
import org.wetstack.hal.spi.SystemTimebase;
import org.wetstack.hal.spi.Timebase;

/**
 * One plain connection, and the thread that reads it: all calls of its handler come from there. The
 * thread waits for bytes in a selector of its own, or with {@code poll=spin} not at all. The
 * channel does not block, because a send may never wait, and because an interrupted sender would
 * close a blocking one.
 */
final class TcpLink implements Link, Opening {

  /** Two blocks of a thousand channels; larger ones leave the caches before they are read. */
  static final int READ_BYTES = 128 * 1024;

  private static final Duration DRAIN = Duration.ofMillis(500);
  private static final Duration CLOSE = Duration.ofMillis(1500);
  // Some megabytes: a far end that never pauses must not keep a link from closing.
  private static final int LAST_READS = 16;

  /** Why the link ended; null for an ordinary close. */
  private record End(@Nullable Throwable cause) {}

  private final TcpEndpoint endpoint;
  private final InetSocketAddress address;
  private final LinkHandler handler;
  private final Selector selector;
  private final SocketChannel channel;
  private final Outbox outbox;
  private final Thread thread;

  /** On the heap, where framings read messages in place. */
  private final ByteBuffer received = ByteBuffer.allocate(READ_BYTES);

  private final CompletableFuture<Link> ready = new CompletableFuture<>();
  private final CompletableFuture<@Nullable Void> over = new CompletableFuture<>();
  private final AtomicReference<@Nullable End> end = new AtomicReference<>();
  private volatile boolean connected;
  private volatile boolean drainedLongEnough;

  private TcpLink(
      TcpEndpoint endpoint,
      InetSocketAddress address,
      LinkHandler handler,
      Selector selector,
      SocketChannel channel) {
    this.endpoint = endpoint;
    this.address = address;
    this.handler = handler;
    this.selector = selector;
    this.channel = channel;
    this.outbox = new Outbox(channel);
    this.thread = new Thread(this::live, "wetstack tcp " + endpoint.peer());
    thread.setDaemon(true);
  }

  /** Begins to open a link to {@code address}. */
  static Opening begin(TcpEndpoint endpoint, InetSocketAddress address, LinkHandler handler)
      throws IOException {
    Selector selector = Selector.open();
    SocketChannel channel = null;
    try {
      channel = SocketChannel.open();
      var link = new TcpLink(endpoint, address, handler, selector, channel);
      link.thread.start();
      return link;
    } catch (IOException | RuntimeException | Error e) {
      selector.close();
      if (channel != null) {
        channel.close();
      }
      throw e;
    }
  }

  @Override
  public CompletableFuture<Link> ready() {
    return ready;
  }

  @Override
  public boolean giveUp() {
    boolean stopped = ready.completeExceptionally(new TimeoutException());
    selector.wakeup();
    return stopped;
  }

  @Override
  public boolean connected() {
    return connected;
  }

  private void live() {
    try (selector;
        channel) {
      SelectionKey key = connect();
      if (ready.complete(this)) {
        read(key);
        drain(key);
      }
    } catch (IOException | RuntimeException | Error e) {
      ready.completeExceptionally(e);
      finish(new IOException("the connection to " + endpoint.peer() + " broke: " + said(e), e));
    }
    over.complete(null);
    End reason = end.get();
    if (reason != null && !ready.isCompletedExceptionally()) {
      handler.onClosed(reason.cause());
    }
  }

  private SelectionKey connect() throws IOException {
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    channel.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
    channel.configureBlocking(false);
    SelectionKey key = channel.register(selector, SelectionKey.OP_CONNECT);
    boolean accepted = channel.connect(address);
    while (!accepted && !ready.isDone()) {
      selector.select(TcpLink::awake);
      accepted = channel.finishConnect();
    }
    connected = accepted;
    return key;
  }

  private void read(SelectionKey key) throws IOException {
    while (end.get() == null) {
      await(key);
      outbox.flush();
      int count = channel.read(received.clear());
      if (count < 0) {
        finish(new IOException(endpoint.peer() + " closed the connection"));
      } else if (count > 0) {
        deliver();
      }
    }
  }

  private void deliver() {
    try {
      if (end.get() == null) {
        handler.onBytes(this, received.flip().order(ByteOrder.BIG_ENDIAN));
      }
    } catch (Throwable e) {
      finish(new IOException("the handler of " + endpoint.peer() + " failed: " + e, e));
    }
  }

  /** Until there are bytes, or room for those that wait, or a wake-up. */
  private void await(SelectionKey key) throws IOException {
    if (endpoint.spin()) {
      return;
    }
    key.interestOps(
        outbox.waiting() ? SelectionKey.OP_READ | SelectionKey.OP_WRITE : SelectionKey.OP_READ);
    selector.select(TcpLink::awake);
    // A handler that leaves this thread interrupted would have it select without waiting.
    var unused = Thread.interrupted();
  }

  /** After an ordinary close, what was sent before leaves first, if the far end reads. */
  private void drain(SelectionKey key) throws IOException {
    End reason = end.get();
    if (reason == null || reason.cause() != null) {
      return;
    }
    if (outbox.waiting()) {
      Timebase.Timer late = SystemTimebase.shared().after(DRAIN, this::drainedLongEnough);
      boolean ended = false;
      while (outbox.waiting() && !ended && !drainedLongEnough) {
        await(key);
        outbox.flush();
        ended = channel.read(received.clear()) < 0;
      }
      late.cancel();
    }
    // Closing a socket that holds unread bytes is a reset, which may destroy what was sent last.
    for (int i = 0; i < LAST_READS && channel.read(received.clear()) > 0; i++) {
      // Nobody wants them any more.
    }
  }

  /** The thread tries all it might do: it has one connection. */
  private static void awake(SelectionKey key) {}

  private void drainedLongEnough() {
    drainedLongEnough = true;
    selector.wakeup();
  }

  private static String said(Throwable failure) {
    return failure.getMessage() == null ? failure.toString() : failure.getMessage();
  }

  @Override
  public Delivery delivery() {
    return Delivery.RELIABLE_BYTES;
  }

  @Override
  public void send(ByteBuffer bytes) {
    int count = bytes.remaining();
    if (count > Outbox.CAPACITY) {
      throw new IllegalArgumentException(
          count + " bytes at once; a TCP link takes at most " + Outbox.CAPACITY);
    }
    if (end.get() != null) {
      throw closed(null);
    }
    boolean taken;
    try {
      taken = outbox.offer(bytes);
    } catch (IOException e) {
      finish(new IOException("the connection to " + endpoint.peer() + " broke: " + said(e), e));
      throw closed(e);
    }
    if (!taken) {
      throw new DeviceException(
          Reason.TIMEOUT,
          Outcome.NOT_DONE,
          "the outgoing queue to " + endpoint.peer() + " is full: the far end does not read");
    }
    if (outbox.waiting() && Thread.currentThread() != thread) {
      selector.wakeup();
    }
  }

  private DeviceException closed(@Nullable Throwable cause) {
    return new DeviceException(
        Reason.LINK_LOST, Outcome.NOT_DONE, "the link to " + endpoint.peer() + " is closed", cause);
  }

  @Override
  public void close() {
    finish(null);
    if (Thread.currentThread() == thread) {
      return;
    }
    try {
      SystemTimebase.shared().await(over, CLOSE);
    } catch (TimeoutException e) {
      // The handler is busy on the link's thread, which closes when it returns.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void finish(@Nullable Throwable cause) {
    if (end.compareAndSet(null, new End(cause))) {
      selector.wakeup();
    }
  }
}
