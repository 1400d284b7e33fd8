package org.wetstack.emulator;

import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.wetstack.hal.DeviceException;
import org.wetstack.hal.DeviceException.Outcome;
import org.wetstack.hal.DeviceException.Reason;
import org.wetstack.hal.spi.Link;
import org.wetstack.hal.spi.Link.Delivery;
import org.wetstack.hal.spi.LinkHandler;
import org.wetstack.hal.spi.LinkProvider;
import org.wetstack.hal.spi.Timebase;

/**
 * A link in memory between a host and a board, as bad as one likes, from a seed. Everything is
 * delivered by the timebase, so in virtual time all of it runs on one thread and repeats exactly.
 * Thread-safe.
 */
public final class Cable {

  private static final int MAX_QUEUED_BYTES = 1 << 20;

  private final Timebase time;
  private final Random random;
  private final Delivery delivery;
  private final CableFaults faults;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<String, Long> injected = new TreeMap<>();
  private @Nullable End host;
  private @Nullable End device;
  private boolean silent;

  public Cable(Timebase time, long seed, Delivery delivery, CableFaults faults) {
    faults.check(delivery);
    this.time = time;
    this.random = new Random(seed);
    this.delivery = delivery;
    this.faults = faults;
  }

  /**
   * Opens this cable under the scheme {@code cable}; each opening plugs into {@code board} anew.
   */
  public LinkProvider provider(Supplier<LinkHandler> board) {
    return new LinkProvider() {
      @Override
      public Set<String> schemes() {
        return Set.of("cable");
      }

      @Override
      public Link open(URI endpoint, LinkHandler handler) {
        return join(handler, board.get()).host();
      }
    };
  }

  /** The two ends of a cable that is plugged in. */
  public record Ends(Link host, Link device) {}

  /** Plugs this cable in anew. */
  public Ends join(LinkHandler hostHandler, LinkHandler deviceHandler) {
    lock.lock();
    try {
      silent = false;
      var hostEnd = new End("host", hostHandler);
      var deviceEnd = new End("device", deviceHandler);
      hostEnd.peer = deviceEnd;
      deviceEnd.peer = hostEnd;
      host = hostEnd;
      device = deviceEnd;
      return new Ends(hostEnd, deviceEnd);
    } finally {
      lock.unlock();
    }
  }

  /** Cuts the cable: both ends are told. Later openings work. */
  public void cut() {
    note("cut");
    for (End end : ends()) {
      end.lost(new IOException("the cable was cut"));
    }
  }

  /** From now on nothing passes, and nobody is told: a half-open connection. */
  public void silence() {
    note("silence");
    silent(true);
  }

  /** Ends a {@link #silence}; what was sent meanwhile is lost. */
  public void restore() {
    silent(false);
  }

  private void silent(boolean now) {
    lock.lock();
    try {
      silent = now;
    } finally {
      lock.unlock();
    }
  }

  /** How often each kind of fault has been injected. */
  public Map<String, Long> injected() {
    lock.lock();
    try {
      return new TreeMap<>(injected);
    } finally {
      lock.unlock();
    }
  }

  private List<End> ends() {
    lock.lock();
    try {
      var ends = new ArrayList<End>();
      if (host != null && device != null) {
        ends.add(host);
        ends.add(device);
      }
      return ends;
    } finally {
      lock.unlock();
    }
  }

  private void note(String fault) {
    lock.lock();
    try {
      injected.merge(fault, 1L, Long::sum);
    } finally {
      lock.unlock();
    }
  }

  private boolean strikes(int oneIn, String fault) {
    boolean struck = oneIn > 0 && random.nextInt(oneIn) == 0;
    if (struck) {
      injected.merge(fault, 1L, Long::sum);
    }
    return struck;
  }

  /** One end, and what is on its way to it. */
  private final class End implements Link {

