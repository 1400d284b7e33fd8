package org.wetstack.emulator.rhx.signal;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;

/**
 * What a data socket still has to send. While the client keeps up it is empty and nothing is
 * copied; otherwise writes wait here in order, none of them dropped, up to a bound.
 */
final class Backlog {

  private static final long MAX_BYTES = Math.min(256L << 20, Runtime.getRuntime().maxMemory() / 4);

  private final Outlet outlet;
  private final ArrayDeque<ByteBuffer> waiting = new ArrayDeque<>();
  private long bytes;
  private long frames;
  private long framesEach;

  Backlog(Outlet outlet) {
    this.outlet = outlet;
  }

  boolean connected() {
    return outlet.connected();
  }

  /** Sends {@code write}, which is borrowed, now or once all before it has been. */
  void send(ByteBuffer write, long framesIn) {
    drain();
    if (waiting.isEmpty() && outlet.offer(write)) {
      return;
    }
    ByteBuffer copy = ByteBuffer.allocate(write.remaining());
    copy.put(write.duplicate()).flip();
    waiting.addLast(copy);
    bytes += copy.remaining();
    frames += framesIn;
    framesEach = framesIn;
  }

  /** Sends what the client has room for. What is for a client that went is forgotten. */
  void drain() {
    if (waiting.isEmpty()) {
      return;
    }
    if (!outlet.connected()) {
      clear();
      return;
    }
    while (!waiting.isEmpty() && outlet.offer(waiting.getFirst())) {
      bytes -= waiting.removeFirst().capacity();
      frames -= Math.min(frames, framesEach);
    }
  }

  void clear() {
    waiting.clear();
    bytes = 0;
    frames = 0;
  }

  /** Frames that wait, for how far the client is behind. */
  long frames() {
    return frames;
  }

  /** Whether the memory for what waits is all but used up. */
  boolean full() {
    return bytes > MAX_BYTES / 100 * 98;
  }
}
