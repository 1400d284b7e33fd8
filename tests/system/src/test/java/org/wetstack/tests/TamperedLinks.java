package org.wetstack.tests;

import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.wetstack.conformance.Bench;
import org.wetstack.hal.DeviceException;
import org.wetstack.hal.DeviceException.Outcome;
import org.wetstack.hal.DeviceException.Reason;
import org.wetstack.hal.spi.Link;
import org.wetstack.hal.spi.LinkHandler;
import org.wetstack.hal.spi.LinkProvider;
import org.wetstack.hal.spi.Timebase;

/**
 * Links of some other provider that a test can cut, silence, slow down and make lossy, whatever
 * carries them. Faults of the cable concern all links that are open, since an instrument may have
 * several; those that lose, repeat or stray concern the one opened last. A later link has none.
 */
final class TamperedLinks
    implements LinkProvider, Bench.Wire, Bench.LossyWire, Bench.RepeatingWire, Bench.StrayWire {

  private final LinkProvider real;
  private final Timebase time;
  private final List<Line> lines = new CopyOnWriteArrayList<>();
  private volatile @Nullable Line current;

  TamperedLinks(LinkProvider real, Timebase time) {
    this.real = real;
    this.time = time;
  }

  @Override
  public Set<String> schemes() {
    return real.schemes();
  }

  @Override
  public Link open(URI endpoint, LinkHandler handler) {
    var line = new Line(handler);
    line.below = real.open(endpoint, line);
    current = line;
    lines.add(line);
    return line;
  }

  @Override
  public void cut() {
    lines.forEach(Line::cut);
  }

  @Override
  public void silence() {
    lines.forEach(line -> line.silent = true);
  }

  @Override
  public void lag(Duration delay) {
    lines.forEach(line -> line.lag = delay);
  }

  @Override
  public void loseToHost(int pieces) {
    line().toLoseToHost.set(pieces);
  }

  @Override
  public void loseToDevice(int pieces) {
    line().toLoseToDevice.set(pieces);
  }

  @Override
  public void repeat(boolean on) {
    line().repeating = on;
  }

  @Override
  public void strayToHost(byte[] bytes) {
    Line line = line();
    line.onBytes(line, ByteBuffer.wrap(bytes));
  }

  @Override
  public void strayToDevice(byte[] bytes) {
    line().open().send(ByteBuffer.wrap(bytes));
  }

  private Line line() {
    Line line = current;
    if (line == null) {
      throw new IllegalStateException("no link is open");
    }
    return line;
  }

  /** One link and its handler, with the test's hand in between. */
  private final class Line implements Link, LinkHandler {

    private final LinkHandler handler;
    // Held while the handler is called, and by nothing that the handler waits for.
    private final ReentrantLock calling = new ReentrantLock();
    private final ArrayDeque<ByteBuffer> late = new ArrayDeque<>();
    private final AtomicInteger toLoseToHost = new AtomicInteger();
    private final AtomicInteger toLoseToDevice = new AtomicInteger();
    private volatile @Nullable Link below;
    private volatile boolean silent;
    private volatile boolean repeating;
    private volatile boolean ended;
    private volatile Duration lag = Duration.ZERO;

    Line(LinkHandler handler) {
      this.handler = handler;
    }

    @Override
    public Delivery delivery() {
      return open().delivery();
    }

    @Override
    public void send(ByteBuffer bytes) {
      if (ended) {
        throw new DeviceException(Reason.LINK_LOST, Outcome.NOT_DONE, "the cable was cut");
      }
      if (silent || lose(toLoseToDevice)) {
        bytes.position(bytes.limit());
        return;
      }
      if (repeating) {
        open().send(bytes.duplicate());
      }
      open().send(bytes);
    }

    @Override
    public void close() {
      lines.remove(this);
      open().close();
    }

    @Override
    public void onBytes(Link link, ByteBuffer bytes) {
      if (below == null) {
        below = link;
      }
      calling.lock();
      try {
        if (ended || silent || lose(toLoseToHost)) {
          return;
        }
        if (!lag.isZero() || !late.isEmpty()) {
          late.add(ByteBuffer.allocate(bytes.remaining()).put(bytes).flip());
          time.after(lag, this::deliverLate);
          return;
        }
        deliver(bytes);
      } finally {
        calling.unlock();
      }
    }

    @Override
    public void onClosed(@Nullable Throwable cause) {
      calling.lock();
      try {
        if (!ended) {
          ended = true;
          lines.remove(this);
          handler.onClosed(cause);
        }
      } finally {
        calling.unlock();
      }
    }

    void cut() {
      onClosed(new IOException("the cable was cut"));
      open().close();
    }

    private void deliverLate() {
      calling.lock();
      try {
        ByteBuffer bytes = late.poll();
        if (bytes != null && !ended && !silent) {
          deliver(bytes);
        }
      } finally {
        calling.unlock();
      }
    }

    private void deliver(ByteBuffer bytes) {
      if (repeating) {
        handler.onBytes(this, bytes.duplicate());
      }
      handler.onBytes(this, bytes);
    }

    private Link open() {
      Link link = below;
      if (link == null) {
        throw new IllegalStateException("the link is not open yet");
      }
      return link;
    }

    private static boolean lose(AtomicInteger left) {
      return left.getAndUpdate(n -> Math.max(0, n - 1)) > 0;
    }
  }
}
