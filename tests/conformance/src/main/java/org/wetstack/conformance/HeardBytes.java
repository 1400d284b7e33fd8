package org.wetstack.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.wetstack.hal.spi.Link;
import org.wetstack.hal.spi.LinkHandler;

/** A handler that remembers everything, and notices when the rules for calling it are broken. */
class HeardBytes implements LinkHandler {

  private static final long PATIENCE_SECONDS = 30;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final ByteArrayOutputStream all = new ByteArrayOutputStream();
  private final List<Integer> sizes = new ArrayList<>();
  private final List<Optional<Throwable>> ends = new ArrayList<>();
  private final AtomicInteger inside = new AtomicInteger();
  private volatile @Nullable String broken;

  /** Called within {@link #onBytes}; for subclasses. */
  void alsoOnBytes(Link link, ByteBuffer bytes) {}

  @Override
  public final void onBytes(Link link, ByteBuffer bytes) {
    enter("onBytes");
    try {
      byte[] copy = new byte[bytes.remaining()];
      bytes.duplicate().get(copy);
      lock.lock();
      try {
        if (!ends.isEmpty()) {
          broken = "onBytes after onClosed";
        }
        all.writeBytes(copy);
        sizes.add(copy.length);
        changed.signalAll();
      } finally {
        lock.unlock();
      }
      alsoOnBytes(link, bytes);
    } finally {
      inside.decrementAndGet();
    }
  }

  @Override
  public final void onClosed(@Nullable Throwable cause) {
    enter("onClosed");
    try {
      lock.lock();
      try {
        ends.add(Optional.ofNullable(cause));
        changed.signalAll();
      } finally {
        lock.unlock();
      }
    } finally {
      inside.decrementAndGet();
    }
  }

  private void enter(String where) {
    if (inside.incrementAndGet() != 1) {
      broken = where + " entered while another call was running";
    }
  }

  /** The first {@code count} bytes, once they have come. */
  byte[] await(int count) throws InterruptedException {
    lock.lock();
    try {
      long left = TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
      while (all.size() < count && ends.isEmpty() && left > 0) {
        left = changed.awaitNanos(left);
      }
      assertEquals(List.of(), ends, "the link ended after " + all.size() + " bytes");
      assertTrue(all.size() >= count, "only " + all.size() + " of " + count + " bytes came");
      return all.toByteArray();
    } finally {
      lock.unlock();
    }
  }

  /** How the link ended, once it has. */
  Optional<Throwable> awaitEnd() throws InterruptedException {
    lock.lock();
    try {
      long left = TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
      while (ends.isEmpty() && left > 0) {
        left = changed.awaitNanos(left);
      }
      assertTrue(!ends.isEmpty(), "onClosed was never called");
      return ends.get(0);
    } finally {
      lock.unlock();
    }
  }

  /** The sizes of the pieces so far. */
  List<Integer> sizes() {
    lock.lock();
    try {
      return List.copyOf(sizes);
    } finally {
      lock.unlock();
    }
  }

  /** Checks that the link called this handler as it must, and ended it at most once. */
  void assertWellCalled() {
    assertEquals(null, broken);
    lock.lock();
    try {
      assertTrue(ends.size() <= 1, "onClosed was called " + ends.size() + " times");
    } finally {
      lock.unlock();
    }
  }
}
