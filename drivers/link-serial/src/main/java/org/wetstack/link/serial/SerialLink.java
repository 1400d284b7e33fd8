package org.wetstack.link.serial;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.wetstack.hal.DeviceException;
import org.wetstack.hal.DeviceException.Outcome;
import org.wetstack.hal.DeviceException.Reason;
import org.wetstack.hal.spi.Link;
import org.wetstack.hal.spi.LinkHandler;
import org.wetstack.hal.spi.SystemTimebase;

/**
 * One open port with a thread that reads it and a thread that writes it. The driver below may hang
 * in any call; neither callers nor the handler ever wait for it longer than {@link #close} says.
 */
final class SerialLink implements Link {

  /** 1.4 s at 115,200 baud: what is sent last must not stand behind much. */
  static final int OUTBOX_BYTES = 16 * 1024;

  private static final int CHUNK = 256;
  // What the driver holds cannot be taken back, so it gets little more than it needs.
  private static final int DRIVER_CREDIT = 1024;
  private static final Duration DRAIN = Duration.ofMillis(500);
  private static final Duration STOP_READING = Duration.ofMillis(400);
  private static final Duration CLOSE_PORT = Duration.ofMillis(900);
  private static final Duration HANGS = Duration.ofSeconds(9);
  private static final Duration RELEASE = Duration.ofMillis(900);
  private static final Duration CLOSE = Duration.ofMillis(1900);

  /** Why the link ended; null for an ordinary close. */
  private record End(@Nullable Throwable cause) {}

  private final Port port;
  private final LinkHandler handler;
  private final Outbox outbox = new Outbox(OUTBOX_BYTES);
  private final AtomicReference<@Nullable End> end = new AtomicReference<>();
  private final ReentrantLock handling = new ReentrantLock();
  private final CompletableFuture<@Nullable Void> readerDone = new CompletableFuture<>();
  private final CompletableFuture<@Nullable Void> writerDone = new CompletableFuture<>();
  private final CompletableFuture<@Nullable Void> portClosed = new CompletableFuture<>();
  private final CompletableFuture<@Nullable Void> released = new CompletableFuture<>();
  private final CompletableFuture<@Nullable Void> over = new CompletableFuture<>();

  private SerialLink(Port port, LinkHandler handler) {
    this.port = port;
    this.handler = handler;
  }

  /**
   * Starts a link on a port just opened.
   *
   * @param release called once the port and both threads are done with: before {@link #close}
   *     returns, unless that is called by the handler or the driver hangs
   */
  static SerialLink start(Port port, LinkHandler handler, Runnable release) {
    var link = new SerialLink(port, handler);
    link.thread("reader", link::readAll, link.readerDone);
    link.thread("writer", link::writeAll, link.writerDone);
    var unused =
        CompletableFuture.allOf(link.readerDone, link.writerDone, link.portClosed)
            .thenRun(release)
            .thenRun(() -> link.released.complete(null));
    return link;
  }

  @Override
  public Delivery delivery() {
    return Delivery.RAW_BYTES;
  }

  @Override
  public void send(ByteBuffer bytes) {
    int count = bytes.remaining();
    if (count > outbox.capacity()) {
      throw new IllegalArgumentException(
          count + " bytes at once; a serial link takes at most " + outbox.capacity());
    }
    switch (outbox.offer(bytes)) {
      case TAKEN -> {}
      case FULL ->
          throw new DeviceException(
              Reason.TIMEOUT,
              Outcome.NOT_DONE,
              "the outgoing queue of " + port.name() + " is full: the device does not read");
      case CLOSED ->
          throw new DeviceException(
              Reason.LINK_LOST, Outcome.NOT_DONE, "the link on " + port.name() + " is closed");
    }
  }

  @Override
  public void close() {
    finish(null);
    awaitDone(over, CLOSE);
  }

