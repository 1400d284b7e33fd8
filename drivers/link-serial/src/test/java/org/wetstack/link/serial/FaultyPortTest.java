package org.wetstack.link.serial;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.wetstack.hal.spi.Link;
import org.wetstack.hal.spi.LinkHandler;

/** Ports that misbehave as jSerialComm has been seen to. */
@Timeout(60)
class FaultyPortTest {

  private final CompletableFuture<Optional<Throwable>> ended = new CompletableFuture<>();
  private final CountDownLatch released = new CountDownLatch(1);
  private final LinkHandler handler =
      new LinkHandler() {
        @Override
        public void onBytes(Link link, ByteBuffer bytes) {}

        @Override
        public void onClosed(@Nullable Throwable cause) {
          ended.complete(Optional.ofNullable(cause));
        }
      };

  /** A port on which nothing ever happens, until a test overrides a method. */
  private static class QuietPort implements Port {
    final CountDownLatch closed = new CountDownLatch(1);

    @Override
    public String name() {
      return "/dev/ttyFAULTY";
    }

    @Override
    public int read(byte[] into) {
      try {
        return closed.await(10, TimeUnit.MILLISECONDS) ? -1 : 0;
      } catch (InterruptedException e) {
        return -1;
      }
    }

    @Override
    public int write(byte[] from, int offset, int length) {
      return length;
    }

    @Override
    public int unsent() {
      return 0;
    }

    @Override
    public void close() {
      closed.countDown();
    }
  }

  @Test
  void aDriverThatHangsInCloseIsReportedNotWaitedFor() throws Exception {
    var letGo = new CountDownLatch(1);
    var port =
        new QuietPort() {
          @Override
          public void close() {
            try {
              letGo.await();
            } catch (InterruptedException e) {
              throw new IllegalStateException(e);
            }
            super.close();
          }
        };
    var link = SerialLink.start(port, handler, released::countDown);
    assertTimeoutPreemptively(Duration.ofSeconds(6), link::close);
    Throwable cause = ended.get(30, TimeUnit.SECONDS).orElseThrow();
    assertTrue(cause.toString().contains("driver hangs"), cause::toString);
    assertEquals(1, released.getCount(), "the port is still held");
    letGo.countDown();
    assertTrue(released.await(30, TimeUnit.SECONDS));
  }

  @Test
  void aClosedPortCanBeOpenedAgainAtOnce() {
    boolean isFree = false;
    // Closing has a bound, which a busy machine may exceed.
    for (int tries = 0; tries < 5 && !isFree; tries++) {
      var free = new AtomicBoolean();
      var link =
          SerialLink.start(
              new QuietPort(),
              handler,
              () -> {
                // As if this thread were put aside for a moment by the system.
                LockSupport.parkNanos(20_000_000);
                free.set(true);
              });
      link.close();
      isFree = free.get();
    }
    assertTrue(isFree, "close returned while the port was still held");
  }

  @Test
  void shortWritesLoseNothing() throws Exception {
    long seed = new Random().nextLong();
    System.out.println("shortWritesLoseNothing: seed " + seed);
    var random = new Random(seed);
    var wire = new ByteArrayOutputStream();
    var all = new CompletableFuture<Boolean>();
    var port =
        new QuietPort() {
          @Override
          public int write(byte[] from, int offset, int length) {
            int taken = 1 + random.nextInt(length);
            wire.write(from, offset, taken);
            if (wire.size() == SerialLink.OUTBOX_BYTES) {
              all.complete(true);
            }
            return taken;
          }
        };
    var link = SerialLink.start(port, handler, released::countDown);
    byte[] sent = new byte[SerialLink.OUTBOX_BYTES];
    random.nextBytes(sent);
    link.send(ByteBuffer.wrap(sent));
    all.get(30, TimeUnit.SECONDS);
    link.close();
    assertEquals(Optional.empty(), ended.get(30, TimeUnit.SECONDS));
    assertArrayEquals(sent, wire.toByteArray());
  }

  @Test
  void aWriteOfNothingMeansThePortIsGone() throws Exception {
    var port =
        new QuietPort() {
          @Override
          public int write(byte[] from, int offset, int length) {
            return 0;
          }
        };
    var link = SerialLink.start(port, handler, released::countDown);
    link.send(ByteBuffer.wrap(new byte[1]));
    Throwable cause = ended.get(30, TimeUnit.SECONDS).orElseThrow();
    assertTrue(cause.toString().contains("/dev/ttyFAULTY is gone"), cause::toString);
    assertTrue(released.await(30, TimeUnit.SECONDS));
  }

  @Test
  void aDriverThatStaysFullIsNotFedAndDoesNotStopClose() throws Exception {
    var fed = new CountDownLatch(1);
    var port =
        new QuietPort() {
          @Override
          public int unsent() {
            return 4096;
          }

          @Override
          public int write(byte[] from, int offset, int length) {
            fed.countDown();
            return length;
          }
        };
    var link = SerialLink.start(port, handler, released::countDown);
    link.send(ByteBuffer.wrap(new byte[1]));
    assertTimeoutPreemptively(Duration.ofSeconds(6), link::close);
    assertEquals(Optional.empty(), ended.get(30, TimeUnit.SECONDS));
    assertEquals(1, fed.getCount());
  }

  @Test
  void aWriterStuckInTheDriverKeepsThePortTakenSoThatNoStaleCommandFollows() throws Exception {
    var entered = new CountDownLatch(1);
    var letGo = new CountDownLatch(1);
    var port =
        new QuietPort() {
          @Override
          public int write(byte[] from, int offset, int length) {
            entered.countDown();
            try {
              letGo.await();
            } catch (InterruptedException e) {
              throw new IllegalStateException(e);
            }
            return length;
          }
        };
    var link = SerialLink.start(port, handler, released::countDown);
    link.send(ByteBuffer.wrap(new byte[1]));
    assertTrue(entered.await(30, TimeUnit.SECONDS));
    assertTimeoutPreemptively(Duration.ofSeconds(6), link::close);
    assertEquals(Optional.empty(), ended.get(30, TimeUnit.SECONDS));
    assertFalse(released.await(0, TimeUnit.SECONDS));
    letGo.countDown();
    assertTrue(released.await(30, TimeUnit.SECONDS));
  }

  @Test
  void anErrorInsideTheLibraryEndsTheLink() throws Exception {
    var port =
        new QuietPort() {
          @Override
          public int read(byte[] into) {
            throw new IllegalStateException("library bug");
          }
        };
    SerialLink.start(port, handler, released::countDown);
    Throwable cause = ended.get(30, TimeUnit.SECONDS).orElseThrow();
    assertTrue(cause.toString().contains("library bug"), cause::toString);
  }
}