    private final String name;
    private final LinkHandler handler;
    private final ArrayList<byte[]> arriving = new ArrayList<>();
    private @Nullable End peer;
    private int queuedBytes;
    private long busyUntilNanos;
    private @Nullable IOException ending;
    private boolean closed;

    End(String name, LinkHandler handler) {
      this.name = name;
      this.handler = handler;
    }

    @Override
    public Delivery delivery() {
      return delivery;
    }

    @Override
    public void send(ByteBuffer bytes) {
      lock.lock();
      try {
        End to = peer;
        if (closed || to == null) {
          throw new DeviceException(
              Reason.LINK_LOST, Outcome.NOT_DONE, "the cable's " + name + " end is unplugged");
        }
        // One that is larger than the queue passes when that is empty, or it never would.
        if (to.queuedBytes > 0 && to.queuedBytes + bytes.remaining() > MAX_QUEUED_BYTES) {
          throw new DeviceException(
              Reason.TIMEOUT, Outcome.NOT_DONE, "the cable to the other end is full");
        }
        while (bytes.hasRemaining()) {
          int size =
              faults.maxPiece() == 0
                  ? bytes.remaining()
                  : Math.min(bytes.remaining(), 1 + random.nextInt(faults.maxPiece()));
          byte[] piece = new byte[size];
          bytes.get(piece);
          carry(to, piece);
        }
      } finally {
        lock.unlock();
      }
    }

    private void carry(End to, byte[] piece) {
      busyUntilNanos =
          Math.max(busyUntilNanos, time.nanoTime()) + piece.length * faults.nanosPerByte();
      if (silent || strikes(faults.loseOneIn(), "loss")) {
        return;
      }
      if (strikes(faults.corruptOneIn(), "bit error")) {
        piece[random.nextInt(piece.length)] ^= (byte) (1 << random.nextInt(8));
      }
      if (strikes(faults.duplicateOneIn(), "duplicate")) {
        enqueue(to, piece);
      }
      enqueue(to, piece);
    }

    private void enqueue(End to, byte[] piece) {
      long jitter =
          faults.jitterNanos() == 0 ? 0 : (long) (random.nextDouble() * faults.jitterNanos());
      Duration delay =
          Duration.ofNanos(busyUntilNanos - time.nanoTime() + faults.latencyNanos() + jitter);
      boolean overtakes = !to.arriving.isEmpty() && strikes(faults.reorderOneIn(), "reordering");
      to.arriving.add(overtakes ? to.arriving.size() - 1 : to.arriving.size(), piece);
      to.queuedBytes += piece.length;
      // Whichever timer fires first delivers what is first in line: order is kept under jitter.
      time.after(delay, to::deliverNext);
    }

    private void deliverNext() {
      byte[] piece;
      boolean lost;
      @Nullable IOException last;
      lock.lock();
      try {
        if (arriving.isEmpty()) {
          return;
        }
        piece = arriving.remove(0);
        queuedBytes -= piece.length;
        lost = closed || silent;
        last = arriving.isEmpty() ? ending : null;
      } finally {
        lock.unlock();
      }
      if (!lost) {
        handler.onBytes(this, ByteBuffer.wrap(piece));
      }
      if (last != null) {
        lost(last);
      }
    }

    @Override
    public void close() {
      lost(null);
      End other = peer;
      if (other != null && delivery != Delivery.RAW_BYTES) {
        other.unplugged(new IOException("the other end of the cable was unplugged"));
      }
    }

    /** What a reliable stream has taken still arrives before its end. */
    private void unplugged(IOException cause) {
      lock.lock();
      try {
        if (delivery == Delivery.RELIABLE_BYTES && !arriving.isEmpty()) {
          ending = cause;
          return;
        }
      } finally {
        lock.unlock();
      }
      lost(cause);
    }

    void lost(@Nullable Throwable cause) {
      lock.lock();
      try {
        if (closed) {
          return;
        }
        closed = true;
      } finally {
        lock.unlock();
      }
      time.after(Duration.ZERO, () -> handler.onClosed(cause));
    }
  }
}