  /** Whether the port is done with; waits for that, with a bound, if the link is at its end. */
  boolean isReleased() {
    return end.get() != null && awaitDone(released, RELEASE);
  }

  private void finish(@Nullable Throwable cause) {
    if (!end.compareAndSet(null, new End(cause))) {
      return;
    }
    if (cause == null) {
      outbox.close();
    } else {
      outbox.abandon();
    }
    boolean fromReader = handling.isHeldByCurrentThread();
    thread("closer", () -> shutDown(cause, fromReader), new CompletableFuture<>());
  }

  private void shutDown(@Nullable Throwable cause, boolean fromReader) {
    awaitDone(writerDone, DRAIN);
    outbox.abandon();
    if (!fromReader) {
      // Closing under a reader works, but then the library's handle may be reused beneath it.
      awaitDone(readerDone, STOP_READING);
    }
    // In a thread of its own: the driver may never return.
    thread("close", port::close, portClosed);
    boolean closed = awaitDone(portClosed, CLOSE_PORT);
    if (closed && !fromReader) {
      // Whoever closes a port may open it again at once.
      awaitDone(released, RELEASE);
    }
    over.complete(null);
    // A thread may have been put aside for a moment: a verdict takes longer than closing may.
    Throwable told = closed || awaitDone(portClosed, HANGS) ? cause : wedged(cause);
    handling.lock();
    try {
      handler.onClosed(told);
    } finally {
      handling.unlock();
    }
  }

  private IOException wedged(@Nullable Throwable cause) {
    return new IOException(
        port.name()
            + " did not close within "
            + CLOSE_PORT.plus(HANGS).toMillis()
            + " ms: its driver hangs; unplug the device, or restart this program",
        cause);
  }

  private void readAll() {
    byte[] bytes = new byte[8192];
    while (end.get() == null) {
      int count = port.read(bytes);
      if (count < 0) {
        finish(vanished());
      } else if (count > 0) {
        deliver(ByteBuffer.wrap(bytes, 0, count));
      }
    }
  }

  private void deliver(ByteBuffer bytes) {
    handling.lock();
    try {
      if (end.get() == null) {
        handler.onBytes(this, bytes);
      }
    } catch (Throwable e) {
      finish(new IOException("the handler of " + port.name() + " failed: " + e, e));
    } finally {
      handling.unlock();
    }
  }

  private void writeAll() {
    byte[] chunk = new byte[CHUNK];
    int count = outbox.take(chunk);
    while (count > 0 && write(chunk, count)) {
      count = outbox.take(chunk);
    }
    drainDriver();
  }

  private boolean write(byte[] chunk, int count) {
    int sent = 0;
    while (sent < count) {
      while (port.unsent() > DRIVER_CREDIT - CHUNK) {
        if (!outbox.rest(1)) {
          return false;
        }
      }
      int taken = port.write(chunk, sent, count - sent);
      if (taken <= 0) {
        finish(vanished());
        return false;
      }
      sent += taken;
    }
    return true;
  }

  /** Closing a port throws away what its driver still holds: perhaps a last "stop". */
  private void drainDriver() {
    while (port.unsent() > 0 && outbox.rest(1)) {
      // Resting is all there is to do.
    }
  }

  private IOException vanished() {
    return new IOException(
        port.name() + " is gone: unplugged, switched off, or closed by its other end");
  }

  private void thread(String role, Runnable task, CompletableFuture<@Nullable Void> done) {
    var thread =
        new Thread(
            () -> {
              try {
                task.run();
              } catch (RuntimeException | Error e) {
                finish(new IOException(port.name() + " " + role + " failed: " + e, e));
                throw e;
              } finally {
                done.complete(null);
              }
            },
            "wetstack " + port.name() + " " + role);
    thread.setDaemon(true);
    thread.start();
  }

  private static boolean awaitDone(CompletableFuture<@Nullable Void> done, Duration limit) {
    try {
      SystemTimebase.shared().await(done, limit);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
